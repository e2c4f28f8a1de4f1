import { formatShares } from "../../report/format-share.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import { columnHistogram } from "../column-histogram.ts";
import { describeNumbers } from "../describe-numbers.ts";
import { largestChanges } from "../largest-changes.ts";
import { describeShares } from "../share-series.ts";
import { movedSeries } from "../total-variation-series.ts";

/**
 * Total variation less its noise: of numbers in 24 ranges and heavy values, the `shape` beside the distance of their
 * distribution; of categories it is the distance of the `distribution`.
 */
export const shapeAspect: ColumnAspect = (column, bounds) => {
  const cells = column.cells();
  if (cells === undefined || column.current.kind === "text") return [];
  const { set, table, differences, label } = cells;
  const numbers = column.numbers();
  const last = table.batches - 1;
  const describeCategories = (effect: number) => {
    const cell = largestChanges(table, differences, set, bounds).cells[last] ?? 0;
    const at = last * table.cells + cell;
    const [, moved] = formatShares(0, effect);
    const largest = describeShares(label(cell), differences.shareOfOthers[at] ?? 0, differences.shares[at] ?? 0);
    return {
      words: `${moved} of the rows of ${column.name} moved to other categories: ${largest}`,
      histogram: () => columnHistogram(column.pooled(), column.current),
    };
  };
  const isCategories = numbers === undefined;
  return [
    movedSeries(cells, {
      column: column.name,
      aspect: isCategories ? "distribution" : "shape",
      main: isCategories,
      bounds,
      describe: (effect) => (numbers === undefined ? describeCategories(effect) : describeNumbers(column, numbers)),
    }),
  ];
};
