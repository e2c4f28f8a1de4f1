import type { RankingStatistics } from "../core/evaluation/ranking-statistics.ts";
import { countAt, type Engine, numberAt } from "./engine.ts";
import type { EvaluationPlan } from "./evaluation-plan.ts";
import { byGroup } from "./groups.ts";

/** Where a ranking comes from: `y` tells the positive rows, `s` is the score. Both are SQL expressions of our own. */
export interface RankedScore {
  readonly rows: string;
  readonly y: string;
  readonly s: string;
}

/**
 * How the score ranks the rows, of all rows and of each slice, by group key; groups with one class are left out. Two
 * sorts a scan, whatever the number of slices of a column.
 */
export async function queryRanking(
  engine: Engine,
  plan: EvaluationPlan,
  score: RankedScore,
): Promise<Map<string, RankingStatistics>> {
  const rankings = new Map<string, RankingStatistics>();
  for (let column = -1; column < plan.slices.length; column++) {
    const rows = await engine.query(rankingStatement(score, column));
    const groups = byGroup(rows, (row) => ({
      positive: row["y"] === true,
      rows: countAt(row, "rows"),
      twice: countAt(row, "twice"),
      variance: numberAt(row, "variance"),
      precision: numberAt(row, "precision"),
    }));
    for (const [key, classes] of groups) {
      const positives = classes.find(({ positive }) => positive);
      const negatives = classes.find(({ positive }) => !positive);
      if (positives === undefined || negatives === undefined) continue;
      rankings.set(key, {
        positives: positives.rows,
        negatives: negatives.rows,
        auc: positives.twice / (2 * positives.rows * negatives.rows),
        positiveVariance: positives.variance,
        negativeVariance: negatives.variance,
        averagePrecision: positives.precision ?? 0,
      });
    }
  }
  return rankings;
}

/**
 * `low` is the first rank of a row's ties, `upto` the share of rows that are not above it; `low_y` and `upto_y` are the
 * same among the rows of its own class. What lies between is the other class.
 */
function rankingStatement({ rows, y, s }: RankedScore, column: number): string {
  const v = column < 0 ? "CAST(NULL AS VARCHAR)" : `slice_${String(column)}`;
  const filter = column < 0 ? "" : `WHERE ${v} IS NOT NULL`;
  const [all, own] = column < 0 ? ["", "PARTITION BY y"] : ["PARTITION BY v", "PARTITION BY v, y"];
  return `
    WITH scored AS (SELECT ${v} AS v, ${y} AS y, ${s} AS s FROM ${rows} ${filter}),
    sizes AS (SELECT ${column < 0 ? "" : "v AS size_v, "}count(*) AS n, count_if(y) AS positives FROM scored${column < 0 ? "" : " GROUP BY v"}),
    ranked AS (
      SELECT v, y, rank() OVER among_all AS low, cume_dist() OVER among_all AS upto,
        rank() OVER among_class AS low_y, cume_dist() OVER among_class AS upto_y
      FROM scored WINDOW among_all AS (${all} ORDER BY s), among_class AS (${own} ORDER BY s)
    ),
    sized AS (
      SELECT v, y, n, low, low_y, upto, upto_y, CASE WHEN y THEN positives ELSE n - positives END AS n_y
      FROM ranked JOIN sizes ON ${column < 0 ? "true" : "v = size_v"}
    ),
    placed AS (
      SELECT v, y, n, n_y, low, low_y, nullif(n - n_y, 0) AS others,
        low + CAST(round(upto * n) AS BIGINT) - low_y - CAST(round(upto_y * n_y) AS BIGINT) AS twice
      FROM sized
    )
    SELECT ${String(column)} AS g, v, y, count(*) AS rows, CAST(sum(twice) AS DOUBLE) AS twice,
      var_samp(twice / (2.0 * others)) AS variance, avg((n_y - low_y + 1) / (n - low + 1)) AS precision
    FROM placed GROUP BY v, y`;
}
