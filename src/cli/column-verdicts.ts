import { driftedColumns } from "../core/drift/drifted-columns.ts";
import type { DriftFinding, DriftVerdict } from "../core/evidence/drift-evidence.ts";

/** What became of one column. */
export interface ColumnVerdict {
  readonly name: string;
  readonly verdict: DriftVerdict;
  /** What says most about it, the size of that change, and the change in words; absent where there was nothing to compare. */
  readonly aspect?: string;
  readonly effect?: number;
  readonly explanation?: string;
}

const RANK: Readonly<Record<DriftVerdict, number>> = { drift: 0, inconclusive: 1, stable: 2 };

/**
 * One entry for each compared column: those that drifted first, then in the order of the findings, then of the data. A pair that
 * drifted speaks against its columns only where no single column did, as in the report.
 */
export function columnVerdicts(findings: readonly DriftFinding[], compared: readonly string[]): ColumnVerdict[] {
  const found = new Map<string, ColumnVerdict>();
  const drifted = new Set(driftedColumns(findings));
  // Stable: a sort by the verdict leaves the first finding of each column the one that explains the others.
  for (const finding of findings.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict])) {
    const isPair = finding.columns.length > 1;
    // What a pair of columns leaves open speaks against neither of them.
    if (isPair && finding.verdict !== "drift") continue;
    const { verdict, aspect, effect, words, explanation = words } = finding;
    for (const name of finding.columns) {
      if (!found.has(name) && !(isPair && !drifted.has(name)))
        found.set(name, { name, verdict, aspect, effect, explanation });
    }
  }
  for (const name of compared) if (!found.has(name)) found.set(name, { name, verdict: "stable" });
  return [...found.values()];
}
