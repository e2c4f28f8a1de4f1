import type { DriftFinding } from "../../evidence/drift-evidence.ts";
import { toSafeLabel, toSafeText } from "../../evidence/limits.ts";
import type { JudgedAspect } from "../judge-surprises.ts";
import { toDriftFinding, toJudgedFinding } from "../judged-finding.ts";
import { orderFindings } from "../order-findings.ts";

/**
 * What drifts in a slice, in words that name it. Not that of columns which drift in all rows together: that would be said once
 * for each slice.
 *
 * @param suspicious Rate of false discoveries.
 */
export function sliceFindings(
  aspects: readonly JudgedAspect[],
  told: readonly DriftFinding[],
  suspicious: number,
): readonly DriftFinding[] {
  const drifted = new Set(told.filter(({ verdict }) => verdict === "drift").flatMap(({ columns }) => columns));
  const bySlice = new Map<string, JudgedAspect[]>();
  for (const judged of aspects) {
    const { slice, columns } = judged.series;
    if (slice === undefined || !judged.alarm || columns.some((column) => drifted.has(column))) continue;
    const key = JSON.stringify([slice.column, slice.value]);
    bySlice.set(key, [...(bySlice.get(key) ?? []), judged]);
  }
  return [...bySlice.values()].flatMap((judged) => {
    const slice = judged[0]?.series.slice;
    if (slice === undefined) return [];
    const findings = judged.map((one) => {
      const [, rows] = one.series.facts.rows;
      return toJudgedFinding(one, { aspects: aspects.length, suspicious, rows });
    });
    return orderFindings(findings).map((finding) => nameSlice(toDriftFinding(finding), slice));
  });
}

function nameSlice(finding: DriftFinding, { column, value }: NonNullable<DriftFinding["slice"]>): DriftFinding {
  const slice = { column: toSafeLabel(column), value: toSafeText(value, 200) };
  return { ...finding, slice, words: toSafeText(`in ${slice.column}=${slice.value}: ${finding.words}`, 500) };
}
