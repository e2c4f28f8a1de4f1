import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { EvaluationTask } from "../../core/evidence/evaluation-evidence.ts";
import type { PredictionColumns } from "../choose-columns.ts";
import type { DataRequest } from "../data/data-source.ts";
import { type BatchRequest, detectDatasetDrift } from "../detect-dataset-drift.ts";
import type { Engine } from "../engine.ts";
import { quoteIdentifier, quoteLiteral } from "../quote-sql.ts";
import type { CountedWindow } from "./measure-windows.ts";
import { TABLES } from "./names.ts";
import type { PerformanceFound, PerformanceRequest } from "./performance-request.ts";
import type { LoadedTable } from "./plan-performance.ts";

export interface PredictionDriftQuestion {
  readonly task: EvaluationTask;
  readonly columns: PredictionColumns;
  readonly windows: readonly CountedWindow[];
  readonly reference: LoadedTable | undefined;
}

/** Older windows that are compared with where there is no reference, and class scores that are looked at. */
const MAX_BATCHES = 12;
const MAX_CLASS_SCORES = 20;

/**
 * An evaluation is of one time, and its parts do not show how much predictions move from one time to another: with fewer than
 * eight parts the rule assumes that they move as harmless batches do.
 */
const PARTS = { by: "rows", parts: 7, leastRows: 50 } as const;

/**
 * Whether the newest window's scores and predictions are distributed as the champion's were in its evaluation, or, without
 * one, as those of the older windows: by the rule for data, on the predictions' own columns.
 */
export async function findPredictionDrift(
  engine: Engine,
  request: PerformanceRequest,
  question: PredictionDriftQuestion,
): Promise<PerformanceFound["predictionDrift"]> {
  const { task, columns, windows, reference } = question;
  const [newest, ...older] = windows;
  if (newest === undefined || newest.rows === 0) return undefined;
  const names = [...predictionColumns(task, columns)].filter(
    ([sql]) =>
      reference === undefined || [...predictionColumns(task, reference.columns)].some(([other]) => other === sql),
  );
  const batches = older
    .filter(({ rows }) => rows > 0)
    .slice(0, MAX_BATCHES)
    .toReversed();
  if (names.length === 0 || (reference === undefined && batches.length === 0)) return undefined;
  const folder = join(engine.temporaryFolder, "predictions");
  const write = async (file: string, table: string, where: string) => {
    const selected = names.map(([sql, name]) => `${sql} AS ${quoteIdentifier(name)}`).join(", ");
    const path = join(folder, file);
    await engine.execute(
      `COPY (SELECT ${selected} FROM ${table} WHERE ${where}) TO ${quoteLiteral(path)} (FORMAT parquet)`,
    );
    return { name: file, paths: [path], folder };
  };
  const ofWindow = ({ number }: CountedWindow) => `w = ${String(number)} AND NOT trained`;
  try {
    await mkdir(folder, { recursive: true });
    const references =
      reference === undefined
        ? await Promise.all(batches.map(async (window) => batchOf(window, write, ofWindow(window))))
        : { data: await write("reference.parquet", reference.table, "true"), cut: PARTS };
    const current = await write("current.parquet", TABLES.served, ofWindow(newest));
    const { detection } = await detectDatasetDrift(engine, {
      current,
      references,
      shown: task === "regression" ? [] : "all",
      options: {
        columns: names.map(([, name]) => name),
        roles: { prediction: names.map(([, name]) => name) },
        ...(request.bounds === undefined ? {} : { bounds: request.bounds }),
      },
    });
    const against =
      reference !== undefined
        ? (request.reference?.file.name ?? "the reference")
        : `${String(batches.length)} earlier ${batches.length === 1 ? "window" : "windows"}`;
    return { against, findings: detection.findings };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** SQL over a loaded table, and the column's name in the file of the predictions. */
function predictionColumns(task: EvaluationTask, columns: PredictionColumns): Map<string, string> {
  const found = new Map<string, string>();
  const { prediction, score, classScores } = columns;
  if (prediction !== undefined) {
    found.set(task === "regression" ? "TRY_CAST(prediction AS DOUBLE)" : "prediction", prediction);
  }
  if (score !== undefined && task !== "regression") found.set("score", score);
  for (const [index, { column }] of classScores.slice(0, MAX_CLASS_SCORES).entries()) {
    found.set(`score_${String(index)}`, column);
  }
  return found;
}

async function batchOf(
  window: CountedWindow,
  write: (file: string, table: string, where: string) => Promise<DataRequest>,
  where: string,
): Promise<BatchRequest> {
  const file = `window-${String(window.number)}.parquet`;
  return { name: window.start ?? file, data: await write(file, TABLES.served, where) };
}
