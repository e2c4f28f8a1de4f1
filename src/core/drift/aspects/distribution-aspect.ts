import { kolmogorovSurvival } from "../../statistics/kolmogorov-survival.ts";
import { calibrateDistance } from "../calibrate/calibrate-distance.ts";
import type { ColumnAspect } from "../column-aspect.ts";
import type { CountTable } from "../count-table.ts";
import { describeNumbers } from "../describe-numbers.ts";
import { spreadSeries } from "../spread-series.ts";

/** 95 % quantile of Kolmogorov's distribution. */
const KOLMOGOROV_95 = 1.3581;

/**
 * Kolmogorov–Smirnov distance D of numbers, or of the lengths of texts, over bins that each hold about 1/256 of the reference;
 * p1 of the limit distribution at D √(n N/(n + N)).
 */
export const distributionAspect: ColumnAspect = (column, bounds) => {
  const table = column.numbers();
  if (table === undefined) return [];
  const { fine, set } = table;
  const { distances, noise, p1 } = kolmogorovDistances(fine);
  const last = fine.batches - 1;
  return [
    spreadSeries(set, {
      columns: [column.name],
      aspect: "distribution",
      main: true,
      effects: distances,
      p1,
      p2: calibrateDistance(distances, noise, set),
      material: Array.from(distances, (distance) => distance >= bounds.distribution),
      facts: {
        bound: bounds.distribution,
        noise: KOLMOGOROV_95,
        rows: [fine.others[last] ?? 0, fine.totals[last] ?? 0],
      },
      describe: () => describeNumbers(column, table),
    }),
  ];
};

/** Noise is half of √(1/n + 1/N): about 0.6 of the mean of D. */
function kolmogorovDistances({ batches, cells, counts, totals, pooled, others }: CountTable) {
  const distances = new Float64Array(batches);
  const noise = new Float64Array(batches);
  const p1 = new Float64Array(batches);
  for (let batch = 0; batch < batches; batch += 1) {
    const [own, other] = [Math.max(totals[batch] ?? 0, 1), Math.max(others[batch] ?? 0, 1)];
    const isReference = batch < batches - 1;
    let [below, otherBelow, largest] = [0, 0, 0];
    for (let cell = 0; cell < cells; cell += 1) {
      const rows = counts[batch * cells + cell] ?? 0;
      below += rows;
      otherBelow += (pooled[cell] ?? 0) - (isReference ? rows : 0);
      largest = Math.max(largest, Math.abs(below / own - otherBelow / other));
    }
    distances[batch] = largest;
    noise[batch] = 0.5 * Math.sqrt(1 / own + 1 / other);
    p1[batch] = kolmogorovSurvival(largest * Math.sqrt((own * other) / (own + other)));
  }
  return { distances, noise, p1 };
}
