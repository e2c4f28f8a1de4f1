import type { Dialect } from "../dialect.ts";
import type { Engine } from "../engine.ts";

/** The rows to count and the engine that counts them. */
export interface ProfileTask {
  readonly engine: Engine;
  readonly dialect: Dialect;
  /** Goes behind FROM. Cheap to read again. */
  readonly relation: string;
  readonly rows: number;
  /** Where the rows are of several batches, which are counted each for itself; else all rows are one. */
  readonly batches?: BatchedRows | undefined;
}

export interface BatchedRows {
  /** Rows of each batch. */
  readonly rows: readonly number[];
  /** SQL of the batch that a row belongs to: 0, 1, … */
  readonly number: string;
  /** Where the number is read from, if not from where all columns are. */
  readonly relation?: string | undefined;
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

/** Of `rows` rows `raws` are not null, and `values` can be read. */
export function heading(
  { label, type }: Pick<ProfiledColumn, "label" | "type">,
  { rows, raws, values }: { readonly rows: number; readonly raws: number; readonly values: number },
): Heading {
  return { name: label, type: type.slice(0, 200), nulls: rows - raws, invalid: raws - values };
}

/** The task for one column alone, which may be read from fewer files than all of them. */
export function forColumn(task: ProfileTask, { relation }: ProfiledColumn): ProfileTask {
  if (relation === undefined) return task;
  const { batches, dialect } = task;
  const from = [...new Set([batches?.relation ?? relation, relation])];
  return { ...task, relation: from.length === 1 ? relation : dialect.sideBySide(from) };
}

/** A name for a table of our own that nothing else in the engine has. */
export function tableName(purpose: string): string {
  tables += 1;
  return `pawl_${purpose}_${String(tables)}`;
}

let tables = 0;

/** Makes a table, uses it and drops it again; where the engine cannot keep one, the statement stands in its place. */
export async function withTable<Result>(
  { engine, dialect }: ProfileTask,
  purpose: string,
  select: string,
  use: (table: string) => Promise<Result>,
): Promise<Result> {
  const { keep } = dialect;
  if (keep === undefined) return use(`(${select})`);
  const table = tableName(purpose);
  await engine.execute(keep.create(table, select));
  try {
    return await use(table);
  } finally {
    await engine.execute(keep.drop(table));
  }
}
