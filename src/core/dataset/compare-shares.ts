import { total } from "../statistics/total.ts";
import type { ColumnShareChange, ShareAspect } from "./data-changes.ts";
import type { ColumnProfile, NumericProfile } from "./profile.ts";

/** A smaller change of a share is not worth a line, unless there was none before or is none now. */
const WORTH_TELLING = 0.0005;

/** Shares of the rows of one column that changed. `comparable`: both sides count on equal bins. */
export function compareShares(
  before: ColumnProfile,
  after: ColumnProfile,
  rows: readonly [before: number, after: number],
  comparable: boolean,
): ColumnShareChange[] {
  const [old, now] = [sharesOf(before, comparable), sharesOf(after, comparable)];
  return [...now].flatMap(([aspect, count]): ColumnShareChange[] => {
    const earlier = old.get(aspect);
    if (earlier === undefined) return [];
    const change = { column: after.name, aspect, before: earlier, after: count, rows };
    return isWorthTelling(change) ? [change] : [];
  });
}

/** By how much a share of the rows moved. */
export function shareDifference({ before, after, rows }: Pick<ColumnShareChange, "before" | "after" | "rows">): number {
  return ratio(after, rows[1]) - ratio(before, rows[0]);
}

function isWorthTelling(change: ColumnShareChange): boolean {
  if ((change.before === 0) !== (change.after === 0)) return true;
  return Math.abs(shareDifference(change)) >= WORTH_TELLING;
}

function ratio(count: number, rows: number): number {
  return rows === 0 ? 0 : count / rows;
}

function sharesOf(column: ColumnProfile, comparable: boolean): Map<ShareAspect, number> {
  const shares = new Map<ShareAspect, number>([
    ["nulls", column.nulls],
    ["invalid", column.invalid],
  ]);
  if ("bins" in column) {
    shares.set("not finite", column.nan + column.positiveInfinity + column.negativeInfinity);
    if (comparable && column.kind !== "timestamp") shares.set("out of range", outside(column));
  }
  if ("empty" in column) shares.set("empty", column.empty);
  return shares;
}

/**
 * Values below the smallest or above the largest that were known when the edges were pinned. Edges end with the limit and
 * a quarter of the range beyond it; where the range is empty the two are one.
 */
function outside({ frame: { edges }, bins }: NumericProfile): number {
  if (edges.length === 0) return 0;
  const bins2 = edges.length >= 4 ? 2 : 1;
  return total(bins.slice(0, bins2)) + total(bins.slice(-bins2));
}
