import { choosePositiveLabel } from "../../core/evaluation/choose-positive-label.ts";
import { detectTask } from "../../core/evaluation/detect-task.ts";
import type { PredictionColumns } from "../choose-columns.ts";
import { scoreColumns, scoreRange } from "../create-rows.ts";
import type { Engine } from "../engine.ts";
import type { EvaluationPlan } from "../evaluation-plan.ts";
import { summarizeValues } from "../summarize-values.ts";
import { SCHEMA, TABLES } from "./names.ts";
import type { PerformanceRequest } from "./performance-request.ts";

/** Columns of a table of predictions. */
export interface LoadedTable {
  readonly table: string;
  readonly columns: PredictionColumns;
}

const DEFAULT_THRESHOLD = 0.5;

/**
 * Task, classes and threshold, from the labels of the predictions and of the reference together; undefined where nobody
 * has a label and the task is not known. Throws `PREDICTIONS_INVALID` as an evaluation does.
 */
export async function planPerformance(
  engine: Engine,
  request: PerformanceRequest,
  served: LoadedTable,
  reference: LoadedTable | undefined,
): Promise<EvaluationPlan | undefined> {
  const { columns } = served;
  const tables = [served, ...(reference === undefined ? [] : [reference])].map(({ table }) => table);
  const values = `${SCHEMA}.known_values`;
  const select = (table: string) => `SELECT label, prediction FROM ${table}`;
  await engine.execute(`CREATE VIEW ${values} AS ${tables.map(select).join(" UNION ALL ")}`);
  const labels = await summarizeValues(engine, values, "label");
  if (labels.values.length === 0 && request.task === undefined) return undefined;
  const predictions =
    columns.prediction === undefined ? undefined : await summarizeValues(engine, values, "prediction");
  const file = request.predictions[0]?.name ?? "the predictions";
  const task = detectTask({
    file,
    task: request.task,
    labels,
    predictions,
    score: columns.score === undefined ? "none" : request.columns.score === undefined ? "found" : "chosen",
    classScores: columns.classScores.length,
  });
  if (task === "regression") return { task, classes: [], threshold: undefined, slices: [] };
  const named = columns.classScores.map(({ name }) => name);
  const all = [...new Set([...labels.values, ...(predictions?.values ?? [])])].sort();
  if (task === "multiclass") return { task, classes: named.length > 0 ? named : all, threshold: undefined, slices: [] };
  if (all.length + named.length === 0 && request.positiveLabel === undefined) return undefined;
  const { negative, positive } = choosePositiveLabel([...new Set([...all, ...named])], request.positiveLabel, file);
  const threshold = await chooseThreshold(engine, request, served);
  return { task, classes: [negative ?? `not ${positive}`, positive], threshold, slices: [] };
}

/** As an evaluation has it: one half of what are probabilities. */
async function chooseThreshold(
  engine: Engine,
  { threshold }: PerformanceRequest,
  { columns }: LoadedTable,
): Promise<number | undefined> {
  if (threshold !== undefined || scoreColumns(columns).length === 0) return threshold;
  const range = await scoreRange(engine, TABLES.served, columns);
  return range !== undefined && range.low >= 0 && range.high <= 1 ? DEFAULT_THRESHOLD : undefined;
}
