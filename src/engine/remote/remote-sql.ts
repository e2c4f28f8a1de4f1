import type { SourceKind } from "../data/data-source.ts";
import type { Dialect } from "../dialect.ts";

/** A table where it lies: the parts of its name, or a folder of Parquet files. */
export type RemoteTable = { readonly name: readonly string[] } | { readonly parquet: string };

/** What is needed of an engine elsewhere to profile its tables, beside how it counts. */
export interface RemoteSql {
  /** As a person writes it. */
  readonly label: string;
  readonly dialect: Dialect;
  /** Goes behind FROM. Throws `INPUT_INVALID` for what the engine cannot name. */
  readonly relation: (table: RemoteTable) => string;
  /** Statement that gives the columns in their order, and the names that its own two columns have. */
  readonly listColumns: (table: RemoteTable) => { readonly sql: string; readonly name: string; readonly type: string };
  /** A type of the engine as DuckDB names it, so that profiles of one table say the same whoever made them: `bigint` → `BIGINT`. */
  readonly typeOf: (native: string) => string;
  /** SQL of a column's value in the type of a kind that its own type has, as `SourceColumn.value` promises. */
  readonly value: (raw: string, native: string, kind: SourceKind) => string;
  /** Bytes of a text's UTF-8. */
  readonly bytes: (x: string) => string;
  /** A moment as a literal that a column of points in time can be compared with, so that other partitions are not read. */
  readonly moment: (iso: string, native: string) => string;
}
