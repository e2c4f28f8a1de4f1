import type { ClassRanking } from "../core/evaluation/macro-ranking.ts";
import { countAt, type Engine, numberAt, textAt } from "./engine.ts";
import type { EvaluationPlan } from "./evaluation-plan.ts";
import { byGroup } from "./groups.ts";
import { quoteLiteral } from "./quote-sql.ts";

/** With more classes, two sorts each would be too much for one statement; they get no interval. */
const MAX_JOINT_CLASSES = 20;

/** One-vs-rest rankings of every class, of all rows and of each slice, by group key. */
export async function queryMacroRanking(
  engine: Engine,
  plan: EvaluationPlan,
  rows: string,
): Promise<Map<string, ClassRanking[]>> {
  const joint = plan.classes.length <= MAX_JOINT_CLASSES;
  const batches = joint ? [plan.classes.map((_, index) => index)] : plan.classes.map((_, index) => [index]);
  const rankings = new Map<string, ClassRanking[]>();
  for (let column = -1; column < plan.slices.length; column++) {
    for (const batch of batches) {
      const found = byGroup(await engine.query(statement(plan, rows, column, batch)), (row) => ({
        label: textAt(row, "label") ?? "",
        rows: countAt(row, "rows"),
        auc: numberAt(row, "auc") ?? 0,
        component: joint
          ? { mean: numberAt(row, "component") ?? 0, variance: numberAt(row, "component_variance") ?? 0 }
          : undefined,
      }));
      for (const [key, labels] of found) {
        const wanted = joint ? labels : labels.filter(({ label }) => label === plan.classes[batch[0] ?? 0]);
        rankings.set(key, [...(rankings.get(key) ?? []), ...wanted]);
      }
    }
  }
  return rankings;
}

function statement({ classes }: EvaluationPlan, rows: string, column: number, batch: readonly number[]): string {
  const v = column < 0 ? "CAST(NULL AS VARCHAR)" : `slice_${String(column)}`;
  const filter = column < 0 ? "" : `WHERE ${v} IS NOT NULL`;
  const each = (text: (index: string, name: string) => string, separator: string) =>
    batch.map((index) => text(String(index), quoteLiteral(classes[index] ?? ""))).join(separator);
  const whole = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
  return `
    WITH ranked AS (SELECT v, label, ${each(
      (i, name) => `
        label = ${name} AS y_${i}, count(*) OVER all_${i} AS n_${i}, count(*) OVER own_all_${i} AS own_${i},
        rank() OVER among_${i} + round(cume_dist() OVER among_${i} * count(*) OVER all_${i})
          - rank() OVER own_among_${i} - round(cume_dist() OVER own_among_${i} * count(*) OVER own_all_${i}) AS twice_${i}`,
      ",",
    )}
      FROM (SELECT *, ${v} AS v FROM ${rows} ${filter})
      WINDOW ${each(
        (i, name) => `
        among_${i} AS (PARTITION BY v ORDER BY score_${i}), all_${i} AS (PARTITION BY v ORDER BY score_${i} ${whole}),
        own_among_${i} AS (PARTITION BY v, label = ${name} ORDER BY score_${i}),
        own_all_${i} AS (PARTITION BY v, label = ${name} ORDER BY score_${i} ${whole})`,
        ",",
      )}),
    placed AS (SELECT *, (${each(
      (i) => `CASE WHEN y_${i} THEN 1 ELSE -1 END * twice_${i} / (2.0 * nullif(n_${i} - own_${i}, 0)) / own_${i}`,
      " + ",
    )}) / ${String(classes.length)} AS component FROM ranked)
    SELECT ${String(column)} AS g, v, label, count(*) AS rows, avg(component) AS component,
      var_pop(component) AS component_variance,
      coalesce(${each(
        (i) => `sum(CASE WHEN y_${i} THEN twice_${i} / (2.0 * nullif(n_${i} - own_${i}, 0)) / own_${i} END)`,
        ", ",
      )}) AS auc
    FROM placed GROUP BY v, label`;
}
