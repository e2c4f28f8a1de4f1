import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, isUnprocessable, messageOf } from "./request-failure.ts";

/** A workflow run as GitHub describes it, newest attempt only. */
export interface WorkflowRun {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly url: string;
  readonly event: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly headSha: string;
  readonly headBranch: string;
  /** `.github/workflows/train.yml`, without the ref that GitHub may append. */
  readonly path: string;
  /** What the run is called in lists: `run-name`, with its inputs filled in. */
  readonly title: string;
  readonly startedAt: string;
  readonly createdAt: string;
  /** When its state last changed: of a completed one, when it completed. */
  readonly updatedAt: string;
  /** Login of whoever started it; `pawl[bot]` where the App did. */
  readonly actor: string | undefined;
  /** The code is another repository's; undefined where GitHub did not say. */
  readonly fork: boolean | undefined;
  /** `owner:branch` of the head, to find its pull request by. */
  readonly head: string | undefined;
}

/** The part of GitHub's answer that is used; webhooks leave several fields out. */
export interface WorkflowRunAnswer {
  readonly id: number;
  readonly run_number: number;
  readonly run_attempt?: number | undefined;
  readonly html_url: string;
  readonly event: string;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly head_sha: string;
  readonly head_branch: string | null;
  readonly path?: string | undefined;
  readonly display_title?: string | undefined;
  readonly name?: string | null | undefined;
  readonly created_at: string;
  readonly run_started_at?: string | undefined;
  readonly updated_at?: string | undefined;
  readonly actor?: { readonly login: string } | null | undefined;
  readonly repository?: { readonly id: number } | undefined;
  readonly head_repository?: { readonly id: number; readonly full_name?: string | null } | null | undefined;
}

/** One page is enough: a commit has rarely more than a handful of workflow runs. */
const PER_PAGE = 100;

/** Workflow runs of a commit, newest first. */
export async function listWorkflowRunsOf(
  octokit: Octokit,
  { owner, repo }: Repository,
  headSha: string,
): Promise<readonly WorkflowRun[]> {
  const { data } = await octokit.rest.actions.listWorkflowRunsForRepo({
    owner,
    repo,
    head_sha: headSha,
    per_page: PER_PAGE,
  });
  return newestFirst(data.workflow_runs.filter((run) => run.head_sha === headSha));
}

/** The newest workflow runs of one workflow file; empty where the repository has no such workflow. */
export async function listWorkflowRunsOfFile(
  octokit: Octokit,
  { owner, repo }: Repository,
  workflowFile: string,
  filter: { readonly event?: string; readonly branch?: string; readonly status?: "waiting" } = {},
): Promise<readonly WorkflowRun[]> {
  try {
    const { data } = await octokit.rest.actions.listWorkflowRuns({
      owner,
      repo,
      workflow_id: workflowFile,
      per_page: PER_PAGE,
      ...filter,
    });
    return newestFirst(data.workflow_runs);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** One workflow run; `undefined` where the repository has none of that id. */
export async function readWorkflowRun(
  octokit: Octokit,
  { owner, repo }: Repository,
  id: number,
): Promise<WorkflowRun | undefined> {
  try {
    const { data } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: id });
    return toWorkflowRun(data);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Where the workflow run of a dispatch is. */
export interface DispatchedRun {
  readonly id: number;
  readonly url: string;
}

/**
 * Starts a workflow on a branch. Never repeated by the client: after a lost answer the caller looks for the run. Returns
 * its workflow run; `undefined` where an older GitHub does not say.
 */
export async function dispatchWorkflow(
  octokit: Octokit,
  { owner, repo }: Repository,
  {
    workflowFile,
    ref,
    inputs,
  }: { readonly workflowFile: string; readonly ref: string; readonly inputs: Record<string, string> },
): Promise<DispatchedRun | undefined> {
  const order = { owner, repo, workflow_id: workflowFile, ref, inputs };
  const dispatch = octokit.rest.actions.createWorkflowDispatch;
  try {
    const { data } = await dispatch({ ...order, return_run_details: true });
    return toDispatchedRun(data);
  } catch (error) {
    // Servers from before 2026 refuse a key that they do not know, and have started nothing then.
    if (!isUnprocessable(error) || !/return_run_details/.test(messageOf(error))) throw error;
    await dispatch(order);
    return undefined;
  }
}

/** Said so since 2026: 204 and nothing before. */
function toDispatchedRun(data: unknown): DispatchedRun | undefined {
  if (typeof data !== "object" || data === null || !("workflow_run_id" in data) || !("html_url" in data))
    return undefined;
  const { workflow_run_id: id, html_url: url } = data;
  return typeof id === "number" && typeof url === "string" ? { id, url } : undefined;
}

export function toWorkflowRun(run: WorkflowRunAnswer): WorkflowRun {
  const headOwner = run.head_repository?.full_name?.split("/")[0];
  return {
    id: run.id,
    number: run.run_number,
    attempt: run.run_attempt ?? 1,
    url: run.html_url,
    event: run.event,
    status: run.status ?? "queued",
    conclusion: run.conclusion,
    headSha: run.head_sha,
    headBranch: run.head_branch ?? "",
    path: (run.path ?? "").replace(/@.*$/, ""),
    title: `${run.display_title ?? ""}\n${run.name ?? ""}`,
    startedAt: run.run_started_at ?? run.created_at,
    createdAt: run.created_at,
    updatedAt: run.updated_at ?? run.run_started_at ?? run.created_at,
    actor: run.actor?.login,
    fork: isFork(run),
    head: headOwner === undefined || run.head_branch === null ? undefined : `${headOwner}:${run.head_branch}`,
  };
}

/** `head_repository` is null where a fork was deleted: what cannot be shown to be ours is not. */
function isFork({ repository, head_repository: head }: WorkflowRunAnswer): boolean | undefined {
  if (head === null) return true;
  return head === undefined || repository === undefined ? undefined : head.id !== repository.id;
}

function newestFirst(runs: readonly WorkflowRunAnswer[]): readonly WorkflowRun[] {
  return runs.map(toWorkflowRun).sort((a, b) => b.id - a.id);
}
