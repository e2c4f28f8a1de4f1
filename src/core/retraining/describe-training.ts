import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import { formatInstant } from "../report/format-number.ts";
import { formatLink } from "../report/sentence.ts";
import type { RetrainingRecord, RetrainingRun } from "./retraining.ts";

/** How far the training of a retraining pull request has come, in Markdown: a sentence, and what to look for. */
export function describeTraining({ runs }: Pick<RetrainingRecord, "runs">, workflow: string): string {
  const newest = newestRun(runs);
  const name = formatCode(workflow);
  if (newest === undefined) return `${name} is about to be started on this branch. ${REPORT}`;
  const place = `(${linkRun(newest)}${runs.length > 1 ? `, attempt ${String(runs.length)}` : ""})`;
  const reason = newest.reason === undefined ? "" : `: ${escapeMarkdown(newest.reason.replace(/[.\s]+$/, ""), 300)}`;
  switch (newest.outcome) {
    case "running":
      return `${name} trains on this branch since ${formatInstant(newest.dispatchedAt)} ${place}. ${REPORT}`;
    case "succeeded":
      return `${name} has trained it ${place}. ${REPORT}`;
    case "failed":
      return `${name} failed ${place}${reason}. It is not repeated by itself.`;
    case "preempted":
      return `${name} lost its machine ${place}${reason}.`;
    case "refused":
      return `GitHub did not start ${name}${reason}.`;
  }
}

const REPORT = "The comparison report below says whether the new model is better on current data.";

/** The one that was started last. */
export function newestRun(runs: readonly RetrainingRun[]): RetrainingRun | undefined {
  return runs.toSorted((a, b) => Date.parse(b.dispatchedAt) - Date.parse(a.dispatchedAt))[0];
}

/** `[run](…)`, or its commit where GitHub has not said yet which workflow run it is. */
export function linkRun({ workflowRun, commit }: RetrainingRun): string {
  return workflowRun === undefined
    ? `commit ${formatCode(commit.slice(0, 12))}`
    : formatLink("workflow run", workflowRun.url);
}
