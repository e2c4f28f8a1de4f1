import { countAt } from "../engine.ts";
import { byBatch, splitByBatch } from "./by-batch.ts";
import type { ProfiledColumn, ProfileTask } from "./profile-task.ts";

const HOURS = 24;

/** Of each batch the points in time in each hour of the day, UTC. The value is in seconds since 1970. */
export async function countHours(task: ProfileTask, column: ProfiledColumn): Promise<number[][]> {
  const { engine, dialect, relation } = task;
  const { read, name } = byBatch(task);
  const since = "floor(d / 3600)";
  const hour = dialect.toWhole(`${since} - ${String(HOURS)} * floor(${since} / ${String(HOURS)})`);
  const found = await engine.query(
    `SELECT ${name === "" ? "0 AS batch, " : name}hour, count(*) AS n
     FROM (SELECT ${name}${hour} AS hour FROM (SELECT ${read}${dialect.toDouble(column.value)} AS d FROM ${relation})
       WHERE ${dialect.isFinite("d")})
     GROUP BY ${name}hour`,
  );
  return splitByBatch(task, found).map((rows) => {
    const hours = new Array<number>(HOURS).fill(0);
    for (const row of rows) hours[countAt(row, "hour")] = countAt(row, "n");
    return hours;
  });
}
