import type { DriftFinding } from "../../evidence/drift-evidence.ts";
import { toSafeText } from "../../evidence/limits.ts";
import { formatSigned } from "../../report/format-number.ts";
import type { BatchLevels } from "./column-levels.ts";
import type { RunChange } from "./run-change.ts";

/**
 * The findings, with what only shows in many columns together said in the words of those that alarm for it.
 *
 * @param batches Names of the reference's, oldest first.
 */
export function tellTogether(
  findings: readonly DriftFinding[],
  together: RunChange | undefined,
  batches: readonly string[],
): readonly DriftFinding[] {
  if (together === undefined) return findings;
  const { test, columns, of } = together;
  return findings.map((finding) => {
    const named = columns.find(({ column, aspect }) => finding.columns[0] === column && finding.aspect === aspect);
    if (named === undefined || finding.columns.length !== 1 || finding.verdict !== "drift") return finding;
    const { column, level } = named;
    const words =
      test === "breadth" || level === undefined
        ? `many columns moved a little at once (${String(columns.length)} of ${String(of)} by much of it): ${finding.words}`
        : `${column} moves steadily since ${sinceOf(level, batches)} (${level.of} ${slopeOf(level)} a batch): ${finding.words}`;
    return { ...finding, test, words: toSafeText(words, 500) };
  });
}

function sinceOf({ values }: BatchLevels, batches: readonly string[]): string {
  return batches[values.findIndex((value) => !Number.isNaN(value))] ?? "the first batch";
}

/** By least squares, in percent. */
function slopeOf({ values }: BatchLevels): string {
  const known = [...values].flatMap((value, time) => (Number.isNaN(value) ? [] : [{ value, time }]));
  const mean = (of: (one: (typeof known)[number]) => number) =>
    known.reduce((sum, one) => sum + of(one), 0) / Math.max(known.length, 1);
  const [middle, average] = [mean(({ time }) => time), mean(({ value }) => value)];
  const spread = mean(({ time }) => (time - middle) ** 2);
  const slope = spread === 0 ? 0 : mean(({ time, value }) => (time - middle) * (value - average)) / spread;
  return `${formatSigned(100 * slope, 2)} %`;
}
