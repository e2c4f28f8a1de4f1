import { choosePositiveLabel } from "../core/evaluation/choose-positive-label.ts";
import { detectTask } from "../core/evaluation/detect-task.ts";
import type { EvaluationTask, MetricEstimate } from "../core/evidence/evaluation-evidence.ts";
import { allEnded } from "./all-ended.ts";
import { type ColumnChoice, chooseColumns, type PredictionColumns } from "./choose-columns.ts";
import { createRows, noRows, scoreRange } from "./create-rows.ts";
import { explainReadError } from "./data/explain-read-error.ts";
import { countAt, type Engine, textAt } from "./engine.ts";
import { evaluateBinary } from "./evaluate-binary.ts";
import { evaluateMulticlass } from "./evaluate-multiclass.ts";
import { evaluateRegression } from "./evaluate-regression.ts";
import type { EvaluationPlan, FileRows, SlicePlan } from "./evaluation-plan.ts";
import { ALL_ROWS, slicesOf } from "./groups.ts";
import { type LeftOut, loadPredictions } from "./load-predictions.ts";
import { openPredictions } from "./prediction-source.ts";
import { summarizeValues } from "./summarize-values.ts";
import { testDataDigest } from "./test-data-digest.ts";

export interface EvaluationRequest {
  readonly path: string;
  /** As a person knows the file; for messages. */
  readonly name: string;
  readonly columns: ColumnChoice;
  readonly task?: EvaluationTask | undefined;
  readonly positiveLabel?: string | undefined;
  readonly threshold?: number | undefined;
}

export interface PredictionsEvaluation {
  readonly plan: EvaluationPlan;
  readonly file: FileRows;
  readonly rows: number;
  readonly leftOut: readonly LeftOut[];
  readonly testData: string | undefined;
  readonly metrics: readonly MetricEstimate[];
  readonly slices: readonly {
    readonly slice: { readonly column: string; readonly value: string };
    readonly rows: number;
    readonly metrics: readonly MetricEstimate[];
  }[];
  readonly notes: readonly string[];
}

/** Values of one slice column that are shown, and of all columns together. */
const MAX_VALUES = 50;
const MAX_SLICES = 400;

const DEFAULT_THRESHOLD = 0.5;

/** Names of our own tables; `here` is the model that is judged. */
export const HERE = { table: "loaded_here", rows: "rows_here" } as const;

/** Reads a predictions file and computes every metric of its task, overall and by slice. Throws `PREDICTIONS_INVALID`. */
export async function evaluatePredictions(engine: Engine, request: EvaluationRequest): Promise<PredictionsEvaluation> {
  const source = await openPredictions(engine, request.path, request.name);
  const columns = chooseColumns(request.columns, source);
  await loadPredictions(engine, source, columns, HERE.table);
  const notes: string[] = [];
  const plan = await planEvaluation(engine, request, columns, notes);
  const created = await createRows(engine, plan, { ...HERE, columns, name: request.name });
  try {
    const [groups, testData] = await allEnded(
      EVALUATORS[plan.task](engine, plan, created.file),
      columns.id === undefined ? Promise.resolve(undefined) : testDataDigest(engine, HERE.table, plan.task),
    );
    const slices = slicesOf(plan).flatMap(({ key, slice }) => {
      const group = groups.get(key);
      return group === undefined ? [] : [{ slice, rows: group.rows, metrics: group.metrics }];
    });
    return {
      plan,
      file: created.file,
      rows: created.count,
      leftOut: created.leftOut,
      testData,
      metrics: groups.get(ALL_ROWS)?.metrics ?? [],
      slices,
      notes,
    };
  } catch (error) {
    throw explainReadError(error, { code: "PREDICTIONS_INVALID", name: request.name, files: [request] });
  }
}

const EVALUATORS = {
  binary: evaluateBinary,
  multiclass: evaluateMulticlass,
  regression: evaluateRegression,
} as const;

async function planEvaluation(
  engine: Engine,
  request: EvaluationRequest,
  columns: PredictionColumns,
  notes: string[],
): Promise<EvaluationPlan> {
  const labels = await summarizeValues(engine, HERE.table, "label");
  if (labels.values.length === 0) {
    const [found] = await engine.query(`SELECT count(*) AS rows FROM ${HERE.table}`);
    const rows = found === undefined ? 0 : countAt(found, "rows");
    throw noRows(request.name, rows === 0 ? [] : [{ reason: "no label", rows }]);
  }
  const predictions =
    columns.prediction === undefined ? undefined : await summarizeValues(engine, HERE.table, "prediction");
  const task = detectTask({
    file: request.name,
    task: request.task,
    labels,
    predictions,
    score: columns.score === undefined ? "none" : request.columns.score === undefined ? "found" : "chosen",
    classScores: columns.classScores.length,
  });
  const values = [...new Set([...labels.values, ...(predictions?.values ?? [])])].sort();
  const slices = await planSlices(engine, columns.slices, notes);
  if (task === "regression") return { task, classes: [], threshold: undefined, slices };
  const named = columns.classScores.map(({ name }) => name);
  if (task === "multiclass") return { task, classes: named.length > 0 ? named : values, threshold: undefined, slices };
  const { negative, positive } = choosePositiveLabel(
    [...new Set([...values, ...named])],
    request.positiveLabel,
    request.name,
  );
  const threshold = columns.prediction === undefined ? await chooseThreshold(engine, request, columns) : undefined;
  return { task, classes: [negative ?? `not ${positive}`, positive], threshold, slices };
}

async function chooseThreshold(
  engine: Engine,
  { threshold }: EvaluationRequest,
  columns: PredictionColumns,
): Promise<number | undefined> {
  if (threshold !== undefined) return threshold;
  const range = await scoreRange(engine, HERE.table, columns);
  return range !== undefined && range.low >= 0 && range.high <= 1 ? DEFAULT_THRESHOLD : undefined;
}

async function planSlices(engine: Engine, columns: readonly string[], notes: string[]): Promise<SlicePlan[]> {
  const limit = Math.min(MAX_VALUES, Math.floor(MAX_SLICES / Math.max(1, columns.length)));
  const slices: SlicePlan[] = [];
  for (const [index, column] of columns.entries()) {
    const rows = await engine.query(
      `SELECT value, count(*) OVER () AS total FROM (
         SELECT slice_${String(index)} AS value, count(*) AS rows FROM ${HERE.table} GROUP BY value)
       ORDER BY rows DESC, value LIMIT ${String(limit)}`,
    );
    const values = rows.map((row) => textAt(row, "value") ?? "");
    const total = rows[0] === undefined ? 0 : countAt(rows[0], "total");
    if (total > values.length) {
      notes.push(
        `The slice column ${column.slice(0, 100)} has ${String(total)} values; the ${String(values.length)} with most rows are shown.`,
      );
    }
    slices.push({ column, values });
  }
  return slices;
}
