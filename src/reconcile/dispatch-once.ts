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

/** What came of an order: the workflow run, as far as it is known, or the sentence that says why there will be none. */
export type OnceOutcome =
  | { readonly kind: "dispatched"; readonly run: Pick<WorkflowRun, "id" | "url"> | undefined }
  | { readonly kind: "refused"; readonly reason: string };

/** Dispatches a workflow unless its run is there already, also after a lost answer. Returns the sentence that says why it cannot be, if so. */
export async function dispatchOnce(workplace: Workplace, order: OnceOrder): Promise<string | undefined> {
  const outcome = await dispatchAndFind(workplace, order);
  return outcome.kind === "refused" ? outcome.reason : undefined;
}

/**
 * As `dispatchOnce`, and says which workflow run it is.
 *
 * @param certain Whoever asks has claimed the order just now, so that nobody can have dispatched it: no look before.
 */
export async function dispatchAndFind(
  workplace: Workplace,
  order: OnceOrder,
  { certain = false }: { readonly certain?: boolean } = {},
): Promise<OnceOutcome> {
  const { octokit, repository, log } = workplace;
  const { workflowFile, ref, inputs, explainRefusal } = order;
  let uncertain = order.seenBefore;
  for (let attempt = 1; ; attempt++) {
    const found = certain && attempt === 1 ? undefined : await findDispatched(workplace, order, uncertain);
    if (found !== undefined) return { kind: "dispatched", run: found };
    try {
      const run = await dispatchWorkflow(octokit, repository, { workflowFile, ref, inputs: { ...inputs } });
      log.info({ workflow: workflowFile, ref, key: inputs["pawl-key"], workflowRun: run?.id }, "workflow dispatched");
      return { kind: "dispatched", run };
    } catch (error) {
      const refusal = explainRefusal(error);
      if (refusal !== undefined) return { kind: "refused", reason: refusal };
      if (!isLostAnswer(error) || attempt >= ATTEMPTS) throw error;
      uncertain = true;
    }
  }
}

async function findDispatched(
  workplace: Workplace,
  order: OnceOrder,
  uncertain: boolean,
): Promise<WorkflowRun | undefined> {
  const { octokit, repository } = workplace;
  for (let look = 1; look <= (uncertain ? LOOKS : 1); look++) {
    if (look > 1) await workplace.pause(LOOK_PAUSE_MS);
    const among = order.among ?? { event: "workflow_dispatch" };
    const runs = await listWorkflowRunsOfFile(octokit, repository, order.workflowFile, among);
    const found = runs.find((run) => order.isOrdered(run, uncertain));
    if (found !== undefined) return found;
  }
  return undefined;
}
