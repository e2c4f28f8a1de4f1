import { findPullRequestsOf } from "../src/github/pull-requests.ts";
import { acceptCommit } from "../src/reconcile/accept-commit.ts";
import { reconcilePullRequest } from "../src/reconcile/reconcile-pull-request.ts";
import { reportMergeGroup } from "../src/reconcile/report-merge-group.ts";
import { runCommand } from "../src/reconcile/run-command.ts";
import type { Workplace } from "../src/reconcile/workplace.ts";
import type { Job } from "./jobs.ts";
import type { Workplaces } from "./workplaces.ts";

/** Does one job. What it finds out about others it hands to `add`. */
export async function runJob(workplaces: Workplaces, job: Job, add: (job: Job) => void): Promise<void> {
  const workplace = await workplaces.open(job);
  switch (job.kind) {
    case "pull-request": {
      const head = await reconcilePullRequest(workplace, job.number, { fresh: job.fresh });
      for (const sha of job.commits) {
        if (sha !== head) await acceptCommit(workplace, { sha, defaultBranch: job.defaultBranch });
      }
      return;
    }
    case "commit":
      return runCommitJob(workplace, job, add);
    case "merge-group":
      return reportMergeGroup(workplace, job.group);
    case "command":
      return runCommand(workplace, job.comment);
  }
}

async function runCommitJob(
  workplace: Workplace,
  job: Job & { readonly kind: "commit" },
  add: (job: Job) => void,
): Promise<void> {
  const { octokit, repository, memory } = workplace;
  const { sha, installation, defaultBranch, fresh } = job;
  const place = { installation, repository, defaultBranch, kind: "pull-request" } as const;
  const found = job.search ? await findPullRequestsOf(octokit, repository, sha, job.head) : [];
  for (const { number } of found) add({ ...place, number, fresh, commits: [] });
  if (found.length > 0) return;
  await acceptCommit(workplace, { sha, defaultBranch });
  // The baseline of whoever started from this commit may have appeared. Only those that are remembered: after a restart
  // the sweep looks at every open pull request anyway.
  for (const [number, mergeBase] of memory.mergeBases.entries()) {
    if (mergeBase === sha) add({ ...place, number, fresh: false, commits: [] });
  }
}
