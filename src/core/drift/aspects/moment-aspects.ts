import { Z95 } from "../../statistics/normal-distribution.ts";
import { calibrateChange } from "../calibrate/calibrate-change.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import { compareRanks } from "../compare-ranks.ts";
import { describeNumbers } from "../describe-numbers.ts";
import { describeSpread } from "../describe-spread.ts";
import { spreadSeries } from "../spread-series.ts";

/**
 * Change of the mean rank u of a value in the reference, 0 to 1 (the middle of its bin): Wilcoxon's statistic on bins. Var(u)
 * is that of the reference.
 */
export const locationAspect: ColumnAspect = (column, bounds) => rankSeries(column, bounds.location, "location");

/** Change of the mean of (u − ½)²: Mood's statistic for a wider or narrower spread, on bins. */
export const scaleAspect: ColumnAspect = (column, bounds) => rankSeries(column, bounds.scale, "scale");

function rankSeries(
  column: Parameters<ColumnAspect>[0],
  bound: number,
  aspect: "location" | "scale",
): ReturnType<ColumnAspect> {
  const table = column.numbers();
  if (table === undefined) return [];
  const { fine, set } = table;
  const { effects, variances, oneRow } = compareRanks(fine, aspect);
  const last = fine.batches - 1;
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect,
      effects,
      ...calibrateChange(effects, variances, set),
      material: Array.from(effects, (effect) => Math.abs(effect) >= bound),
      facts: {
        bound,
        noise: Z95 * Math.sqrt(oneRow),
        rows: [fine.others[last] ?? 0, fine.totals[last] ?? 0],
      },
      describe: () => {
        const told = describeNumbers(column, table);
        return { ...told, words: (aspect === "scale" ? describeSpread(table) : undefined) ?? told.words };
      },
    }),
  ];
}
