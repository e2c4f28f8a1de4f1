import { CONFIG_FILE, parseProjectConfig } from "../core/config/parse-project-config.ts";
import type { ModelPlan } from "../core/config/project-config.ts";
import { readFileAt } from "../github/contents.ts";
import { listOpenPullRequests, type PullRequest } from "../github/pull-requests.ts";
import { listWorkflowRunsOfFile, type WorkflowRun } from "../github/workflow-runs.ts";
import { mayStillListMore } from "./collect-evidence.ts";
import { readEntries } from "./read-ledger.ts";
import { refreshLedger } from "./refresh-ledger.ts";
import type { Workplace } from "./workplace.ts";

/** What has to be looked at. */
export interface SweepFindings {
  readonly pullRequests: readonly number[];
  readonly commits: readonly string[];
  /** Open pull requests that were seen to move an alias: what the gate says of them can change because time passes. */
  readonly promotions: readonly number[];
  /** The default branch has a configuration that is valid. */
  readonly configured: boolean;
  /** It has one, valid or not: where it is not, checks that were due are missed. */
  readonly hasConfig: boolean;
}

/** More than this is left for the next sweep: what was handed on is not handed on again, so every sweep gets further. */
const MAX_FINDINGS = 100;
const PULL_REQUEST_PAGES = 5;

/**
 * Looks for what a lost event should have told: open pull requests that changed since they were last looked at, and
 * completed workflow runs that nobody has taken the evidence of. Costs a call for the configuration, one for the ledger's
 * head, one for each page of open pull requests and one for each workflow file (of models and of their datasets) and each model of the configuration.
 */
export async function sweepRepository(workplace: Workplace, defaultBranch: string): Promise<SweepFindings> {
  const { octokit, repository, memory } = workplace;
  await refreshLedger(workplace);
  const pullRequests = await listOpenPullRequests(octokit, repository, PULL_REQUEST_PAGES);
  const workflowRuns: WorkflowRun[] = [];
  const { models, hasConfig } = await readModels(workplace, defaultBranch);
  for (const workflowFile of workflowFilesOf(models)) {
    workflowRuns.push(...(await listWorkflowRunsOfFile(octokit, repository, workflowFile)));
  }
  const kept = new Set<string>();
  for (const { name } of models) {
    for (const { workflowRun } of await readEntries(workplace, name)) kept.add(attemptOf(workflowRun));
  }
  const plan = planSweep(pullRequests, workflowRuns, kept, { handled: memory.handled, now: workplace.now() });
  const promotions = [...memory.promotions.entries()].map(([number]) => number);
  return {
    ...plan,
    promotions: promotions.filter((number) => !plan.pullRequests.includes(number)),
    configured: models.length > 0,
    hasConfig,
  };
}

interface ModelWorkflows {
  readonly workflow: string;
  readonly data: readonly { readonly workflow: string }[];
  readonly drift?: { readonly workflow: string } | undefined;
  readonly retrain?: { readonly workflow: string } | undefined;
}

/** Each file that trains a model, validates its data or looks for drift, once. */
export function workflowFilesOf(models: readonly ModelWorkflows[]): readonly string[] {
  const files = models.flatMap(({ workflow, data, drift, retrain }) => [
    workflow,
    ...data.map((dataset) => dataset.workflow),
    ...(drift === undefined ? [] : [drift.workflow]),
    ...(retrain === undefined ? [] : [retrain.workflow]),
  ]);
  return [...new Set(files)];
}

/** Names an attempt of a workflow run, as the keys of what is kept do. */
export function attemptOf({ id, attempt }: { readonly id: number; readonly attempt: number }): string {
  return `${String(id)}/${String(attempt)}`;
}

/**
 * Picks what changed since it was last handed on, and remembers it as handed on. Where room is left, workflow runs that
 * completed within the last hour and left nothing are picked again: lists of artifacts lag behind.
 *
 * @param kept Attempts whose evidence is on the ledger, all of it: a workflow run's documents are kept in one commit.
 */
export function planSweep(
  pullRequests: readonly PullRequest[],
  workflowRuns: readonly WorkflowRun[],
  kept: ReadonlySet<string>,
  { handled, now }: { readonly handled: Map<string, string>; readonly now: string },
): Pick<SweepFindings, "pullRequests" | "commits"> {
  const changed = new Set<number>();
  const commits = new Set<string>();
  const isNews = (key: string, state: string): boolean => {
    if (handled.get(key) === state) return false;
    if (changed.size + commits.size >= MAX_FINDINGS) return false;
    handled.set(key, state);
    return true;
  };
  const ofHead = new Map(pullRequests.map((pullRequest) => [pullRequest.headSha, pullRequest.number]));
  for (const { number, headSha, baseSha, updatedAt } of pullRequests) {
    if (isNews(handledPullRequest(number), `${headSha} ${baseSha} ${updatedAt}`)) changed.add(number);
  }
  const again: WorkflowRun[] = [];
  const pick = ({ headSha }: WorkflowRun): void => {
    const number = ofHead.get(headSha);
    if (number === undefined) commits.add(headSha);
    else changed.add(number);
  };
  for (const workflowRun of workflowRuns) {
    const { id, attempt, status, conclusion, headSha } = workflowRun;
    const missing = status === "completed" && !kept.has(attemptOf(workflowRun));
    if (!ofHead.has(headSha) && !missing) continue;
    const state = `${String(attempt)} ${status} ${String(conclusion)}`;
    if (isNews(`${handledCommit(headSha)}${String(id)}`, state)) pick(workflowRun);
    else if (missing && mayStillListMore(workflowRun, now)) again.push(workflowRun);
  }
  for (const workflowRun of again) {
    if (changed.size + commits.size < MAX_FINDINGS) pick(workflowRun);
  }
  forgetOldest(handled);
  return { pullRequests: [...changed], commits: [...commits] };
}

export function handledPullRequest(number: number): string {
  return `pull/${String(number)}`;
}

/** What the keys of a commit's workflow runs begin with. */
export function handledCommit(sha: string): string {
  return `run/${sha}/`;
}

const MAX_HANDLED = 5000;

function forgetOldest(handled: Map<string, string>): void {
  for (const key of handled.keys()) {
    if (handled.size <= MAX_HANDLED) return;
    handled.delete(key);
  }
}

async function readModels(
  { octokit, repository }: Workplace,
  defaultBranch: string,
): Promise<{ readonly models: readonly ModelPlan[]; readonly hasConfig: boolean }> {
  const bytes = await readFileAt(octokit, repository, CONFIG_FILE, defaultBranch);
  const parsed = bytes === undefined ? undefined : parseProjectConfig(bytes);
  const models = parsed !== undefined && "project" in parsed ? parsed.project.models : [];
  return { models, hasConfig: bytes !== undefined };
}
