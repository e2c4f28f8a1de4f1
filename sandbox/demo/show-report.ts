import { LEDGER_BRANCH } from "../../src/core/evidence/ledger-index.ts";
import { EXPERIMENT_CHECK } from "../../src/core/report/render-report.ts";
import type { Report } from "../read-report.ts";
import type { Sandbox } from "../start-sandbox.ts";
import { formatForTerminal } from "./format-for-terminal.ts";

const RULE = "─".repeat(100);

export interface ShownReport {
  readonly report: Report;
  readonly sandbox: Pick<Sandbox, "cloneUrl" | "url">;
  readonly write: (text: string) => void;
}

/** Prints the report as a person finds it on the pull request, and where everything can be looked at. */
export function showReport({ report, sandbox, write }: ShownReport): void {
  const { comment, commentUrl, check } = report;
  const lines = [
    "",
    RULE,
    formatForTerminal(comment),
    RULE,
    `Check  ${EXPERIMENT_CHECK}: ${check.conclusion ?? check.status}`,
    `Page   ${commentUrl}`,
    `Ledger git clone --branch ${LEDGER_BRANCH} ${sandbox.cloneUrl}`,
    "",
  ];
  write(`${lines.join("\n")}\n`);
}
