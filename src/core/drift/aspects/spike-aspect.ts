import { formatValue } from "../../dataset/format-value.ts";
import { formatShare } from "../../report/format-share.ts";
import { ONE_SIDED_Z95 } from "../../statistics/normal-distribution.ts";
import { calibrateRare } from "../calibrate/calibrate-rare.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import { columnHistogram } from "../column-histogram.ts";
import { rareShares } from "../rare-shares.ts";
import { spreadSeries } from "../spread-series.ts";
import { tallyValues, type ValueTally } from "../tally-values.ts";

/** So many frequent values are kept of each batch. */
const KEPT_VALUES = 64;

/**
 * A value that became frequent: the largest share of one value less the largest that any other batch has of it. Binomial at
 * that share and one row more, for each of the values that the largest was chosen from.
 */
export const spikeAspect: ColumnAspect = (column, bounds) => {
  const table = column.numbers();
  const tally = table === undefined ? undefined : tallyValues(column.columns, table);
  if (table === undefined || tally === undefined) return [];
  const { set, bins, kind } = table;
  const tops = Array.from({ length: bins.batches }, (_, batch) => topOf(tally, bins.totals, batch));
  const rates = Float64Array.from(tops, ({ other }, batch) => other + 1 / Math.max(bins.totals[batch] ?? 0, 1));
  const counts = Float64Array.from(tops, ({ rows }) => rows);
  const { p1 } = rareShares(counts, bins.totals, { rates, hypotheses: KEPT_VALUES });
  const effects = Float64Array.from(tops, ({ effect }) => effect);
  const last = bins.batches - 1;
  const { value, share = 0, other = 0 } = tops[last] ?? {};
  const rate = rates[last] ?? 0;
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect: "spike",
      effects,
      p1,
      p2: calibrateRare(
        effects,
        rates.map((rate, entry) => Math.max(rate * (1 - rate), 1e-9) / Math.max(bins.totals[entry] ?? 0, 1)),
        set,
      ),
      material: tops.map(
        ({ effect, share, other }) =>
          effect >= bounds.share || (effect >= bounds.spike && share >= bounds.ratio * other),
      ),
      facts: {
        bound: Math.max(bounds.spike, Math.min(bounds.share, other * (bounds.ratio - 1))),
        noise: ONE_SIDED_Z95 * Math.sqrt(rate * (1 - rate)),
        rows: [bins.others[last] ?? 0, bins.totals[last] ?? 0],
        before: other,
        after: share,
      },
      describe: () => {
        const named = value === undefined ? "the most frequent value" : formatValue(value, kind);
        return {
          words: `${named} now makes up ${formatShare(share)} of ${column.name}, at most ${formatShare(other)} in any batch before`,
          histogram: () => columnHistogram(column.pooled(), column.current),
        };
      },
    }),
  ];
};

interface Top {
  readonly value?: number;
  readonly rows: number;
  readonly effect: number;
  readonly share: number;
  /** Largest share of the value in another reference batch. */
  readonly other: number;
}

function topOf({ values, known, atMost, hasMore }: ValueTally, totals: Float64Array, batch: number): Top {
  const last = totals.length - 1;
  const least = (entry: number) => Math.max(totals[entry] ?? 0, 1);
  // Some value that is in no list occurs at least once.
  const single = hasMore[batch] === true ? 1 : 0;
  let top: Top = { rows: single, effect: single / least(batch), share: single / least(batch), other: 0 };
  for (let place = 0; place < values.length; place += 1) {
    const rows = known[batch * values.length + place] ?? 0;
    const share = rows / least(batch);
    if (share <= top.effect) continue;
    let other = 0;
    for (let entry = 0; entry < last; entry += 1) {
      if (entry !== batch) other = Math.max(other, (atMost[entry * values.length + place] ?? 0) / least(entry));
    }
    if (share - other > top.effect) top = { value: values[place] ?? 0, rows, effect: share - other, share, other };
  }
  return top;
}
