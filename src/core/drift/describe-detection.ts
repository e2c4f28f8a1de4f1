import type { Profile } from "../dataset/profile.ts";
import type { DriftFinding, DriftVerdict } from "../evidence/drift-evidence.ts";
import { toSafeText } from "../evidence/limits.ts";
import { formatCount, formatPlain, formatQuantity } from "../report/format-number.ts";
import type { AlignedColumns } from "./align-columns.ts";
import { FEW_BATCHES, LEAST_BATCHES } from "./calibrate/few-batches.ts";
import { driftedColumns } from "./drifted-columns.ts";
import { type JudgedFinding, toDriftFinding } from "./judged-finding.ts";
import { orderFindings } from "./order-findings.ts";

interface DetectionInput {
  readonly judged: readonly JudgedFinding[];
  /** Those that are told, the most important first. */
  readonly told: readonly DriftFinding[];
  readonly aligned: Pick<AlignedColumns, "columns" | "vanished" | "changed">;
  readonly reference: readonly Profile[];
  readonly current: Profile;
}

interface Described {
  readonly verdict: DriftVerdict;
  readonly reason: string;
}

/** The verdict over all findings, and the sentence that gives its reason. */
export function describeDetection(input: DetectionInput): Described {
  const { judged, told, reference, current } = input;
  const drifted = told.filter(({ verdict }) => verdict === "drift");
  // Vanished columns are drift, however few rows there are.
  if (drifted.length > 0) return { verdict: "drift", reason: describeDrift(drifted, comparedColumns(input)) };
  const rows = reference.reduce((sum, batch) => sum + batch.rows, 0);
  if (rows === 0) return { verdict: "inconclusive", reason: "The reference has no rows." };
  if (current.rows === 0) return { verdict: "inconclusive", reason: "The current dataset has no rows." };
  const compared = comparedColumns(input);
  if (compared === 0) return { verdict: "inconclusive", reason: "There is no column to compare." };
  const unclear = judged.filter(({ verdict }) => verdict === "inconclusive");
  const alone = unclear.filter(({ lacks }) => lacks === "batches");
  if (alone.length > 0 || reference.length < LEAST_BATCHES) {
    return { verdict: "inconclusive", reason: describeFewBatches(alone, reference.length) };
  }
  const short = unclear.filter(({ untold }) => untold);
  const untold = columnsOf(short);
  // A sparse column says nothing of the others, and half of them says nothing of the data.
  if (2 * untold.length >= compared && short.length > 0) {
    return { verdict: "inconclusive", reason: describeFewRows(short, input) };
  }
  const share = untold.length === 0 ? "" : `${formatCount(compared - untold.length)} of `;
  const stable = `No change that matters in ${share}${formatQuantity(compared, "column")}, ${describeRows(input)}.`;
  return { verdict: "stable", reason: toSafeText(`${stable}${describeUntold(untold, short)}`, MAX_REASON) };
}

function columnsOf(findings: readonly JudgedFinding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ columns }) => columns))];
}

const MAX_REASON = 1000;
const SHOWN = 3;

function comparedColumns({ aligned: { columns, vanished, changed } }: DetectionInput): number {
  return columns.length + vanished.length + changed.length;
}

function describeRows({ reference, current }: DetectionInput): string {
  const rows = reference.reduce((sum, batch) => sum + batch.rows, 0);
  const batches = reference.length === 1 ? "" : ` in ${formatCount(reference.length)} batches`;
  return `${formatQuantity(current.rows, "row")} against ${formatCount(rows)}${batches}`;
}

function describeDrift(drifted: readonly DriftFinding[], compared: number): string {
  const columns = driftedColumns(drifted).length;
  const leads = leadWords(drifted);
  const subject = columns === 0 ? "Drift" : `${formatCount(columns)} of ${formatQuantity(compared, "column")} drifted`;
  const shown = leads.slice(0, SHOWN).map((words) => toSafeText(words, 250));
  const more = leads.length > SHOWN ? `; and ${formatCount(leads.length - SHOWN)} more` : "";
  return toSafeText(`${subject}: ${shown.join("; ")}${more}.`, MAX_REASON);
}

/** What is said of the most important finding of each column, pair or of whole rows: each sentence once. */
function leadWords(drifted: readonly DriftFinding[]): readonly string[] {
  const leads = new Map<string, string>();
  for (const { columns, explanation, words } of drifted) {
    const key = JSON.stringify(columns);
    if (!leads.has(key)) leads.set(key, explanation ?? words);
  }
  // What happened to a column explains its pairs as well.
  return [...new Set(leads.values())];
}

/** Something changed by more than chance, and nobody knows yet whether it always does. */
function describeFewBatches(unclear: readonly JudgedFinding[], batches: number): string {
  const have = `${formatQuantity(batches, "reference batch", "reference batches")} ${batches === 1 ? "does" : "do"} not show how much batches differ by themselves`;
  const cure = `accept ${formatCount(FEW_BATCHES - batches)} more`;
  const [first] = orderFindings(unclear);
  if (first === undefined) return `${have[0]?.toUpperCase() ?? ""}${have.slice(1)}: ${cure}.`;
  const more = unclear.length > 1 ? `, and ${formatQuantity(unclear.length - 1, "more change")}` : "";
  const told = toSafeText(toDriftFinding(first).words, 250);
  if (batches >= FEW_BATCHES) {
    return toSafeText(
      `More than chance, but too few reference batches have it to tell whether they differ as much by themselves: ${told}${more}.`,
      MAX_REASON,
    );
  }
  return toSafeText(`More than chance, but ${have} (${cure}): ${told}${more}.`, MAX_REASON);
}

function describeFewRows(unclear: readonly JudgedFinding[], input: DetectionInput): string {
  const worst = unclear.reduce((most, finding) => (ratio(finding) > ratio(most) ? finding : most));
  const { floor } = worst.numbers;
  const noise = `chance alone moves ${worst.columns.join(" and ")} by up to ${formatPlain(Number(floor.toPrecision(2)))}, and ${formatPlain(worst.enough)} counts`;
  const needed = mostRows(unclear);
  const cure =
    needed === undefined ? "the reference needs more rows" : `${formatCount(needed)} current rows would tell`;
  const share = `${formatCount(columnsOf(unclear).length)} of ${formatQuantity(comparedColumns(input), "column")}`;
  return toSafeText(`Too few rows to tell for ${share} (${describeRows(input)}): ${noise}; ${cure}.`, MAX_REASON);
}

/** ` Too few rows to tell for sparse (1,700 current rows would tell).` Nothing where all can be told. */
function describeUntold(columns: readonly string[], unclear: readonly JudgedFinding[]): string {
  if (columns.length === 0) return "";
  const shown = columns.slice(0, SHOWN).map((column) => {
    const needed = mostRows(unclear.filter((finding) => finding.columns.includes(column)));
    const cure = needed === undefined ? "the reference needs more" : `${formatCount(needed)} current rows would tell`;
    return `${toSafeText(column, 100)} (${cure})`;
  });
  const more = columns.length > SHOWN ? ` and ${formatCount(columns.length - SHOWN)} more` : "";
  return ` Too few rows to tell for ${shown.join(", ")}${more}.`;
}

/** That all of them take; `undefined` where it is the reference that is too small for one. */
function mostRows(unclear: readonly JudgedFinding[]): number | undefined {
  const needed = unclear.map(({ numbers }) => numbers.rowsNeeded);
  return needed.includes(undefined) ? undefined : Math.max(...needed.map((count) => count ?? 0));
}

function ratio({ enough, numbers: { floor } }: JudgedFinding): number {
  return enough === 0 ? 0 : floor / enough;
}
