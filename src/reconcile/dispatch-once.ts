import { isLostAnswer } from "../github/request-failure.ts";
import { dispatchWorkflow, listWorkflowRunsOfFile, type WorkflowRun } from "../github/workflow-runs.ts";
import type { Workplace } from "./workplace.ts";

export interface OnceOrder {
  /** File name in `.github/workflows`. */
  readonly workflowFile: string;
  /** Branch to run it on. */
  readonly ref: string;
  /** With `pawl-key`, which templates put into `run-name`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** An earlier attempt may have got as far as the dispatch. */
  readonly seenBefore: boolean;
  /** Which of the workflow's runs are looked at; those of `workflow_dispatch` if not given. */
  readonly among?: { readonly event?: string; readonly branch?: string } | undefined;
  /** Whether a workflow run is the one that was ordered; where that is `uncertain`, one that could be is enough. */
  readonly isOrdered: (run: WorkflowRun, uncertain: boolean) => boolean;
  /** The sentence that says why GitHub will not; `undefined` for every other error. */
  readonly explainRefusal: (error: unknown) => string | undefined;
}

/** A dispatched workflow run shows up within seconds; so often and so long it is looked for before the dispatch is repeated. */
const LOOKS = 4;
const LOOK_PAUSE_MS = 3000;
const ATTEMPTS = 2;

/** Dispatches a workflow unless its run is there already, also after a lost answer. Returns the sentence that says why it cannot be, if so. */
export async function dispatchOnce(workplace: Workplace, order: OnceOrder): Promise<string | undefined> {
  const { octokit, repository, log } = workplace;
  const { workflowFile, ref, inputs, explainRefusal } = order;
  let uncertain = order.seenBefore;
  for (let attempt = 1; ; attempt++) {
    if (await wasDispatched(workplace, order, uncertain)) return undefined;
    try {
      await dispatchWorkflow(octokit, repository, { workflowFile, ref, inputs: { ...inputs } });
      log.info({ workflow: workflowFile, ref, key: inputs["pawl-key"] }, "workflow dispatched");
      return undefined;
    } catch (error) {
      const refusal = explainRefusal(error);
      if (refusal !== undefined) return refusal;
      if (!isLostAnswer(error) || attempt >= ATTEMPTS) throw error;
      uncertain = true;
    }
  }
}

async function wasDispatched(workplace: Workplace, order: OnceOrder, uncertain: boolean): Promise<boolean> {
  const { octokit, repository } = workplace;
  for (let look = 1; look <= (uncertain ? LOOKS : 1); look++) {
    if (look > 1) await workplace.pause(LOOK_PAUSE_MS);
    const among = order.among ?? { event: "workflow_dispatch" };
    const runs = await listWorkflowRunsOfFile(octokit, repository, order.workflowFile, among);
    if (runs.some((run) => order.isOrdered(run, uncertain))) return true;
  }
  return false;
}
