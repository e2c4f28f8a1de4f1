import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { areDifferent } from "../are-different.ts";
import { countAt } from "../engine.ts";
import { selectRepeatedHashes } from "../hash-parts.ts";
import { quoteLiteral } from "../quote-sql.ts";
import { type ProfiledColumn, type ProfileTask, tableName, withTable } from "./profile-task.ts";

/** Larger tables are not searched for repeated rows: every value of every row has to be read and hashed for it. */
const MAX_SEARCHED_ROWS = 50_000_000;

/** More hashes than this lie in a file, not in memory: eight bytes each, beside what grouping them takes. */
const MAX_HASHES_IN_MEMORY = 4_000_000;
/** About 35 MiB. */
const HASHES_OF_A_FILE_AT_ONCE = 850_000;

/**
 * Rows that repeat another one: rows less different rows, by 64-bit hashes. Null where the table is too large. `key` is a
 * column that may have a different value in every row: where it has, the others need not be read.
 */
export async function countDuplicates(
  task: ProfileTask,
  columns: readonly ProfiledColumn[],
  key: ProfiledColumn | undefined,
  hashesInMemory: number = MAX_HASHES_IN_MEMORY,
): Promise<number | null> {
  const { rows } = task;
  if (rows > MAX_SEARCHED_ROWS) return null;
  if (rows < 2 || columns.length === 0) return 0;
  if (key !== undefined && columns.length > 1 && (await isKey(task, key, hashesInMemory))) return 0;
  return countRepeated(task, columns, { wanted: "all", hashesInMemory });
}

/** Whether no two rows have the same value in the column, which two nulls are. */
async function isKey(
  { relation: all, ...task }: ProfileTask,
  column: ProfiledColumn,
  hashesInMemory: number,
): Promise<boolean> {
  const relation = column.relation ?? all;
  const found = await areDifferent(task.engine, task.dialect, { relation, number: column.value });
  if (found !== undefined) return found.different && found.numbers >= task.rows - 1;
  return (await countRepeated({ ...task, relation }, [column], { wanted: "any", hashesInMemory })) === 0;
}

/** Rows with an earlier twin; of `any` those of the first part that has some. */
async function countRepeated(
  task: ProfileTask,
  columns: readonly ProfiledColumn[],
  { wanted, hashesInMemory }: { readonly wanted: "all" | "any"; readonly hashesInMemory: number },
): Promise<number> {
  const { engine, dialect, relation, rows } = task;
  const select = `SELECT ${dialect.rowHash(columns.map(({ value }) => value))} AS h FROM ${relation}`;
  // Each part reads the file once more.
  const inFile = rows > hashesInMemory;
  const atOnce = inFile ? HASHES_OF_A_FILE_AT_ONCE : undefined;
  return (inFile ? withHashFile : withHashTable)(task, select, async (table) => {
    let repeated = 0;
    for (const statement of selectRepeatedHashes(dialect, { table, hash: "h", rows, atOnce })) {
      if (wanted === "any" && repeated > 0) break;
      const [row] = await engine.query(`SELECT CAST(coalesce(sum(n - 1), 0) AS BIGINT) AS n FROM (${statement})`);
      repeated += row === undefined ? 0 : countAt(row, "n");
    }
    return repeated;
  });
}

function withHashTable<Result>(task: ProfileTask, select: string, use: (table: string) => Promise<Result>) {
  return withTable(task, "hashes", select, use);
}

/** Writes the hashes of a statement to files, uses them and removes them. */
async function withHashFile<Result>(
  { engine }: ProfileTask,
  select: string,
  use: (relation: string) => Promise<Result>,
): Promise<Result> {
  const folder = join(engine.temporaryFolder, tableName("hashes"));
  try {
    await mkdir(engine.temporaryFolder, { recursive: true });
    const options = "FORMAT parquet, COMPRESSION uncompressed, PER_THREAD_OUTPUT true, DICTIONARY_SIZE_LIMIT 1";
    await engine.execute(`COPY (${select}) TO ${quoteLiteral(folder)} (${options})`);
    return await use(`read_parquet(${quoteLiteral(join(folder, "*.parquet"))})`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
