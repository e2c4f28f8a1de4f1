import type { DriftFinding } from "../evidence/drift-evidence.ts";

/** Of the surprise of the column that surprises most. */
const SHARE = 0.75;

/**
 * The columns that drifted, in the order of the findings: those of findings about one column. A pair names columns only where
 * no single one drifted: those whose pairs together surprise most, because an association breaks in one column as a rule.
 */
export function driftedColumns(findings: readonly DriftFinding[]): readonly string[] {
  const drifted = findings.filter(({ verdict }) => verdict === "drift");
  const single = drifted.filter(({ columns }) => columns.length === 1).flatMap(({ columns }) => columns);
  if (single.length > 0) return [...new Set(single)];
  const surprises = new Map<string, number>();
  for (const { columns, p2 } of drifted) {
    for (const column of columns) surprises.set(column, (surprises.get(column) ?? 0) - Math.log10(p2 ?? 1));
  }
  const most = Math.max(...surprises.values());
  return [...surprises].flatMap(([column, surprise]) => (surprise >= SHARE * most ? [column] : []));
}
