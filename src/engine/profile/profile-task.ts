import type { Dialect } from "../dialect.ts";
import type { Engine } from "../engine.ts";

/** The rows to count and the engine that counts them. */
export interface ProfileTask {
  readonly engine: Engine;
  readonly dialect: Dialect;
  /** Goes behind FROM. Cheap to read again. */
  readonly relation: string;
  readonly rows: number;
}

/** One column as the profile sees it. */
export interface ProfiledColumn {
  /** Safe, one line, unique. */
  readonly label: string;
  readonly type: string;
  /** SQL of the value in the type of the kind, and SQL that is NULL where the file has a null. */
  readonly value: string;
  readonly raw: string;
  /** Where this column alone is read from, if not from where all of them are. */
  readonly relation?: string | undefined;
  /** About so many different texts, where that is known. */
  readonly different?: number | undefined;
}

/** What every kind of column has. */
export interface Heading {
  readonly name: string;
  readonly type: string;
  readonly nulls: number;
  readonly invalid: number;
}

export function heading(task: ProfileTask, { label, type }: ProfiledColumn, raws: number, values: number): Heading {
  return { name: label, type: type.slice(0, 200), nulls: task.rows - raws, invalid: raws - values };
}

/** A name for a table of our own that nothing else in the engine has. */
export function tableName(purpose: string): string {
  tables += 1;
  return `pawl_${purpose}_${String(tables)}`;
}

let tables = 0;

/** Makes a table, uses it and drops it again. */
export async function withTable<Result>(
  { engine }: ProfileTask,
  purpose: string,
  select: string,
  use: (table: string) => Promise<Result>,
): Promise<Result> {
  const table = tableName(purpose);
  await engine.execute(`CREATE TABLE ${table} AS ${select}`);
  try {
    return await use(table);
  } finally {
    await engine.execute(`DROP TABLE ${table}`);
  }
}
