import { formatDuration, formatInstant, formatQuantity } from "./format-number.ts";
import { lostWorkflowRun } from "./lost-workflow-run.ts";
import type { Headline } from "./model-report.ts";
import type { ReportContext } from "./report-context.ts";
import type { ModelFacts, WorkflowRunFacts } from "./report-facts.ts";
import type { Sentence } from "./sentence.ts";

/** The headline where there is no result to speak of: not yet, not at all, or lost. */
export function describeAbsence(
  facts: ModelFacts,
  active: readonly WorkflowRunFacts[],
  hasEvidence: boolean,
  context: ReportContext,
): Headline {
  const running = active.find(({ status }) => status === "in_progress") ?? active[0];
  if (running !== undefined) return describePending(facts, running, hasEvidence, context);
  const last = facts.workflowRuns.toSorted((a, b) => b.id - a.id || b.attempt - a.attempt)[0];
  return last === undefined ? describeNotTrained(facts, context) : describeLost(facts, last, context);
}

function describePending(
  { earlierDurations }: ModelFacts,
  running: WorkflowRunFacts,
  hasEvidence: boolean,
  { now }: ReportContext,
): Headline {
  const again = hasEvidence ? " again" : "";
  const usual: Sentence =
    earlierDurations.length === 0
      ? ["; no earlier run tells how long it takes"]
      : [`; it usually takes ${usualDuration(earlierDurations)}`];
  const link = { link: `run ${String(running.number)}`, url: running.url };
  if (running.status === "queued") {
    return {
      kind: "queued",
      icon: "⏳",
      sentence: [`waits for a runner${again} since ${formatInstant(running.startedAt)} (`, link, ")"],
      conclusion: "pending",
    };
  }
  return {
    kind: "running",
    icon: "⏳",
    sentence: [
      `is being trained${again} since ${formatInstant(running.startedAt)}`,
      elapsedHours(running, now),
      " (",
      link,
      ")",
      ...usual,
    ],
    conclusion: "pending",
  };
}

/** In whole hours only: a report that changed by the minute would be written by the minute. */
function elapsedHours({ startedAt }: WorkflowRunFacts, now: string): string {
  const hours = Math.floor((Date.parse(now) - Date.parse(startedAt)) / 3_600_000);
  return hours >= 1 ? `, for more than ${formatQuantity(hours, "hour")}` : "";
}

/** The middle of the earlier ones, and how far they reached. */
function usualDuration(seconds: readonly number[]): string {
  const sorted = seconds.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const [shortest = middle, longest = middle] = [sorted[0], sorted.at(-1)];
  const range = longest > 1.2 * shortest ? ` (${formatDuration(shortest)} to ${formatDuration(longest)})` : "";
  return `${formatDuration(middle)}${range}`;
}

function describeNotTrained({ plan, refused }: ModelFacts, { fork, authorIsBot, headSha }: ReportContext): Headline {
  if (refused.length > 0) return refusedHeadline();
  const why: Sentence = fork
    ? [
        "was not trained: nothing is trained for a fork. A maintainer can push ",
        { code: headSha.slice(0, 7) },
        " to a branch of this repository",
      ]
    : [
        `was not trained${authorIsBot ? ": bots train nothing by themselves" : `: no workflow run of `}`,
        ...(authorIsBot ? [] : [{ code: plan.workflow }, " for this commit"]),
        ". Comment ",
        { code: "/pawl train" },
        " to train it",
      ];
  return { kind: "not trained", icon: "⚪", sentence: why, conclusion: "neutral" };
}

function refusedHeadline(): Headline {
  return { kind: "no evidence", icon: "❌", sentence: ["left evidence that was refused"], conclusion: "failure" };
}

const KIND_OF_FATE = { failed: "failed", cancelled: "cancelled", "not begun": "not trained" } as const;

/** A workflow run ended, and nothing of it arrived. */
function describeLost({ refused }: ModelFacts, last: WorkflowRunFacts, { brokenDataRuns }: ReportContext): Headline {
  if (refused.length > 0) return refusedHeadline();
  const link = { link: `run ${String(last.number)}`, url: last.url };
  if (last.conclusion === "failure" && brokenDataRuns.has(last.id)) {
    const sentence: Sentence = ["was not trained: ", link, " found its data broken and stopped"];
    return { kind: "failed", icon: "❌", conclusion: "failure", sentence };
  }
  const lost = lostWorkflowRun(last.conclusion);
  if (lost !== undefined) {
    const { fate, icon, conclusion, what } = lost;
    return { kind: KIND_OF_FATE[fate], icon, conclusion, sentence: ["has no result: ", link, ` ${what}`] };
  }
  const question = last.conclusion === "success" ? ". Does the workflow use the train action for this model?" : "";
  const sentence: Sentence = ["has no result: ", link, ` ended without leaving evidence${question}`];
  return { kind: "no evidence", icon: "⚪", conclusion: "neutral", sentence };
}
