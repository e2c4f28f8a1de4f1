import type { Comparison, EvaluationTask } from "../core/evidence/evaluation-evidence.ts";
import { countAt, type Engine } from "./engine.ts";
import type { EvaluationPlan, FileRows } from "./evaluation-plan.ts";

export const PAIRS = "pairs";

/**
 * The table {@link PAIRS}: rows of both files whose id occurs once in each and whose labels agree. The label and the
 * slices are `here`'s; columns of the two end in `_1` (here) and `_2` (there). Gives the accounting of the join.
 */
export async function joinPredictions(
  engine: Engine,
  plan: EvaluationPlan,
  here: FileRows,
  there: FileRows,
): Promise<Comparison["rows"]> {
  for (const [name, { rows }] of Object.entries({ doubled_here: here, doubled_there: there })) {
    await engine.execute(
      `CREATE OR REPLACE TABLE ${name} AS SELECT id, count(*) AS rows FROM ${rows} WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1`,
    );
  }
  const agree = plan.task === "regression" ? "h.y = t.y" : "h.label = t.label";
  const slices = plan.slices.map((_, index) => `h.slice_${String(index)}`);
  const selected = [...TASK_COLUMNS[plan.task](plan, here, there), ...slices, `${agree} AS agree`];
  const once = (alias: string, rows: string, doubled: string) =>
    `(SELECT * FROM ${rows} WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM ${doubled})) AS ${alias}`;
  await engine.execute(
    `CREATE OR REPLACE TABLE joined AS SELECT ${selected.join(", ")}
     FROM ${once("h", here.rows, "doubled_here")} JOIN ${once("t", there.rows, "doubled_there")} ON h.id = t.id`,
  );
  await engine.execute(`CREATE OR REPLACE VIEW ${PAIRS} AS SELECT * FROM joined WHERE agree`);
  return countRows(engine, here, there);
}

async function countRows(engine: Engine, here: FileRows, there: FileRows): Promise<Comparison["rows"]> {
  const [row] = await engine.query(`
    SELECT (SELECT count(*) FROM joined WHERE agree) AS joined, (SELECT count(*) FROM joined WHERE NOT agree) AS differ,
      (SELECT count(id) FROM ${here.rows}) AS here, (SELECT count(id) FROM ${there.rows}) AS there,
      (SELECT count(*) FROM doubled_here) AS doubled_here, (SELECT count(*) FROM doubled_there) AS doubled_there,
      (SELECT coalesce(sum(rows), 0) FROM doubled_here) AS rows_here,
      (SELECT coalesce(sum(rows), 0) FROM doubled_there) AS rows_there,
      (SELECT count(*) FROM ${here.rows} WHERE id IN (SELECT id FROM doubled_there) AND id NOT IN (SELECT id FROM doubled_here)) AS excluded_here,
      (SELECT count(*) FROM ${there.rows} WHERE id IN (SELECT id FROM doubled_here) AND id NOT IN (SELECT id FROM doubled_there)) AS excluded_there`);
  if (row === undefined) throw new TypeError("the join cannot be counted");
  const at = (column: string) => countAt(row, column);
  const matched = at("joined") + at("differ");
  return {
    joined: at("joined"),
    onlyHere: at("here") - at("rows_here") - at("excluded_here") - matched,
    onlyThere: at("there") - at("rows_there") - at("excluded_there") - matched,
    doubledHere: at("doubled_here"),
    doubledThere: at("doubled_there"),
    labelsDiffer: at("differ"),
  };
}

type ColumnsOf = (plan: EvaluationPlan, here: FileRows, there: FileRows) => string[];

const TASK_COLUMNS: Readonly<Record<EvaluationTask, ColumnsOf>> = {
  binary: () => ["h.y AS y", "h.p AS p_1", "t.p AS p_2", "h.s AS s_1", "t.s AS s_2"],
  regression: () => ["h.y AS y", "h.p AS p_1", "t.p AS p_2"],
  multiclass: (plan, here, there) => [
    "h.label AS label",
    "h.prediction AS prediction_1",
    "t.prediction AS prediction_2",
    ...(here.hasScores && there.hasScores
      ? plan.classes.flatMap((_, index) => [
          `h.score_${String(index)} AS score_${String(index)}_1`,
          `t.score_${String(index)} AS score_${String(index)}_2`,
        ])
      : []),
  ],
};
