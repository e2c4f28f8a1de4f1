import { addRows, type ClassTallies } from "./class-tallies.ts";
import type { LabelMetric } from "./label-metrics.ts";

/** Rows with one label for which here and there gave these predictions; classes by number. */
export interface JointCell {
  readonly label: number;
  readonly here: number;
  readonly there: number;
  readonly rows: number;
}

/** Beyond this many steps an interval is not worth its time. */
const MAX_STEPS = 50_000_000;

/**
 * Standard error of a metric (or of the difference of one metric between two models) by the delete-one jackknife. Rows
 * of one cell are alike, so leaving out one of each cell is the whole jackknife: exact, without a random number, and its
 * time depends on the classes and not on the rows. `undefined` where the metric is not defined or the classes are too
 * many.
 *
 * @see B. Efron, C. Stein, Annals of Statistics 9 (1981) 586–596
 */
export function jackknifeError(
  metric: LabelMetric,
  cells: readonly JointCell[],
  here: ClassTallies,
  there?: ClassTallies,
): number | undefined {
  const total = here.rows;
  if (total < 2 || cells.length * here.actual.length > MAX_STEPS) return undefined;
  let sum = 0;
  const left: { readonly rows: number; readonly value: number }[] = [];
  for (const cell of cells) {
    const value = withoutOne(metric, cell, here, there);
    if (value === null) return undefined;
    sum += cell.rows * value;
    left.push({ rows: cell.rows, value });
  }
  const centre = sum / total;
  const squares = left.reduce((all, { rows, value }) => all + rows * (value - centre) ** 2, 0);
  return Math.sqrt(((total - 1) / total) * squares);
}

function withoutOne(
  metric: LabelMetric,
  { label, here: predictedHere, there: predictedThere }: JointCell,
  here: ClassTallies,
  there: ClassTallies | undefined,
): number | null {
  addRows(here, label, predictedHere, -1);
  const value = metric(here);
  addRows(here, label, predictedHere, 1);
  if (there === undefined || value === null) return value;
  addRows(there, label, predictedThere, -1);
  const other = metric(there);
  addRows(there, label, predictedThere, 1);
  return other === null ? null : value - other;
}
