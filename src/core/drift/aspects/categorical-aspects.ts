import type { CategoricalProfile } from "../../dataset/profile.ts";
import { homogeneityTest } from "../../statistics/homogeneity-test.ts";
import { categoryCounts } from "../column-counts.ts";
import type { DriftAspect } from "../drift-aspect.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { formatShares } from "../format-share.ts";
import { pooledShare } from "../share-test.ts";
import { total } from "../total.ts";
import { cellAspect } from "./cell-aspect.ts";
import { newMassAspect } from "./new-mass-aspect.ts";
import { shareAspect } from "./share-aspect.ts";

/** Cells in which the largest single change is sought: the most frequent ones. */
const CELLS = 150;

/** One-sided 95 % quantile of the normal distribution, for a share near one half, where it varies most. */
const WIDEST_95 = 1.645 / 2;

/** What can change in a column of categories. */
export function categoricalAspects(
  before: CategoricalProfile,
  after: CategoricalProfile,
  bounds: DriftBounds,
): readonly (DriftAspect | undefined)[] {
  const { name } = before;
  const counts = [categoryCounts(before), categoryCounts(after)] as const;
  const rows = [total(counts[0]), total(counts[1])] as const;
  const cells = before.frame.categories.slice(0, CELLS).map((category, index) => ({
    before: before.counts[index] ?? 0,
    after: after.counts[index] ?? 0,
    label: () => `${category.name ?? `category ${category.hash.slice(0, 8)}`} in ${name}`,
  }));
  const value = cellAspect({ column: name, cells, rows, bounds });
  return [
    distributionAspect(name, counts, bounds, value?.words),
    value,
    unseenAspect(before, after, rows, bounds),
    spellingAspect(before, after, rows, bounds),
    shareAspect({
      columns: [name],
      aspect: "empty",
      of: `empty texts in ${name}`,
      before: { count: before.empty, total: rows[0] },
      after: { count: after.empty, total: rows[1] },
      bounds,
    }),
  ];
}

/** Total variation less what chance alone would show. */
function distributionAspect(
  column: string,
  [before, after]: readonly [readonly number[], readonly number[]],
  bounds: DriftBounds,
  largest: string | undefined,
): DriftAspect | undefined {
  const rows = [total(before), total(after)] as const;
  if (rows[0] === 0 || rows[1] === 0) return undefined;
  let distance = 0;
  let chance = 0;
  for (const [index, count] of before.entries()) {
    const now = after[index] ?? 0;
    if (count + now === 0) continue;
    distance += Math.abs(count / rows[0] - now / rows[1]) / 2;
    const pooled = pooledShare({ count, total: rows[0] }, { count: now, total: rows[1] });
    // Mean of |X| of a normal X is √(2v/π).
    chance += Math.sqrt((2 * pooled * (1 - pooled) * (1 / rows[0] + 1 / rows[1])) / Math.PI) / 2;
  }
  const effect = Math.max(0, distance - chance);
  const [, moved] = formatShares(0, distance);
  return {
    columns: [column],
    aspect: "distribution",
    main: true,
    effect,
    bound: bounds.distribution,
    floor: WIDEST_95 * Math.sqrt(1 / rows[0] + 1 / rows[1]),
    noise: WIDEST_95,
    rows,
    p1: homogeneityTest(before, after).pValue,
    material: effect >= bounds.distribution,
    words: `${moved} of the rows of ${column} moved to other categories${largest === undefined ? "" : `: ${largest}`}`,
  };
}

/** Rows of categories that the reference never had, against what more of the same data would bring (Good, Turing). */
function unseenAspect(
  before: CategoricalProfile,
  after: CategoricalProfile,
  rows: readonly [number, number],
  bounds: DriftBounds,
): DriftAspect | undefined {
  const unknown = newCategories(before, after);
  const names = unknown.flatMap((category) => (category.name?.trim() ? [category.name] : [])).slice(0, 3);
  const examples = names.length === 0 ? "" : `: ${names.join(", ")}`;
  return newMassAspect({
    column: before.name,
    aspect: "unseen",
    after: { count: total(unknown.map((category) => category.rows)) + after.unseenRest.rows, total: rows[1] },
    reference: rows[0],
    expected: before.singletons + 1,
    bound: bounds.newMass,
    words: (share) => `new categories make up ${share} of ${before.name}${examples}`,
  });
}

/** New categories that are known ones in other letters or with spaces around them. */
function spellingAspect(
  before: CategoricalProfile,
  after: CategoricalProfile,
  rows: readonly [number, number],
  bounds: DriftBounds,
): DriftAspect | undefined {
  const folded = newCategories(before, after).filter(({ foldsTo }) => foldsTo !== undefined);
  return newMassAspect({
    column: before.name,
    aspect: "spelling",
    after: { count: total(folded.map((category) => category.rows)), total: rows[1] },
    reference: rows[0],
    expected: 1,
    bound: bounds.newMass,
    words: (share) => `${share} of ${before.name} are known categories in other capitals or with spaces around them`,
  });
}

function newCategories(before: CategoricalProfile, after: CategoricalProfile) {
  const known = new Set(before.unseen.map(({ hash }) => hash));
  return after.unseen.filter(({ hash }) => !known.has(hash));
}
