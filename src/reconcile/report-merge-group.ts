import { EXPERIMENT_CHECK } from "../core/report/render-report.ts";
import type { CheckContent } from "../github/checks.ts";
import { listOwnChecks, type OwnCheck } from "../github/checks.ts";
import { readPullRequest } from "../github/pull-requests.ts";
import { reconcilePullRequest } from "./reconcile-pull-request.ts";
import { upsertCheck } from "./upsert-check.ts";
import type { Workplace } from "./workplace.ts";

export interface MergeGroup {
  readonly headSha: string;
  /** `refs/heads/gh-readonly-queue/main/pr-12-<sha>`. */
  readonly headRef: string;
}

/** The pull request that a merge group adds to the queue. Those before it in the queue have groups of their own. */
export function pullRequestOfMergeGroup(headRef: string): number | undefined {
  const number = /\/pr-(\d+)-[0-9a-f]+$/.exec(headRef)?.[1];
  return number === undefined ? undefined : Number(number);
}

/**
 * Reports the check on a merge group, because a queue waits for it. A queue times out after an hour or so and a training
 * may take longer, so the pull request's own result is reused.
 */
export async function reportMergeGroup(workplace: Workplace, { headSha, headRef }: MergeGroup): Promise<void> {
  const number = pullRequestOfMergeGroup(headRef);
  const check = number === undefined ? undefined : await readResult(workplace, number);
  const content = planMergeGroupCheck(number, check);
  await upsertCheck(workplace, { headSha, content, fresh: false, mayCreate: true });
}

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

async function readResult(workplace: Workplace, number: number): Promise<OwnCheck | undefined> {
  const { octokit, repository, self } = workplace;
  const pullRequest = await readPullRequest(octokit, repository, number);
  if (pullRequest === undefined) return undefined;
  const question = { headSha: pullRequest.headSha, name: EXPERIMENT_CHECK, self };
  const [check] = await listOwnChecks(octokit, repository, question);
  if (check !== undefined) return check;
  await reconcilePullRequest(workplace, number, { fresh: false });
  return (await listOwnChecks(octokit, repository, question))[0];
}
