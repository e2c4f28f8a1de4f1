/** A row that breaks a rule. `value` is a value of the data: shown only where the user asked for it. */
export interface BadRow {
  /** 1-based, in the order of the file, the header not counted; over several files one after the other. */
  readonly row: number;
  readonly column?: string;
  /** `id` of its check. */
  readonly rule: string;
  readonly reason: string;
  readonly value?: string;
}
