import type { BooleanProfile, OtherProfile } from "../../core/dataset/profile.ts";
import { countAt } from "../engine.ts";
import { countIf } from "./count-if.ts";
import { heading, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

/** Falses and trues. */
export async function profileBoolean(task: ProfileTask, column: ProfiledColumn): Promise<BooleanProfile> {
  const { engine, relation } = task;
  const [row] = await engine.query(
    `SELECT count(raw) AS raws, count(x) AS n, ${countIf("x")} AS trues
     FROM (SELECT ${column.value} AS x, ${column.raw} AS raw FROM ${relation})`,
  );
  if (row === undefined) throw new TypeError("an aggregate has one row");
  const [values, trues] = [countAt(row, "n"), countAt(row, "trues")];
  return { ...heading(task, column, countAt(row, "raws"), values), kind: "boolean", falses: values - trues, trues };
}

/** Only the nulls. */
export async function profileOther(task: ProfileTask, column: ProfiledColumn): Promise<OtherProfile> {
  const [row] = await task.engine.query(`SELECT count(${column.raw}) AS raws FROM ${task.relation}`);
  const raws = row === undefined ? 0 : countAt(row, "raws");
  return { ...heading(task, column, raws, raws), kind: "other" };
}
