import { toSafeLabel, toSafeText } from "../../core/evidence/limits.ts";
import { hasPermission } from "../../core/gate/entitled.ts";
import { parseOrderTitle } from "../../core/retraining/parse-order.ts";
import { MAX_ORDERS, type RetrainingOrder } from "../../core/retraining/retraining.ts";
import { readPermission } from "../../github/permissions.ts";
import { listWorkflowRunsOfFile, type WorkflowRun } from "../../github/workflow-runs.ts";
import { isOnBranch } from "../is-on-branch.ts";
import { readKnownFile } from "../read-known-file.ts";
import type { Workplace } from "../workplace.ts";
import { changeRetraining } from "./change-record.ts";
import { openRetraining, type RetrainingOutcome } from "./open-retraining.ts";
import type { RetrainingPlace } from "./place.ts";
import { readRetraining } from "./read-retraining.ts";

/** The file of the template. */
export const ORDER_WORKFLOW = "retrain.yml";

/** An order that was not answered for so long is not wanted any more: the App was away, and a person can ask again. */
const MAX_AGE_MS = 86_400_000;

/**
 * Answers those who asked for a retraining by starting the workflow of the template on the default branch. What counts is
 * GitHub's word for who started it, and their permission now; the workflow itself reports nothing.
 */
export async function answerOrders(workplace: Workplace, place: RetrainingPlace): Promise<void> {
  const { octokit, repository, now } = workplace;
  const { project, defaultBranch, commit } = place;
  if (!project.models.some(({ retrain }) => retrain !== undefined)) return;
  // Somebody may have called the workflow that trains so: then starting it by hand is a training, and asks for nothing.
  if (project.models.some(({ workflow, retrain }) => [workflow, retrain?.workflow].includes(ORDER_WORKFLOW))) return;
  // Most repositories do not have it, and then there is nothing to ask for.
  const file = `.github/workflows/${ORDER_WORKFLOW}`;
  if (commit !== undefined && (await readKnownFile(workplace, file, commit)) === undefined) return;
  const filter = { event: "workflow_dispatch", branch: defaultBranch };
  const runs = await listWorkflowRunsOfFile(octokit, repository, ORDER_WORKFLOW, filter);
  const young = runs.filter(({ createdAt }) => Date.parse(now()) - Date.parse(createdAt) < MAX_AGE_MS);
  // In the order in which they were asked.
  for (const run of young.toReversed()) await answerOrder(workplace, place, run);
}

async function answerOrder(workplace: Workplace, { project, defaultBranch }: RetrainingPlace, run: WorkflowRun) {
  const { octokit, repository, log } = workplace;
  const words = parseOrderTitle(run.title);
  const plan = project.models.find(({ name }) => name === words?.model);
  if (words === undefined || plan === undefined || run.actor === undefined || run.headBranch !== defaultBranch) return;
  const known = (await readRetraining(workplace, plan.name)).orders ?? [];
  if (known.some(({ workflowRun }) => workflowRun.id === run.id)) return;
  // They are answered in their order: where no more are remembered, what is older than all of them was answered.
  if (known.length >= MAX_ORDERS && known.every(({ workflowRun }) => workflowRun.id > run.id)) return;
  // A tag may be called like the default branch, and carry another workflow file.
  if (!(await isOnBranch(workplace, run.headSha, defaultBranch))) return;
  const mayWrite = hasPermission(await readPermission(octokit, repository, run.actor), "write");
  const outcome: RetrainingOutcome = mayWrite
    ? await openRetraining(workplace, { ...words, requestedBy: run.actor, defaultBranch })
    : { kind: "refused", reason: "Whoever started it may not write to this repository." };
  log.info({ ...repository, model: plan.name, workflowRun: run.id, by: run.actor, outcome }, "retraining asked for");
  const order: RetrainingOrder = {
    workflowRun: { id: run.id, url: run.url },
    by: toSafeLabel(run.actor, 100),
    answeredAt: workplace.now(),
    outcome: outcome.kind,
    ...("number" in outcome && outcome.number !== undefined ? { pullRequest: outcome.number } : {}),
    ...("reason" in outcome ? { reason: toSafeText(outcome.reason, 500) } : {}),
  };
  const headline = `${plan.name}: retraining asked for by ${order.by}, ${order.outcome}`;
  await changeRetraining(workplace, { model: plan.name, headline }, async (retraining) => {
    const orders = retraining.orders ?? [];
    if (orders.some(({ workflowRun }) => workflowRun.id === run.id)) return undefined;
    return { ...retraining, orders: [order, ...orders].slice(0, MAX_ORDERS) };
  });
}
