import type { Row } from "../engine.ts";
import { countAt, textAt } from "../engine.ts";
import { batchRows, byBatch, eachBatch, splitByBatch } from "./by-batch.ts";
import type { NumericRequest } from "./numeric-request.ts";
import type { ProfileTask } from "./profile-task.ts";

/**
 * Of each batch the finite values in each bin: from the column `bins` of `found`, where the engine has an aggregate for it,
 * else by one more statement.
 */
export async function readBins(
  task: ProfileTask,
  request: NumericRequest,
  edges: readonly number[],
  found: readonly Row[],
): Promise<number[][]> {
  if (task.dialect.binCounts !== undefined) {
    return eachBatch(task, found, (row) => {
      const text = row === undefined ? undefined : textAt(row, "bins");
      const counts = text === undefined ? [] : text.split(",").map(Number);
      return Array.from({ length: edges.length + 1 }, (_, bin) => counts[bin] ?? 0);
    });
  }
  const counted = splitByBatch(task, await countEachBin(task, request, edges));
  return batchRows(task).map((_, batch) => {
    const bins = new Array<number>(edges.length + 1).fill(0);
    for (const row of counted[batch] ?? []) bins[countAt(row, "bin")] = countAt(row, "n");
    return bins;
  });
}

function countEachBin(
  task: ProfileTask,
  { column }: NumericRequest,
  edges: readonly number[],
): Promise<readonly Row[]> {
  const { engine, dialect, relation } = task;
  const { read, name } = byBatch(task);
  const values = `SELECT ${read}${dialect.toDouble(column.value)} AS d FROM ${relation}`;
  return engine.query(
    `SELECT ${name === "" ? "0 AS batch, " : name}bin, count(*) AS n
     FROM (SELECT ${name}${dialect.bin("d", edges)} AS bin FROM (${values}) WHERE ${dialect.isFinite("d")})
     GROUP BY ${name}bin`,
  );
}
