import { formatCode } from "../report/format-code.ts";
import { formatInstant } from "../report/format-number.ts";
import type { DashboardBox } from "./dashboard-box.ts";

export const DASHBOARD_ANSWER_MARKER = "<!-- pawl:dashboard-answer -->";

/** What became of one ticked box; Markdown, one sentence or two. */
export interface BoxAnswer {
  readonly box: DashboardBox;
  readonly answer: string;
}

export interface DashboardAnswer {
  /** Login of whoever ticked; undefined where that is not known. */
  readonly by: string | undefined;
  readonly at: string;
  readonly answers: readonly BoxAnswer[];
  /** A box was ticked that is not there any more. */
  readonly unknown: boolean;
}

/** Text of the one comment below the dashboard that says what became of the boxes that were ticked last. */
export function renderDashboardAnswer({ by, at, answers, unknown }: DashboardAnswer): string {
  const who = by === undefined ? "Somebody" : formatCode(by, 60);
  return [
    `${DASHBOARD_ANSWER_MARKER}\n${who} ticked, ${formatInstant(at)}:`,
    [
      ...answers.map(({ box, answer }) => `- ${titleOf(box)}: ${answer}`),
      ...(unknown ? ["- A box that is not there, or not any more: nothing was done for it."] : []),
    ].join("\n"),
    "<sub>This comment is about the last boxes that were ticked, and is edited in place.</sub>",
  ].join("\n\n");
}

function titleOf(box: DashboardBox): string {
  const model = formatCode(box.model);
  switch (box.action) {
    case "check":
      return `Drift check of ${model}`;
    case "retrain":
      return `Retraining of ${model}`;
    case "promote":
      return `Version ${String(box.version)} of ${model} for ${formatCode(box.environment)}`;
  }
}
