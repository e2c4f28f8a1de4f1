import { isNumeric } from "../../dataset/is-numeric.ts";
import type { CategoricalProfile, ColumnProfile, NumericProfile } from "../../dataset/profile.ts";
import { total } from "../../statistics/total.ts";
import { rowsOfColumn } from "./rows-of-column.ts";

/**
 * How far the values of two columns are apart, whatever frames they were counted on, and their missing values: between 0
 * and 1, and the larger of both. Undefined where they are of different kinds or a side has no values.
 */
export function distanceOfColumns(one: ColumnProfile, other: ColumnProfile): number | undefined {
  const values = distanceOfValues(one, other);
  return values === undefined
    ? undefined
    : Math.max(values, Math.abs(one.nulls / rowsOfColumn(one) - other.nulls / rowsOfColumn(other)));
}

function distanceOfValues(one: ColumnProfile, other: ColumnProfile): number | undefined {
  if (isNumeric(one) && isNumeric(other)) {
    if ((one.kind === "timestamp") !== (other.kind === "timestamp")) return undefined;
    if (total(one.bins) === 0 || total(other.bins) === 0) return undefined;
    return Math.max(distanceAtEdges(one, other), distanceAtEdges(other, one));
  }
  if (one.kind === "categorical" && other.kind === "categorical") return distanceOfCategories(one, other);
  if (one.kind === "boolean" && other.kind === "boolean") {
    const share = ({ trues, falses }: typeof one) => trues / Math.max(1, trues + falses);
    return Math.abs(share(one) - share(other));
  }
  return undefined;
}

/** At the edges of the first, where its distribution is exact; the other's is interpolated within its bins. */
function distanceAtEdges(one: NumericProfile, other: NumericProfile): number {
  const rows = total(one.bins);
  let below = 0;
  let largest = 0;
  for (const [index, edge] of one.frame.edges.entries()) {
    below += one.bins[index] ?? 0;
    largest = Math.max(largest, Math.abs(below / rows - shareUpTo(other, edge)));
  }
  return largest;
}

function shareUpTo(column: NumericProfile, value: number): number {
  const { bins, frame, min, max } = column;
  if (min === null || max === null || value < Number(min)) return 0;
  if (value >= Number(max)) return 1;
  const found = frame.edges.findIndex((edge) => value <= edge);
  const bin = found < 0 ? frame.edges.length : found;
  const low = Math.max(frame.edges[bin - 1] ?? Number(min), Number(min));
  const high = Math.min(frame.edges[bin] ?? Number(max), Number(max));
  const inside = (column.kind === "integer" ? shareOfIntegers : shareOfInterval)(value, low, high);
  return (total(bins.slice(0, bin)) + inside * (bins[bin] ?? 0)) / total(bins);
}

function shareOfInterval(value: number, low: number, high: number): number {
  return high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 1;
}

/** Of the whole numbers from the first above `low` to `high`: just below one of them it is not yet among those up to there. */
function shareOfIntegers(value: number, low: number, high: number): number {
  return shareOfInterval(Math.floor(value), Math.floor(low), Math.floor(high));
}

/** Half the sum of the differences; what is not listed is taken for different. */
function distanceOfCategories(one: CategoricalProfile, other: CategoricalProfile): number | undefined {
  const [a, b] = [sharesOf(one), sharesOf(other)];
  if (a.size === 0 || b.size === 0) return undefined;
  let sum = 0;
  for (const hash of new Set([...a.keys(), ...b.keys()])) sum += Math.abs((a.get(hash) ?? 0) - (b.get(hash) ?? 0));
  return Math.min(1, sum / 2);
}

function sharesOf({ frame, counts, unseen, unseenRest }: CategoricalProfile): ReadonlyMap<string, number> {
  const rows = total(counts) + total(unseen.map((category) => category.rows)) + unseenRest.rows;
  const listed = [
    ...frame.categories.map(({ hash }, index) => [hash, counts[index] ?? 0] as const),
    ...unseen.map((category) => [category.hash, category.rows] as const),
    ["", unseenRest.rows] as const,
  ];
  return new Map(listed.filter(([, count]) => count > 0).map(([hash, count]) => [hash, count / rows]));
}
