import { PawlError } from "../core/errors.ts";
import type { Comparison } from "../core/evidence/evaluation-evidence.ts";
import { type ColumnChoice, chooseColumns } from "./choose-columns.ts";
import { compareBinary } from "./compare-binary.ts";
import { compareMulticlass } from "./compare-multiclass.ts";
import { compareRegression } from "./compare-regression.ts";
import { createRows } from "./create-rows.ts";
import { explainReadError } from "./data/explain-read-error.ts";
import type { Engine } from "./engine.ts";
import type { PredictionsEvaluation } from "./evaluate-predictions.ts";
import { ALL_ROWS, slicesOf } from "./groups.ts";
import { joinPredictions } from "./join-predictions.ts";
import { loadPredictions } from "./load-predictions.ts";
import { openPredictions } from "./prediction-source.ts";

export interface ComparisonRequest extends Pick<Comparison, "against" | "predictions"> {
  /** Digest of the package whose model was judged again. */
  readonly package?: string | undefined;
  readonly path: string;
  readonly name: string;
  readonly columns: ColumnChoice;
  readonly workflowRunId?: number | undefined;
  readonly commit?: string | undefined;
}

const THERE = { table: "loaded_there", rows: "rows_there" } as const;

/**
 * Scores another model's predictions on the rows that both have, and the difference of every metric with its paired
 * interval, overall and on the slices of `here`. Throws `PREDICTIONS_INVALID` where the files cannot be joined.
 */
export async function comparePredictions(
  engine: Engine,
  here: PredictionsEvaluation,
  request: ComparisonRequest,
): Promise<Comparison> {
  const { plan } = here;
  if (here.file.columns.id === undefined) throw withoutIds("The predictions");
  await engine.execute(`DROP VIEW IF EXISTS ${THERE.rows}; DROP TABLE IF EXISTS ${THERE.table}`);
  const source = await openPredictions(engine, request.path, request.name);
  // The other model may have been written down without scores, or before there were slices.
  const all = request.columns.classScores ?? [];
  const classScores = all.every(({ column }) => source.columns.includes(column)) ? all : [];
  const known = (column: string | undefined) =>
    column !== undefined && source.columns.includes(column) ? column : undefined;
  const choice = {
    ...request.columns,
    prediction: known(request.columns.prediction),
    score: known(request.columns.score),
    classScores,
    slices: [],
  };
  const columns = chooseColumns(choice, source);
  if (columns.id === undefined) throw withoutIds(request.name);
  await loadPredictions(engine, source, columns, THERE.table);
  const there = await createRows(engine, plan, { ...THERE, columns, name: request.name });
  try {
    const rows = await joinPredictions(engine, plan, here.file, there.file);
    const groups =
      rows.joined === 0 ? new Map<string, never>() : await COMPARERS[plan.task](engine, plan, here.file, there.file);
    return {
      against: request.against,
      predictions: request.predictions,
      ...(request.workflowRunId === undefined ? {} : { workflowRunId: request.workflowRunId }),
      ...(request.commit === undefined ? {} : { commit: request.commit }),
      ...(request.package === undefined ? {} : { package: request.package }),
      rows,
      metrics: [...(groups.get(ALL_ROWS)?.metrics ?? [])],
      slices: slicesOf(plan).flatMap(({ key, slice }) => {
        const group = groups.get(key);
        return group === undefined ? [] : [{ slice, rows: group.rows, metrics: [...group.metrics] }];
      }),
    };
  } catch (error) {
    throw explainReadError(error, { code: "PREDICTIONS_INVALID", name: request.name, files: [request] });
  }
}

const COMPARERS = {
  binary: compareBinary,
  multiclass: compareMulticlass,
  regression: compareRegression,
} as const;

function withoutIds(name: string): PawlError {
  return new PawlError({
    code: "PREDICTIONS_INVALID",
    message: `${name} cannot be compared row by row: there is no column that identifies a row`,
    hint: 'Write a column "id", or set `id-column`.',
  });
}
