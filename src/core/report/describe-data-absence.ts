import type { DataHeadline } from "./dataset-report.ts";
import { formatInstant } from "./format-number.ts";
import { lostWorkflowRun } from "./lost-workflow-run.ts";
import type { ReportContext } from "./report-context.ts";
import type { DataFacts, WorkflowRunFacts } from "./report-facts.ts";
import type { Sentence } from "./sentence.ts";

/** Where the way to data evidence is described. */
const VALIDATE_URL = "https://github.com/pawl-ml/pawl/blob/main/actions/validate-data/README.md";

/** The configuration wants something of the data: a contract, or checks. */
export function isWatched({ plan }: Pick<DataFacts, "plan">): boolean {
  return plan.contract !== undefined || Object.keys(plan.checks).length > 0;
}

/** The headline while a workflow run has not ended. */
export function describeDataPending(active: readonly WorkflowRunFacts[], again: boolean): DataHeadline | undefined {
  const running = active.find(({ status }) => status === "in_progress") ?? active[0];
  if (running === undefined) return undefined;
  const link = { link: `run ${String(running.number)}`, url: running.url };
  const since = `${again ? " again" : ""} since ${formatInstant(running.startedAt)} (`;
  return running.status === "queued"
    ? { kind: "queued", icon: "⏳", sentence: [` waits for a runner${since}`, link, ")"], conclusion: "pending" }
    : { kind: "running", icon: "⏳", sentence: [` is being validated${since}`, link, ")"], conclusion: "pending" };
}

/** The headline of a dataset of which there is no evidence, and none is on its way. */
export function describeDataAbsence(facts: DataFacts, model: string, context: ReportContext): DataHeadline {
  const { refused, workflowRuns, plan } = facts;
  if (refused.length > 0) {
    return { kind: "no evidence", icon: "❌", sentence: [" left evidence that was refused"], conclusion: "failure" };
  }
  if (!isWatched(facts) || plan.key === undefined) {
    const advice: Sentence = [
      "A ",
      { code: "contract" },
      " or ",
      { code: "checks" },
      " in the configuration would: ",
      { link: "how to validate data", url: VALIDATE_URL },
      ".",
    ];
    const sentence: Sentence = [" changed, and nothing checks it"];
    return { kind: "not watched", icon: "⚪", sentence, advice, conclusion: "neutral" };
  }
  const last = workflowRuns.toSorted((a, b) => b.id - a.id || b.attempt - a.attempt)[0];
  return last === undefined ? describeNotValidated(facts, model, context) : describeLost(facts, model, last);
}

function describeNotValidated({ plan }: DataFacts, model: string, { headSha, fork }: ReportContext): DataHeadline {
  const sentence: Sentence = [
    " was not validated: no workflow run of ",
    { code: plan.workflow },
    " for ",
    { code: headSha.slice(0, 7) },
  ];
  const advice: Sentence = fork
    ? ["On a fork a maintainer may have to approve it."]
    : ["Let it run on pull requests, with a step ", ...stepOf(plan.key ?? plan.name, model)];
  return { kind: "not validated", icon: "⚪", sentence, advice, conclusion: "neutral" };
}

function stepOf(dataset: string, model: string): Sentence {
  return [
    "that uses ",
    { code: "pawl-ml/pawl/actions/validate-data@v1" },
    " with ",
    { code: `model: ${model}` },
    " and ",
    { code: `dataset: ${dataset}` },
    ": ",
    { link: "how to validate data", url: VALIDATE_URL },
    ".",
  ];
}

const KIND_OF_FATE = { failed: "no evidence", cancelled: "cancelled", "not begun": "not validated" } as const;

/** A workflow run ended, and nothing about the data arrived. */
function describeLost({ plan }: DataFacts, model: string, last: WorkflowRunFacts): DataHeadline {
  const run = { link: `run ${String(last.number)}`, url: last.url };
  const lost = lostWorkflowRun(last.conclusion);
  if (lost !== undefined) {
    const { fate, icon, conclusion, what } = lost;
    return { kind: KIND_OF_FATE[fate], icon, conclusion, sentence: [" has no result: ", run, ` ${what}`] };
  }
  const sentence: Sentence = [" has no result: ", run, " of ", { code: plan.workflow }, " left no evidence about it"];
  const advice: Sentence = ["It needs a step ", ...stepOf(plan.key ?? plan.name, model)];
  return { kind: "no evidence", icon: "⚪", sentence, advice, conclusion: "neutral" };
}
