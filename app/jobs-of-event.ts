import { PROMOTION_CHECK } from "../src/core/gate/render-promotion-check.ts";
import { DATA_CHECK, EXPERIMENT_CHECK } from "../src/core/report/render-report.ts";
import type { AppIdentity } from "../src/github/app-identity.ts";
import { toWorkflowRun, type WorkflowRunAnswer } from "../src/github/workflow-runs.ts";
import { parseCommandLine } from "../src/reconcile/commands/parse-command-line.ts";
import { concernsMonitoring } from "./concerns-monitoring.ts";
import type { Job, Place } from "./jobs.ts";

type PullRequestJob = Extract<Job, { readonly kind: "pull-request" }>;

// Only what is used of GitHub's payloads, and everything optional that some version or stand-in leaves out.

export interface EventOrigin {
  readonly installation?: { readonly id: number } | undefined;
  readonly repository?:
    | {
        readonly id?: number | undefined;
        readonly name: string;
        readonly full_name: string;
        readonly default_branch?: string | undefined;
      }
    | undefined;
}

export interface PullRequestReference {
  readonly number: number;
  readonly head?: { readonly sha?: string | undefined } | undefined;
  readonly base?: { readonly repo?: { readonly id?: number | undefined } | undefined } | undefined;
}

interface Person {
  readonly login: string;
  readonly type?: string | undefined;
}

/** Where an event happened; undefined where it names no installation, so nothing could be asked. */
export function placeOf({ installation, repository }: EventOrigin): Place | undefined {
  const owner = repository?.full_name.split("/")[0];
  if (installation === undefined || repository === undefined || owner === undefined) return undefined;
  return {
    installation: installation.id,
    repository: { owner, repo: repository.name },
    defaultBranch: repository.default_branch ?? "main",
  };
}

/** `pull_request`: opened, pushed to, reopened, given another base, closed. */
export function onPullRequest(
  event: EventOrigin & { readonly pull_request: { readonly number: number } },
): readonly Job[] {
  const place = placeOf(event);
  return place === undefined ? [] : [pullRequestJob(place, event.pull_request.number, {})];
}

/** `workflow_run`: requested, in progress, completed. */
export function onWorkflowRun(
  event: EventOrigin & {
    readonly workflow_run: WorkflowRunAnswer & {
      readonly pull_requests?: readonly (PullRequestReference | null)[] | undefined;
    };
  },
): readonly Job[] {
  const place = placeOf(event);
  if (place === undefined) return [];
  const run = toWorkflowRun(event.workflow_run);
  const numbers = ownPullRequests(event, event.workflow_run.pull_requests, run.headSha);
  const completed = run.status === "completed";
  const commits = completed ? [run.headSha] : [];
  const concerned = completed && run.fork !== true && concernsMonitoring(run.headBranch, place.defaultBranch);
  const monitor = concerned ? { monitor: true } : {};
  if (numbers.length > 0) return numbers.map((number) => pullRequestJob(place, number, { commits, ...monitor }));
  // Of the default branch's own pushes nothing is to be found, and a search costs three calls.
  const search = !(run.event === "push" && run.headBranch === place.defaultBranch && run.fork !== true);
  return [{ ...place, kind: "commit", sha: run.headSha, head: run.head, fresh: false, search, ...monitor }];
}

/** `check_run.rerequested`, of our own checks only: each is asked for with the others, they are made of the same facts. */
export function onCheckRerequested(
  event: EventOrigin & {
    readonly check_run: {
      readonly name: string;
      readonly head_sha: string;
      readonly app?: { readonly id: number | null } | null | undefined;
      readonly pull_requests?: readonly (PullRequestReference | null)[] | undefined;
    };
  },
  self: AppIdentity,
): readonly Job[] {
  const { name, app, head_sha: sha, pull_requests: pulls } = event.check_run;
  if (![EXPERIMENT_CHECK, DATA_CHECK, PROMOTION_CHECK].includes(name) || (app?.id ?? self.id) !== self.id) return [];
  return rerequested(event, sha, pulls);
}

/** `check_suite.rerequested`. */
export function onSuiteRerequested(
  event: EventOrigin & {
    readonly check_suite: {
      readonly head_sha: string;
      readonly app?: { readonly id: number | null } | null | undefined;
      readonly pull_requests?: readonly (PullRequestReference | null)[] | undefined;
    };
  },
  self: AppIdentity,
): readonly Job[] {
  const { app, head_sha: sha, pull_requests: pulls } = event.check_suite;
  return (app?.id ?? self.id) === self.id ? rerequested(event, sha, pulls) : [];
}

/** `issue_comment`: a command in a new one; somebody else's hand on one of ours. */
export function onIssueComment(
  event: EventOrigin & {
    readonly action: string;
    readonly changes?: { readonly body?: { readonly from?: string | undefined } | undefined } | undefined;
    readonly sender?: Person | undefined;
    readonly issue: { readonly number: number; readonly pull_request?: object | undefined };
    readonly comment: {
      readonly id: number;
      readonly body?: string | undefined;
      readonly created_at: string;
      readonly user?: Person | null | undefined;
      readonly performed_via_github_app?: { readonly id: number } | null | undefined;
    };
  },
  self: AppIdentity,
): readonly Job[] {
  const place = placeOf(event);
  const { action, comment, issue, sender } = event;
  if (place === undefined) return [];
  const onPullRequest = issue.pull_request !== undefined;
  const author = comment.user;
  if (author?.login === self.login) {
    const own = action === "created" || sender?.login === self.login;
    return own || !onPullRequest ? [] : [pullRequestJob(place, issue.number, {})];
  }
  if (author === null || author === undefined || author.type === "Bot") return [];
  const line = parseCommandLine(comment.body ?? "");
  if (action !== "created") {
    // What was said and then changed or taken back may be what a gate passed by.
    const before = parseCommandLine(event.changes?.body?.from ?? "");
    const broke = line?.name === "break-glass" || before?.name === "break-glass";
    return broke && onPullRequest ? [pullRequestJob(place, issue.number, {})] : [];
  }
  if (line === undefined) return [];
  return [
    {
      ...place,
      kind: "command",
      comment: {
        issue: issue.number,
        onPullRequest,
        commentId: comment.id,
        author: author.login,
        body: comment.body ?? "",
        createdAt: comment.created_at,
      },
    },
  ];
}

/** `merge_group.checks_requested`. */
export function onMergeGroup(
  event: EventOrigin & {
    readonly merge_group: {
      readonly head_sha: string;
      readonly head_ref: string;
      readonly base_sha?: string | undefined;
    };
  },
): readonly Job[] {
  const place = placeOf(event);
  const { head_sha: headSha, head_ref: headRef, base_sha: baseSha } = event.merge_group;
  return place === undefined ? [] : [{ ...place, kind: "merge-group", group: { headSha, headRef, baseSha } }];
}

function rerequested(
  event: EventOrigin,
  sha: string,
  pulls: readonly (PullRequestReference | null)[] | undefined,
): readonly Job[] {
  const place = placeOf(event);
  if (place === undefined) return [];
  const numbers = ownPullRequests(event, pulls, sha);
  if (numbers.length > 0) return numbers.map((number) => pullRequestJob(place, number, { fresh: true }));
  return [{ ...place, kind: "commit", sha, head: undefined, fresh: true, search: true }];
}

/** Pull requests of this repository with this head; payloads also name those of the repository that this one is a fork of. */
export function ownPullRequests(
  { repository }: EventOrigin,
  pulls: readonly (PullRequestReference | null)[] | undefined,
  sha: string,
): readonly number[] {
  return (pulls ?? []).flatMap((pull) => {
    if (pull === null) return [];
    const base = pull.base?.repo?.id;
    const elsewhere = base !== undefined && repository?.id !== undefined && base !== repository.id;
    return elsewhere || (pull.head?.sha ?? sha) !== sha ? [] : [pull.number];
  });
}

export function pullRequestJob(
  place: Place,
  number: number,
  {
    fresh = false,
    commits = [],
    only,
    monitor,
  }: Partial<Pick<PullRequestJob, "fresh" | "commits" | "only" | "monitor">>,
): Job {
  const after = monitor === undefined ? {} : { monitor };
  return { ...place, kind: "pull-request", number, fresh, commits, only, ...after };
}
