import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { areDifferent } from "../are-different.ts";
import { countAt } from "../engine.ts";
import { selectRepeatedHashes } from "../hash-parts.ts";
import { quoteLiteral } from "../quote-sql.ts";
import { batchRows, byBatch } from "./by-batch.ts";
import { type ProfiledColumn, type ProfileTask, tableName, withTable } from "./profile-task.ts";

/** Larger tables are not searched for repeated rows: every value of every row has to be read and hashed for it. */
const MAX_SEARCHED_ROWS = 50_000_000;

/** More hashes than this lie in a file, not in memory: eight bytes each, beside what grouping them takes. */
const MAX_HASHES_IN_MEMORY = 4_000_000;
/** About 35 MiB. */
const HASHES_OF_A_FILE_AT_ONCE = 850_000;

/**
 * Of each batch the rows that repeat another one of it: rows less different rows, by 64-bit hashes. Null where the table is
 * too large. `key` is a column that may have a different value in every row: where it has, the others need not be read.
 */
export async function countDuplicates(
  task: ProfileTask,
  columns: readonly ProfiledColumn[],
  key: ProfiledColumn | undefined,
  hashesInMemory: number = MAX_HASHES_IN_MEMORY,
): Promise<(number | null)[]> {
  const { rows } = task;
  const each = <Same>(same: Same) => batchRows(task).map(() => same);
  if (rows > MAX_SEARCHED_ROWS) return each(null);
  if (rows < 2 || columns.length === 0) return each(0);
  if (key !== undefined && columns.length > 1 && (await isKey(task, key, hashesInMemory))) return each(0);
  return countRepeated(task, columns, { wanted: "all", hashesInMemory });
}

/** Whether no two rows of any batches have the same value in the column, which two nulls are. */
async function isKey(all: ProfileTask, column: ProfiledColumn, hashesInMemory: number): Promise<boolean> {
  const relation = column.relation ?? all.relation;
  const task = { ...all, relation, batches: undefined };
  const found = await areDifferent(task.engine, task.dialect, { relation, number: column.value });
  if (found !== undefined) return found.different && found.numbers >= task.rows - 1;
  const [repeated] = await countRepeated(task, [column], { wanted: "any", hashesInMemory });
  return repeated === 0;
}

/** Of each batch the rows with an earlier twin; of `any` those of the first part that has some. */
async function countRepeated(
  task: ProfileTask,
  columns: readonly ProfiledColumn[],
  { wanted, hashesInMemory }: { readonly wanted: "all" | "any"; readonly hashesInMemory: number },
): Promise<number[]> {
  const { engine, dialect, relation, rows, batches } = task;
  const { say, group } = byBatch(task);
  const own = dialect.rowHash(columns.map(({ value }) => value));
  const number = batches === undefined ? "" : `, ${batches.number} AS batch`;
  const select = `SELECT ${own} AS h${number} FROM ${relation}`;
  const folder = rows > hashesInMemory ? engine.temporaryFolder : undefined;
  const atOnce = hashesAtOnce(task, folder);
  const use = async (table: string): Promise<number[]> => {
    const repeated = batchRows(task).map(() => 0);
    const within = batches === undefined ? undefined : "batch";
    for (const statement of selectRepeatedHashes(dialect, { table, hash: "h", rows, atOnce, within })) {
      if (wanted === "any" && repeated.some((count) => count > 0)) break;
      const found = await engine.query(
        `SELECT ${say}CAST(coalesce(sum(n - 1), 0) AS BIGINT) AS n FROM (${statement}) ${group}`,
      );
      for (const row of found) {
        const batch = countAt(row, "batch");
        repeated[batch] = (repeated[batch] ?? 0) + countAt(row, "n");
      }
    }
    return repeated;
  };
  return folder === undefined ? withTable(task, "hashes", select, use) : withHashFile(task, { folder, select }, use);
}

/** Each part reads a file once more; an engine elsewhere spreads them over its own machines. */
function hashesAtOnce({ engine, rows }: ProfileTask, folder: string | undefined): number | undefined {
  if (engine.temporaryFolder === undefined) return rows;
  return folder === undefined ? undefined : HASHES_OF_A_FILE_AT_ONCE;
}

/** Writes the hashes of a statement to files, uses them and removes them. */
async function withHashFile<Result>(
  { engine }: ProfileTask,
  { folder: parent, select }: { readonly folder: string; readonly select: string },
  use: (relation: string) => Promise<Result>,
): Promise<Result> {
  const folder = join(parent, tableName("hashes"));
  try {
    await mkdir(parent, { recursive: true });
    const options = "FORMAT parquet, COMPRESSION uncompressed, PER_THREAD_OUTPUT true, DICTIONARY_SIZE_LIMIT 1";
    await engine.execute(`COPY (${select}) TO ${quoteLiteral(folder)} (${options})`);
    return await use(`read_parquet(${quoteLiteral(join(folder, "*.parquet"))})`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
