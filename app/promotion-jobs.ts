import { CONFIG_FILE } from "../src/core/config/parse-project-config.ts";
import type { AppIdentity } from "../src/github/app-identity.ts";
import type { Repository } from "../src/github/repository.ts";
import { ALIAS_FOLDER } from "../src/reconcile/promotion/plan-alias-changes.ts";
import type { Job } from "./jobs.ts";
import {
  type EventOrigin,
  ownPullRequests,
  type PullRequestReference,
  placeOf,
  pullRequestJob,
} from "./jobs-of-event.ts";

/** `pull_request_review`, and labels: only a gate depends on them. */
export function onJudgement(
  event: EventOrigin & { readonly pull_request: { readonly number: number } },
): readonly Job[] {
  const place = placeOf(event);
  return place === undefined ? [] : [pullRequestJob(place, event.pull_request.number, { only: "promotion" })];
}

/**
 * `check_run.completed` and `status`, of anybody but the App: where a policy waits for a check of that name.
 *
 * @param isAwaited Whether some policy of the repository was seen to name it.
 */
export function onCheckResult(
  event: EventOrigin,
  result: {
    readonly name: string;
    readonly sha: string;
    readonly app?: number | null | undefined;
    readonly pulls?: readonly (PullRequestReference | null)[] | undefined;
  },
  {
    self,
    isAwaited,
  }: { readonly self: AppIdentity; readonly isAwaited: (repository: Repository, name: string) => boolean },
): readonly Job[] {
  const place = placeOf(event);
  if (place === undefined || result.app === self.id || !isAwaited(place.repository, result.name)) return [];
  const { sha } = result;
  const numbers = ownPullRequests(event, result.pulls, sha);
  if (numbers.length > 0) return numbers.map((number) => pullRequestJob(place, number, { only: "promotion" }));
  return [{ ...place, kind: "commit", sha, head: undefined, fresh: false, search: true, only: "promotion" }];
}

interface PushedCommit {
  readonly added?: readonly string[] | undefined;
  readonly modified?: readonly string[] | undefined;
  readonly removed?: readonly string[] | undefined;
}

/** GitHub lists no more commits of a push than this, and of a large commit not all files. */
const MAX_LISTED_COMMITS = 2048;

/**
 * `push`: to the default branch, where aliases may have moved, versions may have come and rules may be others; or of a tag
 * of a version by somebody else than the App, which may have moved it.
 */
export function onPush(
  event: EventOrigin & {
    readonly ref: string;
    readonly forced?: boolean | undefined;
    readonly commits?: readonly PushedCommit[] | undefined;
    readonly sender?: { readonly login: string } | null | undefined;
  },
  self: AppIdentity,
): readonly Job[] {
  const place = placeOf(event);
  if (place === undefined || event.sender?.login === self.login) return [];
  const job: Job = { ...place, kind: "default-branch", cause: { judgeAgain: true } };
  if (event.ref.startsWith("refs/tags/")) return event.ref.includes("@v") ? [job] : [];
  if (event.ref !== `refs/heads/${place.defaultBranch}`) return [];
  const commits = event.commits ?? [];
  const files = commits.flatMap(({ added = [], modified = [], removed = [] }) => [...added, ...modified, ...removed]);
  const concerns = files.some((file) => file === CONFIG_FILE || file.startsWith(ALIAS_FOLDER));
  const unsure = event.forced === true || commits.length >= MAX_LISTED_COMMITS || files.length === 0;
  return concerns || unsure ? [job] : [];
}

/** `deployment_status`: how far an environment is with a promotion. */
export function onDeploymentStatus(
  event: EventOrigin & { readonly deployment: { readonly id: number } },
): readonly Job[] {
  const place = placeOf(event);
  return place === undefined ? [] : [{ ...place, kind: "deployment", deployment: event.deployment.id }];
}

/** `deployment_protection_rule`: GitHub asks whether a job may go on to an environment. */
export function onProtectionRule(
  event: EventOrigin & {
    readonly environment?: string | undefined;
    readonly deployment_callback_url?: string | undefined;
  },
): readonly Job[] {
  const place = placeOf(event);
  const run = /\/actions\/runs\/(\d+)\/deployment_protection_rule$/.exec(event.deployment_callback_url ?? "")?.[1];
  if (place === undefined || run === undefined || event.environment === undefined) return [];
  const request = { workflowRunId: Number(run), environment: event.environment };
  return [{ ...place, kind: "protection", request }];
}
