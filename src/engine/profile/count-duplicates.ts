import { countAt } from "../engine.ts";
import { type ProfiledColumn, type ProfileTask, withTable } from "./profile-task.ts";

/** Larger tables are not searched for repeated rows: every value of every row has to be read and hashed for it. */
const MAX_SEARCHED_ROWS = 50_000_000;
/** Hashes that are held at once; few enough to be near the processor, which takes a third of the time off. */
const HASHES_AT_ONCE = 500_000;

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
  if (key !== undefined && columns.length > 1 && (await countDifferent(task, [key])) === rows) return 0;
  return rows - (await countDifferent(task, columns));
}

/** Different rows, a part of the hashes at a time: all of them at once need more memory than there may be. */
async function countDifferent(task: ProfileTask, columns: readonly ProfiledColumn[]): Promise<number> {
  const { engine, dialect, relation, rows } = task;
  const hash = dialect.rowHash(columns.map(({ value }) => value));
  return withTable(task, "hashes", `SELECT ${hash} AS h FROM ${relation}`, async (hashes) => {
    const parts = Math.ceil(rows / HASHES_AT_ONCE);
    let different = 0;
    for (let part = 0; part < parts; part += 1) {
      const where = parts === 1 ? "" : `WHERE ${dialect.slice("h", parts)} = ${String(part)}`;
      const [row] = await engine.query(`SELECT count(DISTINCT h) AS n FROM ${hashes} ${where}`);
      different += row === undefined ? 0 : countAt(row, "n");
    }
    return different;
  });
}
