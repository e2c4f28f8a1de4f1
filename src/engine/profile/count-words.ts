import { type TextProfile, TOKEN_BUCKETS } from "../../core/dataset/profile.ts";
import { countAt } from "../engine.ts";
import { batchRows, byBatch, splitByBatch } from "./by-batch.ts";
import type { ProfiledColumn, ProfileTask } from "./profile-task.ts";

/** Texts in which words are sought; of more of them a part. Two hundredths of these are told from chance. */
const SEARCHED_TEXTS = 32_768;
/** Of each batch at least so many. */
const SEARCHED_OF_BATCH = 4096;

type Words = NonNullable<TextProfile["tokens"]>;

/**
 * Of each batch the texts that contain a word of each bucket; undefined where the engine finds no words. A text is looked
 * at or not by a hash of what it is: the same ones in any order of the rows.
 *
 * @param values Table of the different texts with their rows, where they were counted already.
 */
export async function countWords(
  task: ProfileTask,
  column: ProfiledColumn,
  values: string | undefined,
): Promise<Words[] | undefined> {
  const { engine, dialect, relation } = task;
  if (dialect.wordBuckets === undefined) return undefined;
  const { read, name } = byBatch(task);
  const texts =
    values === undefined
      ? `SELECT ${read}${column.value} AS x, 1 AS n FROM ${relation}`
      : `SELECT ${name}value AS x, n FROM ${values}`;
  const slices = await countSlices(task, values);
  const isLookedAt = slices === 1 ? "" : ` AND ${dialect.slice(dialect.rowHash(["x"]), slices)} = 0`;
  const looked = `(SELECT ${name}x, n FROM (${texts}) WHERE x IS NOT NULL${isLookedAt})`;
  const batch = name === "" ? "0 AS batch, " : name;
  const found = await engine.query(
    `SELECT ${batch}bucket, sum(n) AS n FROM ${dialect.wordBuckets(looked, "x", `${name}n`)} GROUP BY ${name}bucket
     UNION ALL SELECT ${batch}-1 AS bucket, coalesce(sum(n), 0) AS n FROM ${looked}${name === "" ? "" : " GROUP BY batch"}`,
  );
  return splitByBatch(task, found).map((rows) => {
    const buckets = new Array<number>(TOKEN_BUCKETS).fill(0);
    let searched = 0;
    for (const row of rows) {
      const [bucket, count] = [countAt(row, "bucket"), countAt(row, "n")];
      if (bucket < 0) searched = count;
      else buckets[bucket] = count;
    }
    return { rows: searched, buckets };
  });
}

async function countSlices(task: ProfileTask, values: string | undefined): Promise<number> {
  const most = Math.max(SEARCHED_TEXTS, SEARCHED_OF_BATCH * batchRows(task).length);
  if (task.rows <= most) return 1;
  if (values === undefined) return Math.ceil(task.rows / most);
  const [row] = await task.engine.query(`SELECT count(*) AS n FROM ${values}`);
  // Few different texts are looked at one and all: each of them may stand for many rows.
  return row === undefined ? 1 : Math.max(1, Math.floor(countAt(row, "n") / most));
}
