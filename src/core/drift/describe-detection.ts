import type { Profile } from "../dataset/profile.ts";
import type { DriftFinding, DriftVerdict } from "../evidence/drift-evidence.ts";
import { toSafeText } from "../evidence/limits.ts";
import { formatCount, formatPlain, formatQuantity } from "../report/format-number.ts";
import type { DriftAspect } from "./drift-aspect.ts";
import { orderFindings } from "./order-findings.ts";

interface DetectionInput {
  readonly findings: readonly DriftFinding[];
  /** The fact behind each finding, in the same order. */
  readonly aspects: readonly DriftAspect[];
  /** Compared ones. */
  readonly columns: readonly string[];
  readonly reference: Profile;
  readonly current: Profile;
}

interface Described {
  readonly verdict: DriftVerdict;
  readonly reason: string;
}

/** The verdict over all findings, and the sentence that gives its reason. */
export function describeDetection(input: DetectionInput): Described {
  const { findings, columns, reference, current } = input;
  const drifted = orderFindings(findings).filter(({ verdict }) => verdict === "drift");
  // Vanished columns are drift, however few rows there are.
  if (drifted.length > 0) return { verdict: "drift", reason: describeDrift(drifted, columns.length) };
  if (reference.rows === 0) return { verdict: "inconclusive", reason: "The reference has no rows." };
  if (current.rows === 0) return { verdict: "inconclusive", reason: "The current dataset has no rows." };
  if (columns.length === 0) return { verdict: "inconclusive", reason: "There is no column to compare." };
  const unclear = findings.filter(
    ({ verdict }, index) => verdict === "inconclusive" && input.aspects[index]?.main === true,
  );
  if (unclear.length > 0) return { verdict: "inconclusive", reason: describeUnclear(unclear, input) };
  const compared = formatQuantity(columns.length, "column");
  const rows = `${formatCount(current.rows)} rows against ${formatCount(reference.rows)}`;
  return { verdict: "stable", reason: `No change that matters in ${compared}, ${rows}.` };
}

const MAX_REASON = 1000;
const SHOWN = 3;

function describeDrift(drifted: readonly DriftFinding[], compared: number): string {
  const leads = leadFindings(drifted);
  const columns = leads.filter((finding) => finding.columns.length === 1).length;
  const subject = columns === 0 ? "Drift" : `${formatCount(columns)} of ${formatQuantity(compared, "column")} drifted`;
  const shown = leads.slice(0, SHOWN).map(({ words }) => toSafeText(words, 250));
  const more = leads.length > SHOWN ? `; and ${formatCount(leads.length - SHOWN)} more` : "";
  return toSafeText(`${subject}: ${shown.join("; ")}${more}.`, MAX_REASON);
}

/** The most important finding of each column, pair or of whole rows. */
function leadFindings(drifted: readonly DriftFinding[]): readonly DriftFinding[] {
  const leads = new Map<string, DriftFinding>();
  for (const finding of drifted) {
    const key = JSON.stringify(finding.columns);
    if (!leads.has(key)) leads.set(key, finding);
  }
  return [...leads.values()];
}

function describeUnclear(unclear: readonly DriftFinding[], { columns, reference, current }: DetectionInput): string {
  const worst = unclear.reduce((most, finding) => (ratio(finding) > ratio(most) ? finding : most));
  const noise = `chance alone moves ${worst.columns.join(" and ")} by up to ${formatPlain(Number(worst.floor.toPrecision(2)))}, and ${formatPlain(worst.bound)} counts`;
  const rows = `${formatCount(current.rows)} rows against ${formatCount(reference.rows)}`;
  const needed = unclear.map(({ rowsNeeded }) => rowsNeeded);
  const cure = needed.includes(undefined)
    ? "the reference needs more rows"
    : `${formatCount(Math.max(...needed.map((count) => count ?? 0)))} current rows would tell`;
  const share = `${formatCount(new Set(unclear.flatMap((finding) => finding.columns)).size)} of ${formatQuantity(columns.length, "column")}`;
  return toSafeText(`Too few rows to tell for ${share} (${rows}): ${noise}; ${cure}.`, MAX_REASON);
}

function ratio({ floor, bound }: DriftFinding): number {
  return bound === 0 ? 0 : floor / bound;
}
