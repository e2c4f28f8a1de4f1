import { formatRepository, type Repository } from "../src/github/repository.ts";
import type { MergeGroup } from "../src/reconcile/report-merge-group.ts";
import type { CommandComment } from "../src/reconcile/run-command.ts";

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
      }
    | {
        readonly kind: "commit";
        readonly sha: string;
        /** `owner:branch`, to find the pull request by. */
        readonly head: string | undefined;
        readonly fresh: boolean;
        /** False: it is known that no open pull request has this head. */
        readonly search: boolean;
      }
    | { readonly kind: "merge-group"; readonly group: MergeGroup }
    | { readonly kind: "command"; readonly comment: CommandComment }
  );

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
    case "command":
      return `${place}#command/${String(job.comment.commentId)}`;
  }
}

export function mergeJobs(waiting: Job, added: Job): Job {
  if (waiting.kind === "pull-request" && added.kind === "pull-request") {
    const commits = [...new Set([...waiting.commits, ...added.commits])];
    return { ...added, commits, fresh: waiting.fresh || added.fresh };
  }
  if (waiting.kind === "commit" && added.kind === "commit") {
    return {
      ...added,
      head: added.head ?? waiting.head,
      fresh: waiting.fresh || added.fresh,
      search: waiting.search || added.search,
    };
  }
  return added;
}
