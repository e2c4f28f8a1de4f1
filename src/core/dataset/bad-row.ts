/** One row that breaks a rule. It holds data: it stays on the runner, and is shown only where the project allows it. */
export interface BadRow {
  /** 1-based position in its file; of a text file without the header. */
  readonly row: number;
  /** Where the data have several files. */
  readonly file?: string;
  readonly column?: string;
  /** As the check's `rule`. */
  readonly rule: string;
  /** Why it is bad, as a person would say it. */
  readonly reason: string;
  readonly value?: string;
}
