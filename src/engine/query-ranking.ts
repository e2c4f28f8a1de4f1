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
 * `low` and `high` are the first and the last rank of a row's ties among all rows, `low_y` and `high_y` among those of
 * its own class: what lies between is the other class.
 */
function rankingStatement({ rows, y, s }: RankedScore, column: number): string {
  const v = column < 0 ? "CAST(NULL AS VARCHAR)" : `slice_${String(column)}`;
  const filter = column < 0 ? "" : `WHERE ${v} IS NOT NULL`;
  return `
    WITH scored AS (SELECT ${v} AS v, ${y} AS y, ${s} AS s FROM ${rows} ${filter}),
    ranked AS (
      SELECT v, y,
        rank() OVER among_all AS low, count(*) OVER all_rows AS n,
        CAST(round(cume_dist() OVER among_all * count(*) OVER all_rows) AS BIGINT) AS high,
        rank() OVER among_class AS low_y, count(*) OVER class_rows AS n_y,
        CAST(round(cume_dist() OVER among_class * count(*) OVER class_rows) AS BIGINT) AS high_y
      FROM scored
      WINDOW among_all AS (PARTITION BY v ORDER BY s), among_class AS (PARTITION BY v, y ORDER BY s),
        all_rows AS (PARTITION BY v ORDER BY s ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
        class_rows AS (PARTITION BY v, y ORDER BY s ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ),
    placed AS (SELECT *, low + high - low_y - high_y AS twice, nullif(n - n_y, 0) AS others FROM ranked)
    SELECT ${String(column)} AS g, v, y, count(*) AS rows, CAST(sum(twice) AS DOUBLE) AS twice,
      var_samp(twice / (2.0 * others)) AS variance, avg((n_y - low_y + 1) / (n - low + 1)) AS precision
    FROM placed GROUP BY v, y`;
}
