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
      const pairs = 2 * positives.rows * negatives.rows;
      rankings.set(key, {
        positives: positives.rows,
        negatives: negatives.rows,
        auc: (pairs - positives.twice) / pairs,
        positiveVariance: placementVariance(positives.variance, negatives.rows),
        negativeVariance: placementVariance(negatives.variance, positives.rows),
        averagePrecision: positives.precision ?? 0,
      });
    }
  }
  return rankings;
}

/** A placement is `twice` as a share of the rows of the other class, which count two each; the side does not matter here. */
function placementVariance(variance: number | undefined, others: number): number | undefined {
  return variance === undefined ? undefined : variance / (2 * others) ** 2;
}

/**
 * Ranks count from the greatest score: `low` is the first rank of a row's ties and `high` the last, `low_y` and `high_y`
 * the same among the rows of its own class. What lies between is the other class: `twice` is two for each of its rows
 * above and one for each tie. Ranks and whole counts cost one pass over a sort; sums over a window cost many.
 */
function rankingStatement({ rows, y, s }: RankedScore, column: number): string {
  const v = column < 0 ? "CAST(NULL AS VARCHAR)" : `slice_${String(column)}`;
  const filter = column < 0 ? "" : `WHERE ${v} IS NOT NULL`;
  const [all, own] = column < 0 ? ["", "PARTITION BY y"] : ["PARTITION BY v", "PARTITION BY v, y"];
  return `
    WITH scored AS (SELECT ${v} AS v, ${y} AS y, ${s} AS s FROM ${rows} ${filter}),
    ranked AS (
      SELECT v, y, rank() OVER among_all AS low, count(*) OVER among_all AS high,
        rank() OVER among_class AS low_y, count(*) OVER among_class AS high_y
      FROM scored WINDOW among_all AS (${all} ORDER BY s DESC), among_class AS (${own} ORDER BY s DESC)
    ),
    placed AS (SELECT v, y, low + high - low_y - high_y AS twice, high_y / high AS precision FROM ranked)
    SELECT ${String(column)} AS g, v, y, count(*) AS rows, CAST(sum(twice) AS DOUBLE) AS twice,
      var_samp(twice) AS variance, avg(precision) AS precision
    FROM placed GROUP BY v, y`;
}
