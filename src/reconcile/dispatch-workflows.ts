import { isLostAnswer, isNotFound, isUnprocessable } from "../github/request-failure.ts";
import { dispatchWorkflow, listWorkflowRunsOfFile, type WorkflowRun } from "../github/workflow-runs.ts";
import { ANY_COMMAND_KEY, commandKey, type StartCommand } from "./plan-start-command.ts";
import type { Workplace } from "./workplace.ts";

export interface StartOrder {
  readonly kind: StartCommand["kind"];
  readonly commentId: number;
  /** When the order was given, in GitHub's clock. */
  readonly createdAt: string;
  /** File names in `.github/workflows`. */
  readonly workflows: readonly string[];
  /** Branch to run them on. */
  readonly ref: string;
  /** An earlier attempt may have got as far as the dispatch. */
  readonly seenBefore: boolean;
}

/** Input of the workflow that carries the key; templates put it into `run-name`. */
const KEY_INPUT = "pawl-key";

/** A dispatched run shows up within seconds; so often and so long it is looked for before the dispatch is repeated. */
const LOOKS = 4;
const LOOK_PAUSE_MS = 3000;

/** Dispatches each workflow once for one order. Returns the sentence that says why it cannot be, if so. */
export async function dispatchWorkflows(workplace: Workplace, order: StartOrder): Promise<string | undefined> {
  for (const workflowFile of order.workflows) {
    if (await wasDispatched(workplace, order, workflowFile, order.seenBefore)) continue;
    const refusal = await dispatch(workplace, order, workflowFile);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

async function dispatch(workplace: Workplace, order: StartOrder, workflowFile: string): Promise<string | undefined> {
  const { octokit, repository, log } = workplace;
  const key = commandKey(order);
  for (let attempt = 1; ; attempt++) {
    try {
      await dispatchWorkflow(octokit, repository, { workflowFile, ref: order.ref, inputs: { [KEY_INPUT]: key } });
      log.info({ workflow: workflowFile, ref: order.ref, key }, "workflow dispatched");
      return undefined;
    } catch (error) {
      if (isNotFound(error)) {
        return `There is no workflow \`.github/workflows/${workflowFile}\` on the default branch to start.`;
      }
      if (isUnprocessable(error)) {
        return `GitHub did not start \`${workflowFile}\` on this branch. It needs \`on: workflow_dispatch\` with an input \`${KEY_INPUT}\`, on the default branch and on this one.`;
      }
      if (!isLostAnswer(error) || attempt >= 2) throw error;
      if (await wasDispatched(workplace, order, workflowFile, true)) return undefined;
    }
  }
}

async function wasDispatched(
  workplace: Workplace,
  order: StartOrder,
  workflowFile: string,
  uncertain: boolean,
): Promise<boolean> {
  const { octokit, repository, self } = workplace;
  for (let look = 1; look <= (uncertain ? LOOKS : 1); look++) {
    if (look > 1) await workplace.pause(LOOK_PAUSE_MS);
    const runs = await listWorkflowRunsOfFile(octokit, repository, workflowFile, { event: "workflow_dispatch" });
    if (runs.some((run) => isOf(run, order) || (uncertain && couldBeOf(run, order, self.login)))) return true;
  }
  return false;
}

/** The workflow run bears the order's key in its name. */
export function isOf({ title }: Pick<WorkflowRun, "title">, order: Pick<StartOrder, "kind" | "commentId">): boolean {
  return new RegExp(`(^|[^\\w-])${commandKey(order)}($|[^\\w-])`, "m").test(title);
}

/** Started by the App on this branch after the order was given, and for no other order: a `run-name` may lack the key. */
function couldBeOf({ actor, headBranch, createdAt, title }: WorkflowRun, order: StartOrder, login: string): boolean {
  return (
    actor === login &&
    headBranch === order.ref &&
    Date.parse(createdAt) >= Date.parse(order.createdAt) &&
    !ANY_COMMAND_KEY.test(title)
  );
}
