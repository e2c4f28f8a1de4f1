import type { NumericProfile } from "../dataset/profile.ts";
import type { Cell } from "./aspects/cell-aspect.ts";
import { formatValue } from "./format-value.ts";
import { total } from "./total.ts";

/** So many ranges of about equally many rows of the reference, besides the values that have a bin of their own. */
const RANGES = 24;

/** Cells in which the largest single change of a column of numbers is sought. */
export function numericCells(before: NumericProfile, after: NumericProfile): readonly Cell[] {
  const { edges, values } = before.frame;
  const own = new Set(values);
  const show = (value: number) => formatValue(value, before.kind);
  const isOwn = (bin: number) => own.has(edges[bin] ?? Number.NaN);
  const rest = before.bins.map((count, bin) => (isOwn(bin) ? 0 : count));
  const size = total(rest) / RANGES;
  const cells: Cell[] = [];
  let first = 0;
  let rows = 0;
  let rowsNow = 0;
  const close = (last: number) => {
    const [from, to] = [edges[first - 1], edges[last]];
    cells.push({ before: rows, after: rowsNow, label: () => `${nameRange(from, to, show)} in ${before.name}` });
    [first, rows, rowsNow] = [last + 1, 0, 0];
  };
  for (const [bin, count] of before.bins.entries()) {
    const now = after.bins[bin] ?? 0;
    if (isOwn(bin)) {
      cells.push({ before: count, after: now, label: () => `${show(edges[bin] ?? 0)} in ${before.name}` });
      continue;
    }
    rows += count;
    rowsNow += now;
    if (rows >= size) close(bin);
  }
  if (rows + rowsNow > 0) close(before.bins.length - 1);
  return cells;
}

function nameRange(from: number | undefined, to: number | undefined, show: (value: number) => string): string {
  if (from === undefined) return to === undefined ? "all values" : `values up to ${show(to)}`;
  return to === undefined ? `values above ${show(from)}` : `values from ${show(from)} to ${show(to)}`;
}
