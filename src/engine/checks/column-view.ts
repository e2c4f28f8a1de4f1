import type { DataSource, SourceColumn } from "../data/data-source.ts";
import { quoteIdentifier } from "../quote-sql.ts";

/** What the values of a column are, whichever type the file has them in. */
export type Holding = "integer" | "number" | "time" | "boolean" | "text" | "other";

/** A column as the rules' SQL sees it: names of columns of the reading (`readingOf`). */
export interface ColumnView {
  readonly source: SourceColumn;
  /** Its place among the source's columns. */
  readonly index: number;
  /** Of a text file: its type is what its values were found to be. */
  readonly parsed: boolean;
  readonly holds: Holding;
  /** The value in the type of its kind; NULL where it is null or cannot be read. */
  readonly value: string;
  /** NULL exactly where the file has a null. */
  readonly raw: string;
  /** The value as text. */
  readonly text: string;
}

const HOLDING: Readonly<Record<SourceColumn["kind"], Holding>> = {
  integer: "integer",
  numeric: "number",
  timestamp: "time",
  boolean: "boolean",
  categorical: "text",
  text: "text",
  other: "other",
};

/** The source's column of this name, in the same case or, where that is missing, in another. */
export function findColumn(source: DataSource, name: string): ColumnView | undefined {
  const exact = source.columns.findIndex((column) => column.name === name);
  const folded = source.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
  const index = exact >= 0 ? exact : folded;
  const column = source.columns[index];
  return column === undefined ? undefined : viewColumn(source, column, index);
}

/** All columns of a source, in its order. */
export function viewColumns(source: DataSource): ColumnView[] {
  return source.columns.map((column, index) => viewColumn(source, column, index));
}

function viewColumn({ parsed }: DataSource, column: SourceColumn, index: number): ColumnView {
  const holds = HOLDING[column.kind];
  const value = `v${String(index)}`;
  const raw = `r${String(index)}`;
  return {
    source: column,
    index,
    parsed,
    holds,
    value,
    raw,
    text: holds === "text" ? value : `CAST(${raw} AS VARCHAR)`,
  };
}

/** The rows with their columns under the names of the views: goes behind FROM. What nobody asks for is not read. */
export function readingOf(source: DataSource): string {
  const columns = source.columns.map(
    ({ value, raw }, index) => `${value} AS v${String(index)}, ${raw} AS r${String(index)}`,
  );
  return `(SELECT ${columns.join(", ")} FROM ${source.relation})`;
}

/** The same with `row`, the number of the row. */
export function numberedReadingOf(source: DataSource): string {
  return `(SELECT *, row_number() OVER () AS ${quoteIdentifier("row")} FROM ${readingOf(source)})`;
}
