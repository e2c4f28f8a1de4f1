import type { DriftFinding } from "../../evidence/drift-evidence.ts";
import { toSafeText } from "../../evidence/limits.ts";
import type { ColumnBatches } from "../column-batches.ts";
import type { ColumnChange, DriftExplanation, DriftKind } from "./drift-kind.ts";
import { DRIFT_KINDS } from "./drift-kinds.ts";
import { isRelation } from "./is-relation.ts";

const KINDS: readonly (readonly [string, DriftKind])[] = Object.entries(DRIFT_KINDS);

/**
 * The findings, with the cause of what drifted: its kind and a sentence. Findings of one cause have the same ones; a pair of
 * columns follows from what happened to one of them. Findings that are no drift stay as they are.
 *
 * @param compared Columns that both sides have.
 */
export function explainFindings(
  findings: readonly DriftFinding[],
  compared: readonly Pick<ColumnBatches, "name" | "pooled" | "current">[],
): DriftFinding[] {
  const causes = new Map<string, readonly Cause[]>();
  const drifted = findings.filter(({ verdict }) => verdict === "drift");
  // What only shows in many columns together has no cause in one of them.
  const alone = drifted.filter(({ test }) => test === undefined);
  const columns = new Set(alone.flatMap((finding) => (finding.columns.length === 1 ? finding.columns : [])));
  const moved = compared
    .filter(({ name }) => columns.has(name))
    .map(({ pooled, current }) => ({ before: pooled(), after: current }));
  for (const name of columns) causes.set(name, findCauses(name, alone, moved));
  return findings.map((finding) => {
    if (finding.verdict !== "drift") return finding;
    const cause = causeOf(finding, causes);
    return cause === undefined ? finding : { ...finding, kind: cause.kind, explanation: toSafeText(cause.words, 500) };
  });
}

interface Cause {
  readonly kind: string;
  readonly words: string;
  readonly covers: DriftExplanation["covers"];
}

/** Causes until every finding of the column has one, or no kind fits what is left. */
function findCauses(name: string, drifted: readonly DriftFinding[], moved: readonly ColumnChange[]): readonly Cause[] {
  const change = moved.find(({ before }) => before.name === name);
  if (change === undefined) return [];
  const own = drifted.filter(({ columns }) => columns.length === 1 && columns[0] === name);
  const words = new Map<string, string>(own.map((finding) => [finding.aspect, finding.words]));
  const causes: Cause[] = [];
  const hasCause = (aspect: string) => causes.some((cause) => explains(cause, aspect));
  for (const [kind, definition] of KINDS) {
    if (!("explain" in definition)) continue;
    const explanation = definition.explain({
      name,
      ...change,
      has: (...aspects) => aspects.some((aspect) => words.has(aspect) && !hasCause(aspect)),
      wordsOf: (aspect) => words.get(aspect),
      others: moved.filter((other) => other !== change),
    });
    if (explanation !== undefined) causes.push({ kind, ...explanation });
  }
  return causes;
}

function explains({ covers }: Cause, aspect: string): boolean {
  return covers === "everything" || covers.some((covered) => covered === aspect);
}

function causeOf(
  finding: DriftFinding,
  causes: ReadonlyMap<string, readonly Cause[]>,
): Omit<Cause, "covers"> | undefined {
  const ofColumns = finding.columns.flatMap((column) => causes.get(column) ?? []);
  const found = ofColumns.find((cause) => explains(cause, isRelation(finding) ? "association" : finding.aspect));
  return found ?? causeByItself(finding);
}

function causeByItself(finding: DriftFinding): Omit<Cause, "covers"> | undefined {
  for (const [kind, definition] of KINDS) {
    const words = "explainFinding" in definition ? definition.explainFinding(finding) : undefined;
    if (words !== undefined) return { kind, words };
  }
  return undefined;
}
