import { DATA_CHECK, EXPERIMENT_CHECK } from "../core/report/render-report.ts";
import type { CheckContent } from "../github/checks.ts";
import { listOwnChecks, type OwnCheck } from "../github/checks.ts";
import { readPullRequest } from "../github/pull-requests.ts";
import { reconcilePullRequest } from "./reconcile-pull-request.ts";
import { upsertChecks } from "./upsert-check.ts";
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
 * Reports the checks on a merge group, because a queue waits for them. A queue times out after an hour or so and a
 * training may take longer, so the pull request's own results are reused.
 */
export async function reportMergeGroup(workplace: Workplace, { headSha, headRef }: MergeGroup): Promise<void> {
  const number = pullRequestOfMergeGroup(headRef);
  const results = number === undefined ? [] : await readResults(workplace, number);
  const contents = new Map(CHECKS.map((name) => [name, planMergeGroupCheck(number, resultOf(results, name))] as const));
  await upsertChecks(workplace, { headSha, contents, fresh: false, mayCreate: true });
}

const CHECKS = [EXPERIMENT_CHECK, DATA_CHECK] as const;

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

async function readResults(workplace: Workplace, number: number): Promise<readonly OwnCheck[]> {
  const { octokit, repository, self } = workplace;
  const pullRequest = await readPullRequest(octokit, repository, number);
  if (pullRequest === undefined) return [];
  const question = { headSha: pullRequest.headSha, self };
  const results = await listOwnChecks(octokit, repository, question);
  if (CHECKS.every((name) => resultOf(results, name) !== undefined)) return results;
  await reconcilePullRequest(workplace, number, { fresh: false });
  return listOwnChecks(octokit, repository, question);
}

function resultOf(results: readonly OwnCheck[], wanted: string): OwnCheck | undefined {
  return results.find(({ name }) => name === wanted);
}
