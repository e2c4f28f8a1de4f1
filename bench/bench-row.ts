/** One line of the table that `npm run bench` prints. */
export interface BenchRow {
  /** What was measured, with its size: `evaluate 1,000,000 rows, CSV`. */
  readonly name: string;
  /** With unit. */
  readonly ours: string;
  /** What a user would pick instead, or the aim, with unit and version. */
  readonly theirs: string;
  /** theirs / ours: above 1 Pawl needs less. Left out where there is nothing to divide. */
  readonly ratio?: number;
  readonly note?: string;
}
