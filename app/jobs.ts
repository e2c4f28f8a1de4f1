import { formatRepository, type Repository } from "../src/github/repository.ts";
import type { CommandComment } from "../src/reconcile/commands/comment-command.ts";
import type { ProtectionRequest } from "../src/reconcile/deployment/protection-request.ts";
import type { MergeGroup } from "../src/reconcile/report-merge-group.ts";

/** Where a job works. */
export interface Place {
  readonly installation: number;
  readonly repository: Repository;
  readonly defaultBranch: string;
}

/** What an event asks for. Nothing in it is believed: it only says where to look. */
export type Job = Place &
  (
    | {
        readonly kind: "pull-request";
        readonly number: number;
        /** The check was asked for again. */
        readonly fresh: boolean;
        /** Commits with a completed workflow run; one that is not the head any more is looked at by itself. */
        readonly commits: readonly string[];
        /** Something happened that only a promotion can depend on: a review, a label, somebody else's check. */
        readonly only?: "promotion" | undefined;
        /** Afterwards checks and retrainings are looked at: they depend on what this takes in. */
        readonly monitor?: boolean | undefined;
      }
    | {
        readonly kind: "commit";
        readonly sha: string;
        /** `owner:branch`, to find the pull request by. */
        readonly head: string | undefined;
        readonly fresh: boolean;
        /** False: it is known that no open pull request has this head. */
        readonly search: boolean;
        readonly only?: "promotion" | undefined;
        readonly monitor?: boolean | undefined;
      }
    | {
        readonly kind: "monitoring";
        /** Who edited an issue of the App just now, as GitHub's event says. */
        readonly editor?: string | undefined;
      }
    /** A repository without a configuration, or whose onboarding pull request was closed. */
    | { readonly kind: "onboarding" }
    | { readonly kind: "default-branch"; readonly cause: DefaultBranchCause }
    | { readonly kind: "deployment"; readonly deployment: number }
    | { readonly kind: "protection"; readonly request: ProtectionRequest }
    | { readonly kind: "merge-group"; readonly group: MergeGroup }
    | { readonly kind: "command"; readonly comment: CommandComment }
  );

/** Why the default branch is looked at: somebody pushed to it, or a sweep did not want to rely on having been told. */
export interface DefaultBranchCause {
  /** Rules or aliases changed, so that open promotions have to be judged again. */
  readonly judgeAgain: boolean;
}

/** Jobs of one key are never done at the same time, and those that wait become one. */
export function keyOf(job: Job): string {
  const place = formatRepository(job.repository).toLowerCase();
  switch (job.kind) {
    case "pull-request":
      return `${place}#${String(job.number)}`;
    case "commit":
      return `${place}@${job.sha}`;
    case "merge-group":
      return `${place}@merge-group/${job.group.headSha}`;
    // Registry and consequences of promotions are one line of work, so that they never meet themselves.
    case "default-branch":
    case "deployment":
      return `${place}@registry`;
    case "monitoring":
      return `${place}@monitoring`;
    case "onboarding":
      return `${place}@onboarding`;
    case "protection":
      return `${place}@protection/${String(job.request.workflowRunId)}/${job.request.environment}`;
    case "command":
      return `${place}#command/${String(job.comment.commentId)}`;
  }
}

export function mergeJobs(waiting: Job, added: Job): Job {
  if (waiting.kind === "pull-request" && added.kind === "pull-request") {
    const commits = [...new Set([...waiting.commits, ...added.commits])];
    return {
      ...added,
      commits,
      fresh: waiting.fresh || added.fresh,
      only: bothOnly(waiting, added),
      ...eitherMonitor(waiting, added),
    };
  }
  if (waiting.kind === "monitoring" && added.kind === "monitoring") {
    return { ...added, editor: added.editor ?? waiting.editor };
  }
  if (waiting.kind === "commit" && added.kind === "commit") {
    return {
      ...added,
      head: added.head ?? waiting.head,
      fresh: waiting.fresh || added.fresh,
      search: waiting.search || added.search,
      only: bothOnly(waiting, added),
      ...eitherMonitor(waiting, added),
    };
  }
  // A look at everything includes the look at one deployment, and at two.
  if (waiting.kind === "deployment" && added.kind === "deployment" && waiting.deployment !== added.deployment) {
    const { installation, repository, defaultBranch } = added;
    return { installation, repository, defaultBranch, kind: "default-branch", cause: { judgeAgain: false } };
  }
  if (waiting.kind === "default-branch") {
    const judgeAgain = waiting.cause.judgeAgain || (added.kind === "default-branch" && added.cause.judgeAgain);
    return { ...waiting, cause: { judgeAgain } };
  }
  return added;
}

interface Scoped {
  readonly only?: "promotion" | undefined;
  readonly monitor?: boolean | undefined;
}

function eitherMonitor(waiting: Scoped, added: Scoped): Pick<Scoped, "monitor"> {
  return waiting.monitor === true || added.monitor === true ? { monitor: true } : {};
}

function bothOnly(waiting: Scoped, added: Scoped): "promotion" | undefined {
  return waiting.only === "promotion" && added.only === "promotion" ? "promotion" : undefined;
}
