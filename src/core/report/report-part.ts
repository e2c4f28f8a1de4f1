import type { Conclusion } from "./model-report.ts";
import type { ReportAnnotation } from "./report-facts.ts";
import type { Section } from "./section.ts";

export type CheckOutcome =
  | { readonly pending: "queued" | "in_progress" }
  | { readonly conclusion: Conclusion; readonly annotations: readonly ReportAnnotation[] };

/** What one of the check runs is about: its sections, of which the comment has the same, its title and how it ends. */
export interface ReportPart {
  readonly sections: readonly Section[];
  readonly title: string;
  readonly outcome: CheckOutcome;
}
