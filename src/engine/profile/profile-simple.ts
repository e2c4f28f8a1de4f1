import type { BooleanProfile, OtherProfile } from "../../core/dataset/profile.ts";
import { byBatch, countOf, eachBatch } from "./by-batch.ts";
import { countIf } from "./count-if.ts";
import { heading, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

/** Falses and trues of each batch. */
export async function profileBoolean(task: ProfileTask, column: ProfiledColumn): Promise<BooleanProfile[]> {
  const { engine, relation } = task;
  const { read, say, group } = byBatch(task);
  const found = await engine.query(
    `SELECT ${say}count(raw) AS raws, count(x) AS n, ${countIf("x")} AS trues
     FROM (SELECT ${read}${column.value} AS x, ${column.raw} AS raw FROM ${relation}) ${group}`,
  );
  return eachBatch(task, found, (row, rows) => {
    const [values, trues] = [countOf(row, "n"), countOf(row, "trues")];
    const raws = countOf(row, "raws");
    return { ...heading(column, { rows, raws, values }), kind: "boolean", falses: values - trues, trues };
  });
}

/** Only the nulls. */
export async function profileOther(task: ProfileTask, column: ProfiledColumn): Promise<OtherProfile[]> {
  const raws = await countRaws(task, column);
  return raws.map((count, batch) => ({
    ...heading(column, { rows: (task.batches?.rows ?? [task.rows])[batch] ?? 0, raws: count, values: count }),
    kind: "other",
  }));
}

/** Of each batch the rows in which the file has something. */
export async function countRaws(task: ProfileTask, column: ProfiledColumn): Promise<number[]> {
  const { read, say, group } = byBatch(task);
  const found = await task.engine.query(
    `SELECT ${say}count(raw) AS raws FROM (SELECT ${read}${column.raw} AS raw FROM ${task.relation}) ${group}`,
  );
  return eachBatch(task, found, (row) => countOf(row, "raws"));
}
