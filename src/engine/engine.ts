export type Cell = string | number | boolean | null;

export type Row = Readonly<Record<string, Cell>>;

/** SQL over files, out of core. Everything that Pawl counts, it counts through this. */
export interface Engine {
  /** Runs statements without reading what they return. */
  readonly execute: (sql: string) => Promise<void>;
  /** Rows of one statement; for small results. Whole numbers come as numbers. */
  readonly query: (sql: string) => Promise<readonly Row[]>;
  readonly close: () => void;
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
