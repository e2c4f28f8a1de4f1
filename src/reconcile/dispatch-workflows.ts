import { isNotFound, isUnprocessable } from "../github/request-failure.ts";
import type { WorkflowRun } from "../github/workflow-runs.ts";
import { dispatchOnce } from "./dispatch-once.ts";
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

/** Dispatches each workflow once for one order. Returns the sentence that says why it cannot be, if so. */
export async function dispatchWorkflows(workplace: Workplace, order: StartOrder): Promise<string | undefined> {
  const { ref, seenBefore, workflows } = order;
  const { login } = workplace.self;
  for (const workflowFile of workflows) {
    const refusal = await dispatchOnce(workplace, {
      workflowFile,
      ref,
      inputs: { [KEY_INPUT]: commandKey(order) },
      seenBefore,
      isOrdered: (run, uncertain) => isOf(run, order) || (uncertain && couldBeOf(run, order, login)),
      explainRefusal: (error) => explainRefusal(error, workflowFile),
    });
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function explainRefusal(error: unknown, workflowFile: string): string | undefined {
  if (isNotFound(error)) {
    return `There is no workflow \`.github/workflows/${workflowFile}\` on the default branch to start.`;
  }
  if (isUnprocessable(error)) {
    return `GitHub did not start \`${workflowFile}\` on this branch. It needs \`on: workflow_dispatch\` with an input \`${KEY_INPUT}\`, on the default branch and on this one.`;
  }
  return undefined;
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
