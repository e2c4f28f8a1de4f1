/** Rows of a time alone: `[start, end)`. */
export interface RowWindow {
  /** The column with the time of a row; a time without an offset is UTC. */
  readonly column: string;
  /** ISO 8601, UTC. */
  readonly start: string;
  readonly end: string;
}

/** What became of the rows. */
export interface WindowCounts {
  readonly kept: number;
  readonly before: number;
  readonly after: number;
  /** Their time is null, or cannot be read as one. */
  readonly timeless: number;
}
