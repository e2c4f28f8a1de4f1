import { DATA_CHECK, EXPERIMENT_CHECK } from "../../src/core/report/render-report.ts";
import type { Report } from "../read-report.ts";
import { formatForTerminal } from "./format-for-terminal.ts";

const RULE = "─".repeat(100);

export interface ShownReport {
  readonly report: Report;
  readonly write: (text: string) => void;
}

/** Prints the report as a person finds it on the pull request, and where it can be looked at. */
export function showReport({ report, write }: ShownReport): void {
  const { comment, commentUrl, check, dataCheck } = report;
  const lines = [
    "",
    RULE,
    formatForTerminal(comment),
    RULE,
    ...[[EXPERIMENT_CHECK, check] as const, [DATA_CHECK, dataCheck] as const].map(
      ([name, { conclusion, status, title }]) => `Check  ${name}: ${conclusion ?? status} (${title})`,
    ),
    `Page   ${commentUrl}`,
    "",
  ];
  write(`${lines.join("\n")}\n`);
}
