import type { ColumnAspect } from "../column-aspect.ts";
import { columnHistogram } from "../column-histogram.ts";
import { largestChanges } from "../largest-changes.ts";
import { describeShares } from "../share-series.ts";
import { spreadSeries } from "../spread-series.ts";

/** For the noise: 95 % of the largest of about 30 changes. */
const LARGEST_Z = 3.1;

/** The most surprising change of one value, one category or one range of values. */
export const valueAspect: ColumnAspect = (column, bounds) => {
  const cells = column.cells();
  // Of a text the lengths are judged as a distribution; a single length says little.
  if (cells === undefined || column.current.kind === "text") return [];
  const { set, table, differences, label } = cells;
  const largest = largestChanges(table, differences, set.rows, bounds);
  const last = table.batches - 1;
  const cell = largest.cells[last] ?? 0;
  const at = last * table.cells + cell;
  const [was, is] = [differences.shareOfOthers[at] ?? 0, differences.shares[at] ?? 0];
  const together = differences.together[at] ?? 0;
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect: "value",
      ...largest,
      facts: {
        bound: Math.abs(is - was) < bounds.cell && largest.material[last] === true ? bounds.rareShare : bounds.cell,
        noise: LARGEST_Z * Math.sqrt(together * (1 - together)),
        rows: [table.others[last] ?? 0, table.totals[last] ?? 0],
        before: was,
        after: is,
      },
      describe: () => ({
        words: describeShares(label(cell), was, is),
        histogram: () => columnHistogram(column.pooled(), column.current),
      }),
    }),
  ];
};
