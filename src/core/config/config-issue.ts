/** One thing that is wrong in a configuration file; lines and columns count from 1. */
export interface ConfigIssue {
  readonly line: number;
  readonly column: number;
  /** `models.late-flights.primay-metric`; empty for the file itself. */
  readonly key: string;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string | undefined;
}

/** `.github/pawl.yml is not valid: line 7, models.x.primay-metric is not a key. Did you mean primary-metric?` */
export function formatConfigIssue({ line, key, message, hint }: ConfigIssue, file: string): string {
  const where = key === "" ? "" : `${key} `;
  return `${file} is not valid: line ${String(line)}, ${where}${message}${hint === undefined ? "" : ` ${hint}`}`;
}
