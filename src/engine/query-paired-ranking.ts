import { noDifference, normalDifference } from "../core/evaluation/differences.ts";
import type { MetricDifference } from "../core/evidence/evaluation-evidence.ts";
import { countAt, type Engine, numberAt, type Row } from "./engine.ts";
import type { EvaluationPlan } from "./evaluation-plan.ts";
import { byGroup } from "./groups.ts";
import { PAIRS } from "./join-predictions.ts";

/** Differences of ROC AUC and PR AUC between two scores of the same rows, by group key; groups with one class are left out. */
export async function queryPairedRanking(
  engine: Engine,
  plan: EvaluationPlan,
): Promise<Map<string, MetricDifference[]>> {
  const differences = new Map<string, MetricDifference[]>();
  for (let column = -1; column < plan.slices.length; column++) {
    const groups = byGroup(await engine.query(statement(column)), (row) => row);
    for (const [key, classes] of groups) {
      const positives = classes.find(({ y }) => y === true);
      const negatives = classes.find(({ y }) => y === false);
      if (positives !== undefined && negatives !== undefined) differences.set(key, read(positives, negatives));
    }
  }
  return differences;
}

function read(positives: Row, negatives: Row): MetricDifference[] {
  const m = countAt(positives, "rows");
  const n = countAt(negatives, "rows");
  const rows = m + n;
  const area = (column: string) => countAt(positives, column) / (2 * m * n);
  const auc = { name: "roc-auc", here: area("twice_1"), there: area("twice_2"), rows };
  const precision = {
    name: "pr-auc",
    here: countAt(positives, "precision_1"),
    there: countAt(positives, "precision_2"),
    rows,
  };
  if (countAt(positives, "changed") + countAt(negatives, "changed") === 0)
    return [noDifference(auc), noDifference(precision)];
  // The variance of a difference of placements is DeLong's with its covariance.
  const [positive, negative] = [numberAt(positives, "variance"), numberAt(negatives, "variance")];
  const error = positive === undefined || negative === undefined ? undefined : Math.sqrt(positive / m + negative / n);
  return [
    normalDifference(auc, error, "delong"),
    normalDifference(precision, precisionError(positives, negatives), "infinitesimal-jackknife"),
  ];
}

/**
 * Influence of a row j on average precision, with y its class, P and T precision and rows at or above a threshold:
 * ψⱼ = [y (Pⱼ − AP + Σ 1/Tᵢ) − Σ Pᵢ/Tᵢ] / m, summed over the positives i that are not above j. Variance = Σ ψ².
 *
 * @see L. A. Jaeckel, The infinitesimal jackknife (1972); B. Efron, The Jackknife, the Bootstrap and Other Resampling Plans (1982), ch. 6
 */
function precisionError(positives: Row, negatives: Row): number {
  const m = countAt(positives, "rows");
  const gap = countAt(positives, "precision_1") - countAt(positives, "precision_2");
  const squares = (row: Row, constant: number) =>
    countAt(row, "rows") * (countAt(row, "influence_variance") + (countAt(row, "influence") - constant) ** 2);
  return Math.sqrt(squares(positives, gap) + squares(negatives, 0)) / m;
}

/** The same ranks as for one score (see query-ranking.ts), for both scores of each row at once. */
function statement(column: number): string {
  const v = column < 0 ? "CAST(NULL AS VARCHAR)" : `slice_${String(column)}`;
  const filter = column < 0 ? "" : `WHERE ${v} IS NOT NULL`;
  const both = (text: (side: string) => string) => `${text("1")}, ${text("2")}`;
  const whole = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
  return `
    WITH ranked AS (
      SELECT v, y, s_1, s_2, count(*) OVER all_1 AS n, count(*) OVER own_1 AS own, ${both(
        (side) => `
        rank() OVER among_${side} AS low_${side}, rank() OVER own_among_${side} AS own_low_${side},
        CAST(round(cume_dist() OVER among_${side} * count(*) OVER all_${side}) AS BIGINT) AS high_${side},
        CAST(round(cume_dist() OVER own_among_${side} * count(*) OVER own_${side}) AS BIGINT) AS own_high_${side}`,
      )}
      FROM (SELECT *, ${v} AS v FROM ${PAIRS} ${filter})
      WINDOW ${both(
        (side) => `
        among_${side} AS (PARTITION BY v ORDER BY s_${side}), own_among_${side} AS (PARTITION BY v, y ORDER BY s_${side}),
        all_${side} AS (PARTITION BY v ORDER BY s_${side} ${whole}),
        own_${side} AS (PARTITION BY v, y ORDER BY s_${side} ${whole})`,
      )}
    ),
    placed AS (
      SELECT *, nullif(n - own, 0) AS others, ${both(
        (side) => `
        low_${side} + high_${side} - own_low_${side} - own_high_${side} AS twice_${side},
        n - low_${side} + 1 AS above_${side},
        (own - own_low_${side} + 1) / (n - low_${side} + 1) AS precision_${side}`,
      )} FROM ranked
    ),
    summed AS (
      SELECT *, ${both(
        (side) => `
        coalesce(sum(CASE WHEN y THEN 1.0 / above_${side} END) OVER (PARTITION BY v ORDER BY s_${side}), 0) AS inverse_${side},
        coalesce(sum(CASE WHEN y THEN precision_${side} / above_${side} END) OVER (PARTITION BY v ORDER BY s_${side}), 0) AS loss_${side}`,
      )} FROM placed
    ),
    influenced AS (
      SELECT *, CASE WHEN y THEN precision_1 + inverse_1 - precision_2 - inverse_2 ELSE 0 END - loss_1 + loss_2 AS influence
      FROM summed
    )
    SELECT ${String(column)} AS g, v, y, count(*) AS rows, count_if(s_1 <> s_2) AS changed,
      ${both((side) => `CAST(sum(twice_${side}) AS DOUBLE) AS twice_${side}, avg(precision_${side}) AS precision_${side}`)},
      var_samp((twice_1 - twice_2) / (2.0 * others)) AS variance,
      avg(influence) AS influence, var_pop(influence) AS influence_variance
    FROM influenced GROUP BY v, y`;
}
