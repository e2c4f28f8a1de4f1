import { findPromotionKey, namesPromotion, type PromotionKey } from "../../core/deployment/promotion-key.ts";
import { isForbidden, isNotFound, isUnprocessable } from "../../github/request-failure.ts";
import type { WorkflowRun } from "../../github/workflow-runs.ts";
import { dispatchOnce } from "../dispatch-once.ts";
import type { Workplace } from "../workplace.ts";

export interface DeployOrder {
  readonly key: PromotionKey;
  /** File name in `.github/workflows`. */
  readonly workflow: string;
  /** Branch whose workflow file is run. */
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** When the promotion was put on record: no workflow run of it is older. */
  readonly since: string;
  /** An earlier attempt may have got as far as the dispatch. */
  readonly seenBefore: boolean;
}

/** Clocks of GitHub and of this machine may differ by so much. */
const CLOCK_MS = 60_000;

/** Dispatches the deploy workflow once for one promotion. Returns the sentence that says why GitHub will not, if so. */
export async function dispatchDeployment(workplace: Workplace, order: DeployOrder): Promise<string | undefined> {
  const { workflow: workflowFile, ref, inputs, seenBefore } = order;
  const { login } = workplace.self;
  return dispatchOnce(workplace, {
    workflowFile,
    ref,
    inputs,
    seenBefore,
    isOrdered: (run, uncertain) =>
      run.actor === login && (namesPromotion(run.title, order.key) || (uncertain && couldBeOf(run, order))),
    explainRefusal: (error) => explainRefusal(error, order),
  });
}

function explainRefusal(error: unknown, { workflow, inputs }: DeployOrder): string | undefined {
  if (isNotFound(error)) return `There is no workflow \`.github/workflows/${workflow}\` on the default branch.`;
  if (isUnprocessable(error)) {
    const names = Object.keys(inputs).map((name) => `\`${name}\``);
    return `GitHub did not start \`${workflow}\`. It needs \`on: workflow_dispatch\` with the inputs ${names.join(", ")}, and no other that is required.`;
  }
  if (isForbidden(error)) {
    return `The App may not start \`${workflow}\`: it needs the permission "Actions: write", and no policy of the organization or repository that keeps Apps from starting workflows.`;
  }
  return undefined;
}

/** Started by the App after the promotion, and for no other one: a `run-name` may lack the key. */
function couldBeOf({ headBranch, createdAt, title }: WorkflowRun, { ref, since }: DeployOrder): boolean {
  return (
    headBranch === ref &&
    Date.parse(createdAt) >= Date.parse(since) - CLOCK_MS &&
    title.split("\n").every((line) => findPromotionKey(line) === undefined)
  );
}
