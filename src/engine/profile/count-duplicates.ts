import { areDifferent } from "../are-different.ts";
import { countAt } from "../engine.ts";
import { selectRepeatedHashes } from "../hash-parts.ts";
import { type ProfiledColumn, type ProfileTask, withTable } from "./profile-task.ts";

/** Larger tables are not searched for repeated rows: every value of every row has to be read and hashed for it. */
const MAX_SEARCHED_ROWS = 50_000_000;

/**
 * Rows that repeat another one: rows less different rows, by 64-bit hashes. Null where the table is too large. `key` is a
 * column that may have a different value in every row: where it has, the others need not be read.
 */
export async function countDuplicates(
  task: ProfileTask,
  columns: readonly ProfiledColumn[],
  key: ProfiledColumn | undefined,
): Promise<number | null> {
  const { rows } = task;
  if (rows > MAX_SEARCHED_ROWS) return null;
  if (rows < 2 || columns.length === 0) return 0;
  if (key !== undefined && columns.length > 1 && (await isKey(task, key))) return 0;
  return countRepeated(task, columns, "all");
}

/** Whether no two rows have the same value in the column, which two nulls are. */
async function isKey({ relation: all, ...task }: ProfileTask, column: ProfiledColumn): Promise<boolean> {
  const relation = column.relation ?? all;
  const found = await areDifferent(task.engine, task.dialect, { relation, number: column.value });
  if (found !== undefined) return found.different && found.numbers >= task.rows - 1;
  return (await countRepeated({ ...task, relation }, [column], "any")) === 0;
}

/** Rows with an earlier twin; of `any` those of the first part that has some. */
async function countRepeated(
  task: ProfileTask,
  columns: readonly ProfiledColumn[],
  wanted: "all" | "any",
): Promise<number> {
  const { engine, dialect, relation, rows } = task;
  const select = `SELECT ${dialect.rowHash(columns.map(({ value }) => value))} AS h FROM ${relation}`;
  return withTable(task, "hashes", select, async (table) => {
    let repeated = 0;
    for (const statement of selectRepeatedHashes(dialect, { table, hash: "h", rows })) {
      if (wanted === "any" && repeated > 0) break;
      const [row] = await engine.query(`SELECT CAST(coalesce(sum(n - 1), 0) AS BIGINT) AS n FROM (${statement})`);
      repeated += row === undefined ? 0 : countAt(row, "n");
    }
    return repeated;
  });
}
