import { chooseColumns } from "../choose-columns.ts";
import { createRows } from "../create-rows.ts";
import type { Engine } from "../engine.ts";
import type { EvaluationPlan } from "../evaluation-plan.ts";
import { loadPredictions } from "../load-predictions.ts";
import { openPredictions } from "../prediction-source.ts";
import type { JudgedRows } from "./measure-windows.ts";
import { SCHEMA, TABLES } from "./names.ts";
import type { PerformanceReference, PerformanceRequest } from "./performance-request.ts";
import type { LoadedTable } from "./plan-performance.ts";

/** Reads the predictions to compare with. Throws `PREDICTIONS_INVALID`. */
export async function loadReference(
  engine: Engine,
  request: PerformanceRequest,
  { file, columns = request.columns }: PerformanceReference,
): Promise<LoadedTable> {
  const source = await openPredictions(engine, file.path, file.name);
  const chosen = chooseColumns({ ...columns, slices: [] }, source);
  await loadPredictions(engine, source, chosen, TABLES.reference);
  return { table: TABLES.reference, columns: chosen };
}

/** Its rows that can be judged. Throws `PREDICTIONS_INVALID` where there is none. */
export async function judgeReference(
  engine: Engine,
  plan: EvaluationPlan,
  { table, columns }: LoadedTable,
  name: string,
): Promise<JudgedRows & { readonly name: string }> {
  const rows = `${SCHEMA}.reference_rows`;
  const { file, count } = await createRows(engine, plan, { table, rows, columns, name });
  return { ...file, count, name };
}
