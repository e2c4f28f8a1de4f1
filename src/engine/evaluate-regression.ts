import type { MeanStatistics } from "../core/evaluation/mean-statistics.ts";
import { regressionEstimates } from "../core/evaluation/regression-estimates.ts";
import { countAt, type Engine, numberAt, type Row } from "./engine.ts";
import type { GroupEstimates } from "./evaluate-binary.ts";
import type { EvaluationPlan, FileRows } from "./evaluation-plan.ts";
import { byGroup } from "./groups.ts";

/** |error| / max(|label|, rounding unit), which is what scikit-learn calls MAPE. */
export function relativeErrorOf(y: string, p: string): string {
  return `abs(${y} - ${p}) / greatest(abs(${y}), CAST(2.220446049250313e-16 AS DOUBLE))`;
}

/** Metrics of a regression by group key. */
export async function evaluateRegression(
  engine: Engine,
  plan: EvaluationPlan,
  file: FileRows,
): Promise<Map<string, GroupEstimates>> {
  const estimates = new Map<string, GroupEstimates>();
  for (let column = -1; column < plan.slices.length; column++) {
    const groups = byGroup(await engine.query(momentsStatement(file.rows, column)), readMoments);
    for (const [key, [moments]] of groups) {
      if (moments === undefined) continue;
      estimates.set(key, { rows: moments.rows, metrics: regressionEstimates(moments) });
    }
  }
  return estimates;
}

/** Two passes, the first for the mean label: the moments about it are what R² and its interval are made of. */
function momentsStatement(rows: string, column: number): string {
  const v = column < 0 ? "CAST(NULL AS VARCHAR)" : `slice_${String(column)}`;
  const filter = column < 0 ? "" : `WHERE ${v} IS NOT NULL`;
  return `
    WITH valued AS (SELECT ${v} AS v, y, p FROM ${rows} ${filter}),
    centres AS (SELECT v AS group_v, avg(y) AS centre FROM valued GROUP BY v),
    errors AS (
      SELECT v, abs(y - p) AS absolute, (y - p) * (y - p) AS squared, ${relativeErrorOf("y", "p")} AS relative,
        (y - centre) * (y - centre) AS spread
      FROM valued JOIN centres ON v IS NOT DISTINCT FROM group_v
    )
    SELECT ${String(column)} AS g, v, count(*) AS rows, ${["absolute", "squared", "relative", "spread"]
      .map((name) => `avg(${name}) AS ${name}, var_samp(${name}) AS ${name}_variance`)
      .join(", ")}, covar_samp(squared, spread) AS covariance
    FROM errors GROUP BY v`;
}

function readMoments(row: Row) {
  const rows = countAt(row, "rows");
  return {
    rows,
    absoluteError: meanAt(row, "absolute", rows),
    squaredError: meanAt(row, "squared", rows),
    relativeError: meanAt(row, "relative", rows),
    spread: meanAt(row, "spread", rows),
    covariance: numberAt(row, "covariance"),
  };
}

/** Columns `name` and `name_variance` of a row. */
export function meanAt(row: Row, name: string, rows: number): MeanStatistics {
  return { rows, mean: countAt(row, name), variance: numberAt(row, `${name}_variance`) };
}
