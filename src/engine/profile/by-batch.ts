import { countAt, type Row } from "../engine.ts";
import type { ProfileTask } from "./profile-task.ts";

/** What a statement says to count each batch for itself; of one batch alone it says nothing, and is none the slower. */
export interface BatchGrouping {
  /** Before the other columns of a SELECT from the task's relation, with a comma. */
  readonly read: string;
  /** The column `batch` that was so read, with a comma; nothing where there is one batch. */
  readonly name: string;
  /** Before the aggregates of the last SELECT, with a comma: a column `batch` in any case. */
  readonly say: string;
  /** The end of the statement. */
  readonly group: string;
}

const ONE_BATCH: BatchGrouping = { read: "", name: "", say: "0 AS batch, ", group: "" };

export function byBatch({ batches }: ProfileTask): BatchGrouping {
  if (batches === undefined) return ONE_BATCH;
  return { read: `${batches.number} AS batch, `, name: "batch, ", say: "batch, ", group: "GROUP BY batch" };
}

/** Rows of each batch. */
export function batchRows({ batches, rows }: ProfileTask): readonly number[] {
  return batches?.rows ?? [rows];
}

/** One result for each batch, from the one row of it; undefined where the batch has no rows. */
export function eachBatch<Result>(
  task: ProfileTask,
  found: readonly Row[],
  read: (row: Row | undefined, rows: number, batch: number) => Result,
): Result[] {
  const byNumber = new Map(found.map((row) => [countAt(row, "batch"), row]));
  return batchRows(task).map((rows, batch) => read(byNumber.get(batch), rows, batch));
}

/** The rows of each batch. */
export function splitByBatch(task: ProfileTask, found: readonly Row[]): (readonly Row[])[] {
  const parts = batchRows(task).map((): Row[] => []);
  for (const row of found) parts[countAt(row, "batch")]?.push(row);
  return parts;
}

/** A count of a batch: 0 where it has no rows. */
export function countOf(row: Row | undefined, column: string): number {
  return row === undefined ? 0 : countAt(row, column);
}
