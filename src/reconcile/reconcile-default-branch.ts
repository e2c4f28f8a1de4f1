import type { Project } from "../core/config/project-config.ts";
import { readBranchHead } from "../github/branch-head.ts";
import { createAttempts } from "./attempts.ts";
import { answerWaitingRuns } from "./deployment/answer-protection-rule.ts";
import { reconcilePromotions } from "./deployment/reconcile-promotions.ts";
import { readPolicy } from "./promotion/read-policy.ts";
import { reconcileRegistry } from "./registry/reconcile-registry.ts";
import type { Workplace } from "./workplace.ts";

/** The configuration in force on the default branch now; `undefined` where there is none that is valid. */
export async function readProjectInForce(workplace: Workplace, defaultBranch: string): Promise<Project | undefined> {
  const commit = await readBranchHead(workplace.octokit, workplace.repository, defaultBranch);
  if (commit === undefined) return undefined;
  return (await readPolicy(workplace, { commit, branch: defaultBranch })).project;
}

/**
 * Makes everything that follows from the default branch what it has to be: versions and their tags, the promotion pull
 * requests that registration opens, and the consequences of every alias that moved. What a crash left is finished;
 * repeating it changes nothing. One part that fails does not keep the others; the first error is thrown in the end.
 */
export async function reconcileDefaultBranch(workplace: Workplace, defaultBranch: string): Promise<void> {
  const project = await readProjectInForce(workplace, defaultBranch);
  if (project === undefined) return;
  const place = { project, defaultBranch };
  const { attempt, finish } = createAttempts();
  await attempt(() => reconcileRegistry(workplace, project, defaultBranch));
  await attempt(() => reconcilePromotions(workplace, place));
  await attempt(() => answerWaitingRuns(workplace, place));
  finish();
}
