import type { Project } from "../core/config/project-config.ts";
import { readBranchHead } from "../github/branch-head.ts";
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
 * repeating it changes nothing.
 */
export async function reconcileDefaultBranch(workplace: Workplace, defaultBranch: string): Promise<void> {
  const project = await readProjectInForce(workplace, defaultBranch);
  if (project === undefined) return;
  await reconcileRegistry(workplace, project, defaultBranch);
}
