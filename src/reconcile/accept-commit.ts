import { CONFIG_FILE, parseProjectConfig } from "../core/config/parse-project-config.ts";
import { readFileAt } from "../github/contents.ts";
import { listWorkflowRunsOf, type WorkflowRun } from "../github/workflow-runs.ts";
import { acceptEvidence } from "./accept-evidence.ts";
import { isOnBranch } from "./is-on-branch.ts";
import { readConfigAt } from "./read-config-facts.ts";
import type { Workplace } from "./workplace.ts";

/** Takes in the evidence of a commit that is no pull request's head: a push to main, an older head. */
export async function acceptCommit(
  workplace: Workplace,
  { sha, defaultBranch }: { readonly sha: string; readonly defaultBranch: string },
): Promise<void> {
  const workflowRuns = await listWorkflowRunsOf(workplace.octokit, workplace.repository, sha);
  if (!workflowRuns.some(({ status }) => status === "completed")) return;
  const bytes = await readConfigFor(workplace, workflowRuns, { sha, defaultBranch });
  const parsed = bytes === undefined ? undefined : parseProjectConfig(bytes);
  if (parsed === undefined || !("project" in parsed)) return;
  await acceptEvidence(workplace, workflowRuns, { project: parsed.project, defaultBranch, pullRequest: undefined });
}

/** A commit of the default branch brings its own configuration, reviewed with it; any other has the default branch's. */
async function readConfigFor(
  workplace: Workplace,
  workflowRuns: readonly WorkflowRun[],
  { sha, defaultBranch }: { readonly sha: string; readonly defaultBranch: string },
): Promise<Uint8Array | undefined> {
  const pushed = workflowRuns.some(
    ({ event, headBranch, fork }) => event === "push" && headBranch === defaultBranch && fork !== true,
  );
  if (pushed && (await isOnBranch(workplace, sha, defaultBranch))) return readConfigAt(workplace, sha);
  return readFileAt(workplace.octokit, workplace.repository, CONFIG_FILE, defaultBranch);
}
