export type Cell = string | number | boolean | null;

export type Row = Readonly<Record<string, Cell>>;

/** What runs SQL: here or elsewhere. */
export interface SqlEngine {
  /** Runs statements without reading what they return. */
  readonly execute: (sql: string) => Promise<void>;
  /** Rows of one statement; for small results. Whole numbers come as numbers. */
  readonly query: (sql: string) => Promise<readonly Row[]>;
  /** Where files of our own may be written that the engine reads; it may have to be made first. */
  readonly temporaryFolder?: string;
}

/** SQL over files, out of core. Everything that Pawl counts on this machine, it counts through this. */
export interface Engine extends SqlEngine {
  /**
   * Rows of one statement of which every column is DOUBLE, some thousand at a time, for results that need not fit into
   * memory. NULL is NaN.
   */
  readonly scan: (sql: string, each: (columns: readonly Float64Array[]) => void) => Promise<void>;
  readonly temporaryFolder: string;
  /** Another engine, for a statement that somebody else wrote. */
  readonly openSandbox: (options: SandboxOptions) => Promise<Sandbox>;
  readonly close: () => void;
}

export interface SandboxOptions {
  /** The only files that can be read. */
  readonly files: readonly string[];
  /** Statements of ours that make the tables, run before any other. */
  readonly setup: string;
}

/** An engine that can read a few files and nothing else: no other file, no network, no extension, no setting. */
export interface Sandbox {
  /** The first rows of one statement as JSON values: whole numbers and decimals as text. Rejects after `seconds`. */
  readonly query: (sql: string, limits: { readonly rows: number; readonly seconds: number }) => Promise<SandboxResult>;
  readonly close: () => void;
}

export interface SandboxResult {
  /** Types of the columns, as the engine says them. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** The statement has more rows than were asked for. */
  readonly more: boolean;
}

/** The cell as a number; `undefined` where it is NULL. Throws on another type, which would be a fault of the statement. */
export function numberAt(row: Row, column: string): number | undefined {
  const cell = row[column];
  if (cell === null) return undefined;
  if (typeof cell === "number") return cell;
  throw new TypeError(`column ${column} is ${typeof cell}, not a number`);
}

/** The same where NULL cannot be. */
export function countAt(row: Row, column: string): number {
  const value = numberAt(row, column);
  if (value === undefined) throw new TypeError(`column ${column} is NULL`);
  return value;
}

/** The cell as text; `undefined` where it is NULL. */
export function textAt(row: Row, column: string): string | undefined {
  const cell = row[column];
  if (cell === null) return undefined;
  if (typeof cell === "string") return cell;
  throw new TypeError(`column ${column} is ${typeof cell}, not a text`);
}
