import { compareCategories } from "./compare-categories.ts";
import { compareDistributions } from "./compare-distributions.ts";
import { compareSchema } from "./compare-schema.ts";
import { compareShares, shareDifference } from "./compare-shares.ts";
import type { CategoryChanges, DataChanges, DistributionChange, IncomparableColumn } from "./data-changes.ts";
import { toExtremeText } from "./extreme-text.ts";
import type { ColumnProfile, Profile } from "./profile.ts";
import { sameFrame } from "./same-frame.ts";

/** So many of the largest changes get a picture. */
const DRAWN = 20;

/**
 * How a dataset differs from what it was: schema, rows, nulls, categories, distributions, the largest change first. Columns
 * are compared in full where both sides count on equal frames, else by what needs no frame. Pure; time is linear in the
 * size of both.
 */
export function compareProfiles(base: Profile, head: Profile): DataChanges {
  const rows = [base.rows, head.rows] as const;
  const old = new Map(base.columns.map((column) => [column.name, column]));
  const common = head.columns.flatMap((after) => {
    const before = old.get(after.name);
    return before === undefined ? [] : [{ before, after, comparable: isComparable(before, after) }];
  });
  const comparable = common.filter((pair) => pair.comparable);
  return {
    rows,
    duplicateRows:
      base.duplicateRows === null || head.duplicateRows === null
        ? undefined
        : { before: base.duplicateRows, after: head.duplicateRows, rows },
    schema: compareSchema(base.columns, head.columns),
    shares: common
      .flatMap((pair) => compareShares(pair.before, pair.after, rows, pair.comparable))
      .toSorted((a, b) => Math.abs(shareDifference(b)) - Math.abs(shareDifference(a))),
    categories: comparable
      .flatMap(({ before, after }): CategoryChanges[] => {
        if (before.kind !== "categorical" || after.kind !== "categorical") return [];
        const changes = compareCategories(before, after, rows);
        return changes === undefined ? [] : [changes];
      })
      .toSorted((a, b) => concerned(b) - concerned(a)),
    distributions: largestFirst(comparable),
    incomparable: common.filter((pair) => !pair.comparable).map(describeIncomparable),
    commonColumns: common.length,
  };
}

interface Pair {
  readonly before: ColumnProfile;
  readonly after: ColumnProfile;
}

/** Categories that are all listed are counted alike, whatever the frames say. */
function isComparable(before: ColumnProfile, after: ColumnProfile): boolean {
  if (sameFrame(before, after)) return true;
  if (before.kind !== "categorical" || after.kind !== "categorical") return false;
  return before.unseenRest.categories + after.unseenRest.categories === 0;
}

function largestFirst(pairs: readonly Pair[]): DistributionChange[] {
  return pairs
    .flatMap(({ before, after }) => compareDistributions(before, after) ?? [])
    .toSorted((a, b) => b.change.distance - a.change.distance)
    .map(({ change, draw }, index) => ({ ...change, histogram: index < DRAWN ? draw() : "" }));
}

function concerned({ new: added, vanished }: CategoryChanges): number {
  return [...added, ...vanished].reduce((sum, { share }) => sum + share, 0);
}

function describeIncomparable({ before, after }: Pair): IncomparableColumn {
  const [was, is] = [rangeOf(before), rangeOf(after)];
  return { column: after.name, ranges: was === undefined || is === undefined ? undefined : [was, is] };
}

function rangeOf(column: ColumnProfile): string | undefined {
  if (!("min" in column) || column.min === null || column.max === null) return undefined;
  return `${toExtremeText(column.min, column.kind)} to ${toExtremeText(column.max, column.kind)}`;
}
