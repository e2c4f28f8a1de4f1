import type { ColumnAspect } from "../column-aspect.ts";
import { columnHistogram } from "../column-histogram.ts";
import { describeNumbers } from "../describe-numbers.ts";
import { formatShares } from "../format-share.ts";
import { largestChanges } from "../largest-changes.ts";
import { describeShares } from "../share-series.ts";
import { spreadSeries } from "../spread-series.ts";
import { totalVariations } from "../total-variation.ts";

/** One-sided 95 % quantile of the normal distribution, for a share near one half, where it varies most. */
const WIDEST_95 = 1.645 / 2;

/**
 * Total variation less its noise: of numbers in 24 ranges and heavy values, the `shape` beside the distance of their
 * distribution; of categories it is the distance of the `distribution`.
 */
export const shapeAspect: ColumnAspect = (column, bounds) => {
  const cells = column.cells();
  if (cells === undefined || column.current.kind === "text") return [];
  const { set, table, differences, label } = cells;
  const numbers = column.numbers();
  const { effects, p1, p2 } = totalVariations(table, differences, set);
  const last = table.batches - 1;
  const describeCategories = () => {
    const cell = largestChanges(table, differences, set, bounds).cells[last] ?? 0;
    const at = last * table.cells + cell;
    const [, moved] = formatShares(0, effects[last] ?? 0);
    const largest = describeShares(label(cell), differences.shareOfOthers[at] ?? 0, differences.shares[at] ?? 0);
    return {
      words: `${moved} of the rows of ${column.name} moved to other categories: ${largest}`,
      histogram: () => columnHistogram(column.pooled(), column.current),
    };
  };
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect: numbers === undefined ? "distribution" : "shape",
      main: numbers === undefined,
      effects,
      p1,
      p2,
      material: Array.from(effects, (effect) => effect >= bounds.distribution),
      facts: {
        bound: bounds.distribution,
        noise: WIDEST_95,
        rows: [table.others[last] ?? 0, table.totals[last] ?? 0],
      },
      describe: () => (numbers === undefined ? describeCategories() : describeNumbers(column, numbers)),
    }),
  ];
};
