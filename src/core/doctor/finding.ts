/** One thing that `pawl doctor` looked at. Every text is one sentence or a few, unescaped. */
export interface Finding {
  /** `problem`: a promotion is not safe, or does not work; `advice`: it could be better; `unknown`: it could not be read. */
  readonly level: "problem" | "advice" | "unknown" | "good";
  /** What is, in one line. */
  readonly what: string;
  /** Why it matters. Absent of good ones. */
  readonly why?: string | undefined;
  /** The exact setting or command. Absent of good ones. */
  readonly todo?: string | undefined;
}
