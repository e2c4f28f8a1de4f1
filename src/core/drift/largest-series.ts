import type { AspectSeries } from "./aspect-series.ts";
import type { CellTable } from "./cell-table.ts";
import type { DriftAspectName } from "./drift-aspect-name.ts";
import type { DriftBounds } from "./drift-rule.ts";
import { largestChanges } from "./largest-changes.ts";
import { describeShares } from "./share-series.ts";
import { spreadSeries } from "./spread-series.ts";

interface LargestInput {
  readonly column: string;
  readonly aspect: DriftAspectName;
  readonly bounds: Pick<DriftBounds, "cell" | "rareShare" | "ratio">;
  /** Draws the column before and now. */
  readonly histogram?: () => string;
}

/** For the noise: 95 % of the largest of about 30 changes. */
export const LARGEST_Z = 3.1;

/** The most surprising change of one cell of the table. */
export function largestSeries(cells: CellTable, { column, aspect, bounds, histogram }: LargestInput): AspectSeries {
  const { set, table, differences, label } = cells;
  const largest = largestChanges(table, differences, set, bounds);
  const last = table.batches - 1;
  const cell = largest.cells[last] ?? 0;
  const at = last * table.cells + cell;
  const [was, is] = [differences.shareOfOthers[at] ?? 0, differences.shares[at] ?? 0];
  const together = differences.together[at] ?? 0;
  return spreadSeries(set, {
    columns: [column],
    aspect,
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
      ...(histogram === undefined ? {} : { histogram }),
    }),
  });
}
