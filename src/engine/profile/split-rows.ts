import { countAt } from "../engine.ts";
import type { BatchedRows, ProfileTask } from "./profile-task.ts";

/** The task that counts each batch for itself: of `count` batches, whose number is an SQL expression over the task's rows. */
export async function splitRows(
  task: ProfileTask,
  { number, relation, count }: Pick<BatchedRows, "number" | "relation"> & { readonly count: number },
): Promise<ProfileTask> {
  const found = await task.engine.query(
    `SELECT batch, count(*) AS n FROM (SELECT ${number} AS batch FROM ${relation ?? task.relation}) GROUP BY batch`,
  );
  const rows = new Array<number>(count).fill(0);
  for (const row of found) rows[countAt(row, "batch")] = countAt(row, "n");
  return {
    ...task,
    rows: rows.reduce((sum, own) => sum + own, 0),
    batches: { rows, number, ...(relation === undefined ? {} : { relation }) },
  };
}
