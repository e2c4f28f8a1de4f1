import type { ClassRanking } from "../core/evaluation/macro-ranking.ts";
import { countAt, type Engine, numberAt, textAt } from "./engine.ts";
import type { EvaluationPlan } from "./evaluation-plan.ts";
import { byGroup } from "./groups.ts";
import { quoteLiteral } from "./quote-sql.ts";

/** With more classes, two sorts each would be too much for one statement; they get no interval. */
const MAX_JOINT_CLASSES = 20;

/** Endings of the score columns: of one model, or of two that are compared. */
export type Sides = readonly [""] | readonly ["_1", "_2"];

/** One-vs-rest rankings of every class, of all rows and of each slice, by group key. */
export async function queryMacroRanking(
  engine: Engine,
  plan: EvaluationPlan,
  rows: string,
  sides: Sides,
): Promise<Map<string, ClassRanking[]>> {
  const joint = plan.classes.length <= MAX_JOINT_CLASSES;
  const numbers = plan.classes.map((_, index) => index);
  const rankings = new Map<string, ClassRanking[]>();
  for (let column = -1; column < plan.slices.length; column++) {
    for (const batch of joint ? [numbers] : numbers.map((index) => [index])) {
      const found = byGroup(await engine.query(statement({ plan, rows, column, batch, sides })), (row) => ({
        label: textAt(row, "label") ?? "",
        rows: countAt(row, "rows"),
        areas: sides.map((side) => numberAt(row, `area${side}`) ?? 0),
        component: joint
          ? { mean: numberAt(row, "component") ?? 0, variance: numberAt(row, "component_variance") ?? 0 }
          : undefined,
      }));
      for (const [key, labels] of found) {
        // A batch of one class knows the area of that class alone.
        const known = joint ? labels : labels.filter(({ label }) => isOf(plan, batch, label));
        rankings.set(key, [...(rankings.get(key) ?? []), ...known]);
      }
    }
  }
  return rankings;
}

function isOf({ classes }: EvaluationPlan, [index = 0]: readonly number[], label: string): boolean {
  // A label without a score column is told once, with the first class.
  return label === classes[index] || (index === 0 && !classes.includes(label));
}

interface Parts {
  readonly plan: EvaluationPlan;
  readonly rows: string;
  readonly column: number;
  readonly batch: readonly number[];
  readonly sides: Sides;
}

/** Per class and side the ranks of query-ranking.ts, with the class as `y`. */
function statement({ plan: { classes }, rows, column, batch, sides }: Parts): string {
  const v = column < 0 ? "CAST(NULL AS VARCHAR)" : `slice_${String(column)}`;
  const filter = column < 0 ? "" : `WHERE ${v} IS NOT NULL`;
  const each = (text: (key: string, isLabel: string) => string, separator: string, of: readonly string[] = sides) =>
    batch
      .flatMap((index) =>
        of.map((side) => text(`${String(index)}${side}`, `label = ${quoteLiteral(classes[index] ?? "")}`)),
      )
      .join(separator);
  const whole = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
  const placement = (key: string) => `twice_${key} / (2.0 * nullif(n_${key} - own_${key}, 0)) / own_${key}`;
  const ranks = each(
    (key, isLabel) => `
        ${isLabel} AS y_${key}, count(*) OVER all_${key} AS n_${key}, count(*) OVER own_all_${key} AS own_${key},
        rank() OVER among_${key} + round(cume_dist() OVER among_${key} * count(*) OVER all_${key})
          - rank() OVER own_among_${key} - round(cume_dist() OVER own_among_${key} * count(*) OVER own_all_${key}) AS twice_${key}`,
    ",",
  );
  const windows = each(
    (key, isLabel) => `
        among_${key} AS (PARTITION BY v ORDER BY score_${key}),
        all_${key} AS (PARTITION BY v ORDER BY score_${key} ${whole}),
        own_among_${key} AS (PARTITION BY v, ${isLabel} ORDER BY score_${key}),
        own_all_${key} AS (PARTITION BY v, ${isLabel} ORDER BY score_${key} ${whole})`,
    ",",
  );
  const components = sides.map((side) =>
    each((key) => `CASE WHEN y_${key} THEN 1 ELSE -1 END * ${placement(key)}`, " + ", [side]),
  );
  const areas = sides.map(
    (side) =>
      `coalesce(${each((key) => `sum(CASE WHEN y_${key} THEN ${placement(key)} END)`, ", ", [side])}) AS area${side}`,
  );
  return `
    WITH ranked AS (SELECT v, label, ${ranks} FROM (SELECT *, ${v} AS v FROM ${rows} ${filter}) WINDOW ${windows}),
    placed AS (SELECT *, (${components.join(" - (")}${")".repeat(sides.length)} / ${String(classes.length)} AS component FROM ranked)
    SELECT ${String(column)} AS g, v, label, count(*) AS rows, ${areas.join(", ")},
      avg(component) AS component, var_pop(component) AS component_variance
    FROM placed GROUP BY v, label`;
}
