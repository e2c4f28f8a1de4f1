import type { Outcome } from "../evidence/run-evidence.ts";
import { formatFence } from "./format-fence.ts";
import type { ModelReport } from "./model-report.ts";
import type { Accepted } from "./report-facts.ts";
import { foldedSection, type Section } from "./section.ts";
import { formatLink } from "./sentence.ts";

const SHOWN_LINES = 12;
const MAX_LINE = 240;

/** The last lines of the log of a run or evaluation that did not succeed, and the way to the whole log. */
export function renderFailure({ run, evaluation }: ModelReport): Section[] {
  const failed = [run, evaluation].find(
    (document) => document !== undefined && document.document.outcome.kind !== "succeeded",
  );
  return failed === undefined ? [] : renderLogTail(failed);
}

/** The end of the log that a document holds; nothing of one that succeeded. */
export function renderLogTail({
  document,
  workflowRun,
}: Pick<Accepted<{ readonly outcome: Outcome }>, "document" | "workflowRun">): Section[] {
  const { outcome } = document;
  if (outcome.kind === "succeeded") return [];
  const { url, number } = workflowRun;
  const lines = outcome.logTail.flatMap((line) => line.split("\n")).map(shortenLine);
  const link = `${formatLink(`The whole log is in run ${String(number)}`, url)}.`;
  if (lines.length === 0) return [{ weight: "essential", markdown: `It wrote nothing to the log. ${link}` }];
  const last = lines.slice(-SHOWN_LINES);
  const shown: Section = { weight: "essential", markdown: `${formatFence(last, "text")}\n\n${link}` };
  return lines.length > last.length
    ? [shown, foldedSection(`Last ${String(lines.length)} lines of the log`, formatFence(lines, "text"))]
    : [shown];
}

/** The beginning of a line says what it is about; its indentation is kept, as a stack trace needs it. */
function shortenLine(line: string): string {
  const text = line.trimEnd();
  return text.length <= MAX_LINE ? text : `${text.slice(0, MAX_LINE - 1)}…`;
}
