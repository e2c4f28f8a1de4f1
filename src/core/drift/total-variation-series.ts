import { ONE_SIDED_Z95 } from "../statistics/normal-distribution.ts";
import type { AspectSeries } from "./aspect-series.ts";
import type { BatchSet } from "./batch-set.ts";
import type { CellTable } from "./cell-table.ts";
import type { CountTable } from "./count-table.ts";
import type { DriftBounds } from "./drift-rule.ts";
import { spreadSeries } from "./spread-series.ts";
import { type TotalVariations, totalVariations } from "./total-variation.ts";

interface TotalVariationInput extends Pick<AspectSeries, "columns" | "aspect"> {
  readonly main?: boolean;
  readonly set: BatchSet;
  readonly table: CountTable;
  readonly moved: TotalVariations;
  readonly bounds: Pick<DriftBounds, "distribution">;
  /** From the share of the current rows that moved. */
  readonly describe: (effect: number) => ReturnType<AspectSeries["describe"]>;
}

/** Share of rows that moved to other cells, as a series; its floor is that of a share near one half, where it varies most. */
export function totalVariationSeries(input: TotalVariationInput): AspectSeries {
  const { columns, aspect, main = false, set, table, moved, bounds, describe } = input;
  const last = table.batches - 1;
  return spreadSeries(set, {
    columns,
    aspect,
    main,
    ...moved,
    material: Array.from(moved.effects, (effect) => effect >= bounds.distribution),
    facts: {
      bound: bounds.distribution,
      noise: ONE_SIDED_Z95 / 2,
      rows: [table.others[last] ?? 0, table.totals[last] ?? 0],
    },
    describe: () => describe(moved.effects[last] ?? 0),
  });
}

interface MovedInput extends Pick<TotalVariationInput, "aspect" | "main" | "bounds" | "describe"> {
  readonly column: string;
}

/** Share of rows of a column that moved to other cells of its table, less what chance alone gives. */
export function movedSeries({ set, table, differences }: CellTable, { column, ...input }: MovedInput): AspectSeries {
  return totalVariationSeries({
    columns: [column],
    set,
    table,
    moved: totalVariations(table, differences, set),
    ...input,
  });
}
