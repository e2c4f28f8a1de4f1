import { PawlError } from "../../core/errors.ts";
import type { MetricEstimate } from "../../core/evidence/evaluation-evidence.ts";
import type { PerformanceWindow } from "../../core/evidence/performance-evidence.ts";
import { isProvisional, type WindowBounds } from "../../core/performance/plan-windows.ts";
import type { PredictionColumns } from "../choose-columns.ts";
import { createRows } from "../create-rows.ts";
import { countAt, type Engine, numberAt } from "../engine.ts";
import { evaluateBinary } from "../evaluate-binary.ts";
import { evaluateMulticlass } from "../evaluate-multiclass.ts";
import { evaluateRegression } from "../evaluate-regression.ts";
import type { EvaluationPlan, FileRows } from "../evaluation-plan.ts";
import { ALL_ROWS } from "../groups.ts";
import { quoteLiteral } from "../quote-sql.ts";
import { SCHEMA, TABLES } from "./names.ts";
import type { PerformanceRequest } from "./performance-request.ts";

/** Rows of a window: `labelled` and `leftOut` are those of the evidence. */
export type CountedWindow = Pick<
  PerformanceWindow,
  "start" | "end" | "rows" | "labelled" | "leftOut" | "provisional"
> & {
  /** Value of the column `w`. */
  readonly number: number;
};

/** The windows that have rows and those between them, the newest first. */
export async function countWindows(
  engine: Engine,
  request: PerformanceRequest,
  bounds: readonly WindowBounds[] | undefined,
): Promise<CountedWindow[]> {
  const found = await engine.query(
    `SELECT w, count_if(NOT trained) AS rows, count_if(NOT trained AND label IS NOT NULL) AS labelled,
       count_if(trained) AS left_out FROM ${TABLES.served} GROUP BY w`,
  );
  const last = Math.max(0, ...found.map((row) => countAt(row, "w")));
  return Array.from({ length: last + 1 }, (_, number) => {
    const row = found.find((one) => numberAt(one, "w") === number);
    const at = (column: string) => (row === undefined ? 0 : countAt(row, column));
    const counts = { rows: at("rows"), labelled: at("labelled"), leftOut: at("left_out") };
    const { start, end } = bounds?.[number] ?? {};
    const provisional = counts.rows === 0 || isProvisional({ ...counts, end }, request.plan, request.now);
    return {
      number,
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...counts,
      provisional,
    };
  });
}

/** A view of what can be judged, or why there is nothing. */
export type JudgedRows = FileRows & { readonly count: number };

const EVALUATORS = { binary: evaluateBinary, multiclass: evaluateMulticlass, regression: evaluateRegression } as const;

/**
 * The view `name` on the rows of `served` for which `where` holds, as `createRows` makes it. `label` replaces the labels
 * where they do not matter. Undefined where no row can be judged; the notes then say why.
 */
export async function judgeRows(
  engine: Engine,
  plan: EvaluationPlan,
  columns: PredictionColumns,
  { name, where, label, also = [] }: { name: string; where: string; label?: string; also?: readonly string[] },
): Promise<JudgedRows | undefined> {
  const table = `${SCHEMA}.${name}_table`;
  const replaced = label === undefined ? "*" : `* REPLACE (${quoteLiteral(label)} AS label)`;
  await engine.execute(`CREATE VIEW ${table} AS SELECT ${replaced} FROM ${TABLES.served} WHERE ${where}`);
  try {
    const created = await createRows(engine, plan, { table, rows: `${SCHEMA}.${name}`, columns, name, also });
    return { ...created.file, count: created.count };
  } catch (error) {
    if (error instanceof PawlError && error.code === "PREDICTIONS_INVALID") return undefined;
    throw error;
  }
}

/** Metrics of a window's labelled rows, by the code of evaluations, and how many of these rows could not be judged. */
export async function measureWindow(
  engine: Engine,
  plan: EvaluationPlan,
  columns: PredictionColumns,
  { number, labelled }: CountedWindow,
): Promise<{ readonly metrics: MetricEstimate[]; readonly unusable: number }> {
  if (labelled === 0) return { metrics: [], unusable: 0 };
  const where = `w = ${String(number)} AND NOT trained AND label IS NOT NULL`;
  const rows = await judgeRows(engine, plan, columns, { name: `labelled_${String(number)}`, where });
  if (rows === undefined) return { metrics: [], unusable: labelled };
  const groups = await EVALUATORS[plan.task](engine, plan, rows);
  return { metrics: [...(groups.get(ALL_ROWS)?.metrics ?? [])], unusable: labelled - rows.count };
}
