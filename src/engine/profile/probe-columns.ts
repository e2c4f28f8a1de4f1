import { countAt } from "../engine.ts";
import { MAX_COUNTED_VALUES } from "./numeric-request.ts";
import type { ProfiledColumn, ProfileTask } from "./profile-task.ts";

const FIRST_ROWS = 65_536;
const COLUMNS_AT_ONCE = 20;
/** NaN, the infinities and null are no values to count. */
const NO_VALUES = 4;

export interface Probe {
  /** There are certainly more different values than are counted one by one. */
  readonly many: boolean;
  /** No two rows that were looked at have the same value. */
  readonly unique: boolean;
}

/**
 * Looks at the first rows of a large table, whichever these are: they decide what it costs to count the columns, and
 * never what is found.
 */
export async function probeColumns(
  { engine, relation, rows }: ProfileTask,
  columns: readonly ProfiledColumn[],
): Promise<ReadonlyMap<ProfiledColumn, Probe>> {
  const found = new Map<ProfiledColumn, Probe>();
  if (rows <= FIRST_ROWS) return found;
  for (let start = 0; start < columns.length; start += COLUMNS_AT_ONCE) {
    const some = columns.slice(start, start + COLUMNS_AT_ONCE);
    const counts = some.map((_, index) => `count(DISTINCT x${String(index)}) AS n${String(index)}`);
    const values = some.map(({ value }, index) => `${value} AS x${String(index)}`);
    const [row] = await engine.query(
      `SELECT ${counts.join(", ")} FROM (SELECT ${values.join(", ")} FROM ${relation} LIMIT ${String(FIRST_ROWS)})`,
    );
    if (row === undefined) throw new TypeError("an aggregate has one row");
    for (const [index, column] of some.entries()) {
      const different = countAt(row, `n${String(index)}`);
      found.set(column, { many: different > MAX_COUNTED_VALUES + NO_VALUES, unique: different === FIRST_ROWS });
    }
  }
  return found;
}
