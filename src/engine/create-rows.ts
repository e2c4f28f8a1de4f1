import { PawlError } from "../core/errors.ts";
import type { PredictionColumns } from "./choose-columns.ts";
import { countAt, type Engine, numberAt } from "./engine.ts";
import type { EvaluationPlan, FileRows } from "./evaluation-plan.ts";
import type { LeftOut } from "./load-predictions.ts";
import { quoteList, quoteLiteral } from "./quote-sql.ts";

export interface CreatedRows {
  readonly file: FileRows;
  readonly count: number;
  readonly leftOut: readonly LeftOut[];
}

export interface RowsRequest {
  readonly table: string;
  /** Name of the view. */
  readonly rows: string;
  readonly columns: PredictionColumns;
  /** Name of the file, for messages. */
  readonly name: string;
  /** More columns of the table that the view keeps. */
  readonly also?: readonly string[];
}

/** Names of the score columns of a loaded table, in the order of the classes. */
export function scoreColumns({ score, classScores }: PredictionColumns): string[] {
  if (classScores.length > 0) return classScores.map((_, index) => `score_${String(index)}`);
  return score === undefined ? [] : ["score"];
}

/** Smallest and greatest finite score of a table; `undefined` where it has none. */
export async function scoreRange(
  engine: Engine,
  table: string,
  columns: PredictionColumns,
): Promise<{ readonly low: number; readonly high: number } | undefined> {
  const scores = scoreColumns(columns);
  if (scores.length === 0) return undefined;
  const finite = (column: string) => `CASE WHEN isfinite(${column}) THEN ${column} END`;
  const [row] = await engine.query(
    `SELECT least(${scores.map((column) => `min(${finite(column)})`).join(", ")}) AS low,
            greatest(${scores.map((column) => `max(${finite(column)})`).join(", ")}) AS high FROM ${table}`,
  );
  const low = row === undefined ? undefined : numberAt(row, "low");
  const high = row === undefined ? undefined : numberAt(row, "high");
  return low === undefined || high === undefined ? undefined : { low, high };
}

/**
 * The view `rows` on a loaded table: the rows that can be judged, in the types of the task. Binary: `y`, `p` BOOLEAN, `s`
 * DOUBLE. Multiclass: `label`, `prediction` text, `score_0` …. Regression: `y`, `p` DOUBLE. Always `id`, `label`,
 * `slice_0` …. Throws `PREDICTIONS_INVALID` where no row is left.
 */
export async function createRows(
  engine: Engine,
  plan: EvaluationPlan,
  { table, rows, columns, name, also = [] }: RowsRequest,
): Promise<CreatedRows> {
  const { select, faults } = TASKS[plan.task](plan, columns);
  const slices = columns.slices.map((_, index) => {
    const column = `slice_${String(index)}`;
    return `CASE WHEN ${column} IN (${quoteList(plan.slices[index]?.values ?? [])}) THEN ${column} END AS ${column}`;
  });
  // Each row is counted under its first fault.
  const fault = `CASE ${faults.map(({ when }, index) => `WHEN ${when} THEN ${String(index)}`).join(" ")} END`;
  await engine.execute(
    `CREATE VIEW ${rows} AS SELECT ${["id", "label", ...select, ...slices, ...also].join(", ")} FROM ${table} WHERE ${fault} IS NULL`,
  );
  const counts = await engine.query(`SELECT ${fault} AS fault, count(*) AS rows FROM ${table} GROUP BY fault`);
  const count = counts.reduce((sum, row) => sum + (numberAt(row, "fault") === undefined ? countAt(row, "rows") : 0), 0);
  const leftOut = faults.flatMap(({ reason }, index) => {
    const found = counts.find((row) => numberAt(row, "fault") === index);
    return found === undefined ? [] : [{ reason, rows: countAt(found, "rows") }];
  });
  if (count === 0) throw noRows(name, leftOut);
  const range = await scoreRange(engine, table, columns);
  const hasScores = plan.task !== "regression" && scoreColumns(columns).length > 0;
  const probabilities = hasScores && range !== undefined && range.low >= 0 && range.high <= 1;
  const hasPredictions = columns.prediction !== undefined || plan.task === "multiclass" || plan.threshold !== undefined;
  return { file: { rows, columns, hasPredictions, hasScores, probabilities }, count, leftOut };
}

interface TaskRows {
  readonly select: readonly string[];
  /** What makes a row useless, most basic first. */
  readonly faults: readonly { readonly when: string; readonly reason: string }[];
}

const NO_LABEL = { when: "label IS NULL", reason: "no label" };
const NO_PREDICTION = { when: "prediction IS NULL", reason: "no prediction" };

const TASKS = { binary: binaryRows, multiclass: multiclassRows, regression: regressionRows } as const;

function unusableScore(scores: readonly string[]): TaskRows["faults"] {
  if (scores.length === 0) return [];
  const when = scores.map((score) => `NOT coalesce(isfinite(${score}), false)`).join(" OR ");
  return [{ when, reason: "the score is missing or not a finite number" }];
}

function binaryRows({ classes, threshold }: EvaluationPlan, columns: PredictionColumns): TaskRows {
  const positive = classes[1] ?? "";
  const named = columns.classScores.findIndex(({ name }) => name === positive);
  const score = named >= 0 ? `score_${String(named)}` : columns.score !== undefined ? "score" : undefined;
  const fromScore =
    score === undefined || threshold === undefined
      ? "CAST(NULL AS BOOLEAN)"
      : `${score} >= CAST(${String(threshold)} AS DOUBLE)`;
  return {
    select: [
      `label = ${quoteLiteral(positive)} AS y`,
      `${columns.prediction === undefined ? fromScore : `prediction = ${quoteLiteral(positive)}`} AS p`,
      `${score ?? "CAST(NULL AS DOUBLE)"} AS s`,
    ],
    faults: [
      NO_LABEL,
      ...(columns.prediction === undefined ? [] : [NO_PREDICTION]),
      ...unusableScore(score === undefined ? [] : [score]),
    ],
  };
}

function multiclassRows(_plan: EvaluationPlan, columns: PredictionColumns): TaskRows {
  const scores = columns.classScores.map((_, index) => `score_${String(index)}`);
  const names = `[${quoteList(columns.classScores.map(({ name }) => name))}]`;
  const list = scores.join(", ");
  // The first of equal scores, as numpy's argmax does.
  const likeliest = `${names}[list_position([${list}], greatest(${list}))]`;
  return {
    select: [`${columns.prediction === undefined ? likeliest : "prediction"} AS prediction`, ...scores],
    faults: [NO_LABEL, ...(columns.prediction === undefined ? [] : [NO_PREDICTION]), ...unusableScore(scores)],
  };
}

function regressionRows(): TaskRows {
  const number = (column: string) => `TRY_CAST(${column} AS DOUBLE)`;
  const unusable = (column: string) => `NOT coalesce(isfinite(${number(column)}), false)`;
  return {
    select: [`${number("label")} AS y`, `${number("prediction")} AS p`],
    faults: [
      NO_LABEL,
      NO_PREDICTION,
      { when: unusable("label"), reason: "the label is not a finite number" },
      { when: unusable("prediction"), reason: "the prediction is not a finite number" },
    ],
  };
}

/** The error of a file in which nothing can be judged. */
export function noRows(name: string, leftOut: readonly LeftOut[]): PawlError {
  const why = leftOut.map(({ reason, rows }) => `${String(rows)}: ${reason}`).join("; ");
  return new PawlError({
    code: "PREDICTIONS_INVALID",
    message: why === "" ? `${name} has no rows` : `${name} has no row that can be judged (${why})`,
    hint: "Write one row for each example, with its label and its prediction or score.",
  });
}
