import { PROMOTION_CHECK } from "../core/gate/render-promotion-check.ts";
import { DATA_CHECK, EXPERIMENT_CHECK } from "../core/report/render-report.ts";
import type { CheckContent } from "../github/checks.ts";
import { listOwnChecks, type OwnCheck } from "../github/checks.ts";
import { type PullRequest, readPullRequest } from "../github/pull-requests.ts";
import { judgePullRequest } from "./promotion/judge-pull-request.ts";
import { reconcilePullRequest } from "./reconcile-pull-request.ts";
import { upsertChecks } from "./upsert-check.ts";
import type { Workplace } from "./workplace.ts";

export interface MergeGroup {
  readonly headSha: string;
  /** `refs/heads/gh-readonly-queue/main/pr-12-<sha>`. */
  readonly headRef: string;
  /** What it would be merged onto: the base branch, or the group before it in the queue. */
  readonly baseSha?: string | undefined;
}

/** The pull request that a merge group adds to the queue. Those before it in the queue have groups of their own. */
export function pullRequestOfMergeGroup(headRef: string): number | undefined {
  const number = /\/pr-(\d+)-[0-9a-f]+$/.exec(headRef)?.[1];
  return number === undefined ? undefined : Number(number);
}

/**
 * Reports the checks on a merge group, because a queue waits for them. A queue times out after an hour or so and a
 * training may take longer, so the pull request's own results are reused. The gate is asked about the commit that would be
 * merged: it reads only small files, and evidence by the version's digest.
 */
export async function reportMergeGroup(workplace: Workplace, group: MergeGroup): Promise<void> {
  const { memory, octokit, repository } = workplace;
  const number = pullRequestOfMergeGroup(group.headRef);
  const pullRequest = number === undefined ? undefined : await readPullRequest(octokit, repository, number);
  const results = pullRequest === undefined ? [] : await readResults(workplace, pullRequest);
  const contents = new Map<string, CheckContent>(
    REUSED.map((name) => [name, planMergeGroupCheck(number, resultOf(results, name))]),
  );
  contents.set(PROMOTION_CHECK, await judgeGroup(workplace, pullRequest, group));
  await upsertChecks(workplace, { headSha: group.headSha, contents, fresh: false, mayCreate: true });
  if (number === undefined) return;
  if (pullRequest?.open === true) memory.mergeGroups.set(number, group);
  else memory.mergeGroups.delete(number);
}

/** Asks the gate again about a group that waits: a review was dismissed, a label came, the policy changed. */
export async function judgeMergeGroupOf(workplace: Workplace, number: number): Promise<void> {
  const { memory, octokit, repository } = workplace;
  const group = memory.mergeGroups.get(number);
  if (group === undefined) return;
  const pullRequest = await readPullRequest(octokit, repository, number);
  if (pullRequest?.open !== true) {
    memory.mergeGroups.delete(number);
    return;
  }
  const contents = new Map([[PROMOTION_CHECK, await judgeGroup(workplace, pullRequest, group)]]);
  await upsertChecks(workplace, { headSha: group.headSha, contents, fresh: false, mayCreate: true });
}

const REUSED = [EXPERIMENT_CHECK, DATA_CHECK] as const;

async function judgeGroup(
  workplace: Workplace,
  pullRequest: PullRequest | undefined,
  { headSha, baseSha }: MergeGroup,
): Promise<CheckContent> {
  if (pullRequest === undefined) return NOBODY_TO_ASK;
  // By the rules of another branch, which may have a queue as well, nothing is judged.
  const base = pullRequest.baseRef === pullRequest.defaultBranch ? baseSha : undefined;
  const question = { pullRequest, group: { headSha, baseSha: base }, again: false };
  return (await judgePullRequest(workplace, question)).check ?? NOBODY_TO_ASK;
}

const NOBODY_TO_ASK: CheckContent = {
  status: "completed",
  conclusion: "action_required",
  title: "No pull request found for this merge group",
  summary: "⏸️ The merge group does not name a pull request, so nobody can have approved what it moves.",
  text: "",
  annotations: [],
};

/** What the check on a merge group says, from what it says on the pull request's head. */
export function planMergeGroupCheck(number: number | undefined, check: OwnCheck | undefined): CheckContent {
  const base = { status: "completed", text: "", annotations: [] } as const;
  if (number === undefined || check === undefined) {
    return {
      ...base,
      conclusion: "neutral",
      title: "No pull request found for this merge group",
      summary: "The merge group does not name a pull request that has a report, so there is no result to reuse.",
    };
  }
  const summary = `Reused from #${String(number)}, where it was computed.\n\n${check.summary ?? ""}`;
  if (check.status !== "completed") {
    return { ...base, conclusion: "neutral", title: `#${String(number)} has no result yet`, summary };
  }
  const conclusion = check.conclusion === "success" || check.conclusion === "failure" ? check.conclusion : "neutral";
  return { ...base, conclusion, title: `#${String(number)}: ${check.title ?? conclusion}`, summary };
}

async function readResults(workplace: Workplace, { number, headSha }: PullRequest): Promise<readonly OwnCheck[]> {
  const { octokit, repository, self } = workplace;
  const question = { headSha, self };
  const results = await listOwnChecks(octokit, repository, question);
  if (REUSED.every((name) => resultOf(results, name) !== undefined)) return results;
  await reconcilePullRequest(workplace, number, { fresh: false });
  return listOwnChecks(octokit, repository, question);
}

function resultOf(results: readonly OwnCheck[], wanted: string): OwnCheck | undefined {
  return results.find(({ name }) => name === wanted);
}
