import type { ColumnKind } from "../../core/dataset/profile.ts";
import type { RowWindow, WindowCounts } from "./row-window.ts";

/** What a column of a file holds. Lists are `other`: whether they are embeddings, their lengths say when they are profiled. */
export type SourceKind = Exclude<ColumnKind, "embedding">;

/** `string` is categorical or text, `number` integer or numeric, whichever the values say. */
export type WantedKind = SourceKind | "string" | "number";

export type DataFormat = "csv" | "parquet" | "jsonl" | "arrow";

/** Data to be read: one or many files of one format that have the same columns. */
export interface DataRequest {
  /** As a person knows it; for messages. */
  readonly name: string;
  /** Files, folders, globs and URLs. Relative ones are relative to `folder`. */
  readonly paths: readonly string[];
  readonly folder: string;
  /** Where the names of the files do not tell. */
  readonly format?: DataFormat | undefined;
  /** Kinds of columns, where a contract or an earlier profile knows better than the values of a text file. */
  readonly kinds?: ReadonlyMap<string, WantedKind> | undefined;
  /** Rows of another time are left out. */
  readonly window?: RowWindow | undefined;
}

export interface DataFile {
  /** As it stands in messages: relative to the request's folder. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number | undefined;
}

export interface SourceColumn {
  readonly name: string;
  /** Type in the file, as the engine says it; of a text file the one that its values were found to have. */
  readonly type: string;
  readonly kind: SourceKind;
  /**
   * SQL over `relation` with the value in the type of the kind: BIGINT, HUGEINT or DOUBLE (integer, numeric), DOUBLE
   * seconds since 1970 (timestamp), BOOLEAN, VARCHAR (categorical, text). NULL where it is null or cannot be read.
   */
  readonly value: string;
  /** SQL over `relation` that is NULL exactly where the file has a null: what is null in `value` only is invalid. */
  readonly raw: string;
  /** About so many different texts, where they were counted to find the kind. */
  readonly different?: number | undefined;
}

/** Rows that were written down in the types of their kinds: cheap to read again. */
export interface KeptRows {
  /** Goes behind FROM. */
  readonly relation: string;
  /** One for each of the source's columns. */
  readonly columns: readonly KeptColumn[];
  /** Whether they are read in the order that they have in their files. */
  readonly ordered: boolean;
  readonly close: () => Promise<void>;
}

/** SQL over the kept rows that means what it means in a `SourceColumn`. */
export interface KeptColumn {
  readonly value: string;
  readonly raw: string;
  /** Whatever else was to be kept. */
  readonly also?: string | undefined;
  /** Where this column alone is read from, if not from where all of them are. */
  readonly relation?: string | undefined;
}

/** Data that can be read: its columns, and the SQL that gives its rows. */
export interface DataSource {
  readonly name: string;
  readonly format: DataFormat;
  readonly files: readonly DataFile[];
  readonly columns: readonly SourceColumn[];
  /** Goes behind FROM. Text files are parsed each time that it is read. */
  readonly relation: string;
  /** Reading it again costs parsing: CSV, JSON lines. */
  readonly parsed: boolean;
  /** Where the request has a window: how many rows are in it, and how many are not. */
  readonly window?: WindowCounts | undefined;
  /** The rows, where they were written down to find the kinds of the columns: once, and whoever takes them closes them. */
  readonly takeKept?: (() => KeptRows | undefined) | undefined;
  /** Throws `DATA_UNREADABLE` where a file is not the one that was opened any more. */
  readonly verifyUnchanged: () => Promise<void>;
}
