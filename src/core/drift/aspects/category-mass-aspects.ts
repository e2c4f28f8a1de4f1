import { formatShare } from "../../report/format-share.ts";
import { ONE_SIDED_Z95 } from "../../statistics/normal-distribution.ts";
import { calibrateRare } from "../calibrate/calibrate-rare.ts";
import type { CategoryTable } from "../category-table.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import { columnHistogram } from "../column-histogram.ts";
import { rareShares } from "../rare-shares.ts";
import { spreadSeries } from "../spread-series.ts";

/**
 * Mass of categories that the other batches do not have, less what more of the same data would bring: (singletons + 1)/N (I. J.
 * Good, Biometrika 40 (1953) 237–264, after A. Turing). Binomial at that rate.
 */
export const unseenAspect: ColumnAspect = (column, bounds) => {
  const found = column.categories();
  if (found === undefined) return [];
  const { counts, places, singletons } = newCategories(found);
  const { others } = found.table;
  const rates = others.map((rows, entry) => Math.min(1, ((singletons[entry] ?? 0) + 1) / Math.max(rows, 1)));
  return newMass(column, {
    aspect: "unseen",
    counts,
    rates,
    isExpected: true,
    bound: bounds.newMass,
    words: (share) => {
      const names = places.flatMap((place) => found.categories[place]?.name?.trim() || []).slice(0, 3);
      const examples = names.length === 0 ? "" : `: ${names.join(", ")}`;
      return `new categories make up ${share} of ${column.name}${examples}`;
    },
  });
};

/** The part of it that equals a category of the other batches after trimming and lower-casing; one row in N is chance. */
export const spellingAspect: ColumnAspect = (column, bounds) => {
  const found = column.categories();
  if (found === undefined) return [];
  const { folded } = newCategories(found);
  return newMass(column, {
    aspect: "spelling",
    counts: folded,
    rates: found.table.others.map((rows) => Math.max(1 / Math.max(rows, 1), 1e-6)),
    isExpected: false,
    bound: bounds.newMass,
    words: (share) => `${share} of ${column.name} are known categories in other capitals or with spaces around them`,
  });
};

interface MassInput {
  readonly aspect: "unseen" | "spelling";
  readonly counts: Float64Array;
  readonly rates: Float64Array;
  /** The rate is no change: the effect is what is beyond it. */
  readonly isExpected: boolean;
  readonly bound: number;
  readonly words: (share: string) => string;
}

function newMass(column: Parameters<ColumnAspect>[0], input: MassInput): ReturnType<ColumnAspect> {
  const found = column.categories();
  if (found === undefined) return [];
  const { set, table } = found;
  const { aspect, counts, rates, bound, isExpected, words } = input;
  const { effects: shares, p1 } = rareShares(counts, table.totals, { rates });
  const effects = shares.map((share, entry) => Math.max(0, share - (isExpected ? (rates[entry] ?? 0) : 0)));
  const last = table.batches - 1;
  const [share, rate] = [shares[last] ?? 0, rates[last] ?? 0];
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect,
      effects,
      shown: effects,
      p1,
      p2: calibrateRare(
        effects,
        rates.map((rate, entry) => rate / Math.max(table.totals[entry] ?? 0, 1)),
        set,
      ),
      material: Array.from(effects, (effect) => effect >= bound),
      facts: {
        bound,
        noise: ONE_SIDED_Z95 * Math.sqrt(rate * (1 - rate)),
        rows: [table.others[last] ?? 0, table.totals[last] ?? 0],
        before: rate,
        after: share,
      },
      describe: () => ({
        words: words(formatShare(share)),
        histogram: () => columnHistogram(column.pooled(), column.current),
      }),
    }),
  ];
}

interface NewCategories {
  /** Rows of each batch with categories that no other reference batch has, and those of them that fold to one that it has. */
  readonly counts: Float64Array;
  readonly folded: Float64Array;
  /** Categories of the others with exactly one row. */
  readonly singletons: Float64Array;
  /** New categories of the current data, most frequent first. */
  readonly places: readonly number[];
}

/** Rows without a place in a list are not known to be new; a category among them may be one of the others' singletons. */
function newCategories({ table, categories, unlisted }: CategoryTable): NewCategories {
  const { batches, cells, counts, pooled } = table;
  const groups = foldedGroups(categories);
  const last = batches - 1;
  const found = {
    counts: new Float64Array(batches),
    folded: new Float64Array(batches),
    singletons: new Float64Array(batches),
  };
  const places: number[] = [];
  const restOfAll = unlisted.subarray(0, last).reduce((sum, rest) => sum + rest, 0);
  for (let batch = 0; batch < batches; batch += 1) {
    const own = (place: number) => counts[batch * cells + place] ?? 0;
    const others = (place: number) => (pooled[place] ?? 0) - (batch < last ? own(place) : 0);
    let singletons = restOfAll - (batch < last ? (unlisted[batch] ?? 0) : 0);
    for (let place = 0; place < categories.length; place += 1) {
      const rows = others(place);
      if (rows === 1) singletons += 1;
      if (rows > 0 || own(place) === 0) continue;
      found.counts[batch] = (found.counts[batch] ?? 0) + own(place);
      const isKnown = (groups[place] ?? []).some((twin) => others(twin) > 0);
      if (isKnown) found.folded[batch] = (found.folded[batch] ?? 0) + own(place);
      if (batch === last) places.push(place);
    }
    found.singletons[batch] = singletons;
  }
  const rows = (place: number) => counts[last * cells + place] ?? 0;
  return { ...found, places: places.toSorted((a, b) => rows(b) - rows(a)) };
}

/** Of each category the others that it equals after trimming and lower-casing. */
function foldedGroups(categories: CategoryTable["categories"]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const [place, { folded }] of categories.entries()) {
    const group = groups.get(folded);
    if (group === undefined) groups.set(folded, [place]);
    else group.push(place);
  }
  return categories.map(({ folded }) => groups.get(folded) ?? []);
}
