import type { Dialect } from "../dialect.ts";
import type { SqlEngine } from "../engine.ts";

/** The rows to count and the engine that counts them. */
export interface ProfileTask {
  readonly engine: SqlEngine;
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
  return { ...task, relation: joinRelations(task, [task.batches?.relation ?? relation, relation]) };
}

/** One relation with the rows of several that are kept apart, each once. Throws where the engine keeps none apart. */
export function joinRelations({ dialect }: ProfileTask, relations: readonly string[]): string {
  const [first, ...others] = new Set(relations);
  if (first !== undefined && others.length === 0) return first;
  if (first === undefined || dialect.sideBySide === undefined) throw new TypeError("columns without a common relation");
  return dialect.sideBySide([first, ...others]);
}

/** A name for a table of our own that nothing else in the engine has. */
export function tableName(purpose: string): string {
  tables += 1;
  return `pawl_${purpose}_${String(tables)}`;
}

let tables = 0;

/** Rows that were written down. */
export interface KeptTable {
  /** Goes behind FROM. */
  readonly relation: string;
  readonly close: () => Promise<void>;
}

/** Makes a table; where the engine cannot keep one, the statement stands in its place. */
export async function keepTable({ engine, dialect }: ProfileTask, purpose: string, select: string): Promise<KeptTable> {
  const { keep } = dialect;
  if (keep === undefined) return { relation: `(${select})`, close: () => Promise.resolve() };
  const relation = tableName(purpose);
  await engine.execute(keep.create(relation, select));
  return { relation, close: () => engine.execute(keep.drop(relation)) };
}

/** Makes a table, uses it and drops it again. */
export async function withTable<Result>(
  task: ProfileTask,
  purpose: string,
  select: string,
  use: (table: string) => Promise<Result>,
): Promise<Result> {
  const { relation, close } = await keepTable(task, purpose, select);
  try {
    return await use(relation);
  } finally {
    await close();
  }
}
