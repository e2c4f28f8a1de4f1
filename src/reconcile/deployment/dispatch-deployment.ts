import { findPromotionKey, namesPromotion, type PromotionKey } from "../../core/deployment/promotion-key.ts";
import { isForbidden, isLostAnswer, isNotFound, isUnprocessable } from "../../github/request-failure.ts";
import { dispatchWorkflow, listWorkflowRunsOfFile, type WorkflowRun } from "../../github/workflow-runs.ts";
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

/** A dispatched workflow run shows up within seconds; so often and so long it is looked for before the dispatch is repeated. */
const LOOKS = 4;
const LOOK_PAUSE_MS = 3000;
/** Clocks of GitHub and of this machine may differ by so much. */
const CLOCK_MS = 60_000;

/** Dispatches the deploy workflow once for one promotion. Returns the sentence that says why GitHub will not, if so. */
export async function dispatchDeployment(workplace: Workplace, order: DeployOrder): Promise<string | undefined> {
  const { octokit, repository, log } = workplace;
  const { workflow: workflowFile, ref, inputs } = order;
  let uncertain = order.seenBefore;
  for (let attempt = 1; ; attempt++) {
    if (await wasDispatched(workplace, order, uncertain)) return undefined;
    try {
      await dispatchWorkflow(octokit, repository, { workflowFile, ref, inputs: { ...inputs } });
      log.info({ workflow: workflowFile, key: inputs["pawl-key"] }, "deploy workflow dispatched");
      return undefined;
    } catch (error) {
      const refusal = explainRefusal(error, order);
      if (refusal !== undefined) return refusal;
      if (!isLostAnswer(error) || attempt >= 2) throw error;
      uncertain = true;
    }
  }
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

async function wasDispatched(workplace: Workplace, order: DeployOrder, uncertain: boolean): Promise<boolean> {
  const { octokit, repository, self } = workplace;
  for (let look = 1; look <= (uncertain ? LOOKS : 1); look++) {
    if (look > 1) await workplace.pause(LOOK_PAUSE_MS);
    const runs = await listWorkflowRunsOfFile(octokit, repository, order.workflow, { event: "workflow_dispatch" });
    const own = runs.filter(({ actor }) => actor === self.login);
    if (own.some((run) => namesPromotion(run.title, order.key) || (uncertain && couldBeOf(run, order)))) return true;
  }
  return false;
}

/** Started by the App after the promotion, and for no other one: a `run-name` may lack the key. */
function couldBeOf({ headBranch, createdAt, title }: WorkflowRun, { ref, since }: DeployOrder): boolean {
  return (
    headBranch === ref &&
    Date.parse(createdAt) >= Date.parse(since) - CLOCK_MS &&
    title.split("\n").every((line) => findPromotionKey(line) === undefined)
  );
}
