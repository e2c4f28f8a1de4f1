import { findPullRequestsOf } from "../src/github/pull-requests.ts";
import { acceptCommit } from "../src/reconcile/accept-commit.ts";
import { parseCommandLine } from "../src/reconcile/commands/parse-command-line.ts";
import { answerProtectionRule } from "../src/reconcile/deployment/answer-protection-rule.ts";
import { reconcileDeployment } from "../src/reconcile/deployment/reconcile-deployment.ts";
import { reconcileOnboarding } from "../src/reconcile/onboarding/reconcile-onboarding.ts";
import { readProjectInForce, reconcileDefaultBranch } from "../src/reconcile/reconcile-default-branch.ts";
import { reconcilePullRequest } from "../src/reconcile/reconcile-pull-request.ts";
import { judgeMergeGroupOf, reportMergeGroup } from "../src/reconcile/report-merge-group.ts";
import { runCommand } from "../src/reconcile/run-command.ts";
import type { Workplace } from "../src/reconcile/workplace.ts";
import type { Job, Place } from "./jobs.ts";
import { monitoringJob } from "./monitoring-jobs.ts";
import type { Onboarding } from "./onboarding-jobs.ts";
import { runMonitoringJob } from "./run-monitoring-job.ts";
import type { Workplaces } from "./workplaces.ts";

/** What a job tells whoever runs it. */
export interface JobListener {
  readonly add: (job: Job) => void;
  /** When a repository has to be looked at again though nothing happens; `undefined`: never. */
  readonly wakeAt: (place: Place, due: string | undefined) => void;
  readonly onboarding: Pick<Onboarding, "installedBy" | "mayOpen" | "done">;
}

/** Does one job. What it finds out about others it hands to `add`. */
export async function runJob(workplaces: Workplaces, job: Job, listener: JobListener): Promise<void> {
  const workplace = await workplaces.open(job);
  const { add } = listener;
  await runKind(workplace, job, listener);
  if ("monitor" in job && job.monitor === true) add(monitoringJob(job));
}

async function runKind(workplace: Workplace, job: Job, { add, wakeAt, onboarding }: JobListener): Promise<void> {
  switch (job.kind) {
    case "monitoring":
      return runMonitoringJob(workplace, job, (due) => wakeAt(job, due));
    case "onboarding":
      return runOnboardingJob(workplace, job, onboarding);
    case "pull-request": {
      const head = await reconcilePullRequest(workplace, job.number, { fresh: job.fresh, only: job.only });
      await judgeMergeGroupOf(workplace, job.number);
      for (const sha of job.commits) {
        if (sha !== head) await acceptCommit(workplace, { sha, defaultBranch: job.defaultBranch });
      }
      return;
    }
    case "commit":
      return runCommitJob(workplace, job, add);
    case "merge-group":
      return reportMergeGroup(workplace, job.group);
    case "default-branch":
      return runDefaultBranchJob(workplace, job, add);
    case "deployment": {
      const project = await readProjectInForce(workplace, job.defaultBranch);
      if (project !== undefined) await reconcileDeployment(workplace, { ...job, project });
      return;
    }
    case "protection": {
      // Without a configuration nothing is known, and what is not known is refused.
      const project = (await readProjectInForce(workplace, job.defaultBranch)) ?? { models: [] };
      await answerProtectionRule(workplace, { ...job, project });
      return;
    }
    case "command":
      return runCommandJob(workplace, job, add);
  }
}

async function runOnboardingJob(
  workplace: Workplace,
  job: Job & { readonly kind: "onboarding" },
  onboarding: JobListener["onboarding"],
): Promise<void> {
  const { installation, defaultBranch } = job;
  const installedBy = onboarding.installedBy(installation);
  const mayOpen = () => onboarding.mayOpen(installation);
  const request = { defaultBranch, installedBy, askedBy: undefined, mayOpen };
  const work = reconcileOnboarding(workplace, request);
  await work.then(
    (outcome) => onboarding.done(job, outcome),
    () => onboarding.done(job, undefined),
  );
  await work;
}

async function runCommitJob(
  workplace: Workplace,
  job: Job & { readonly kind: "commit" },
  add: (job: Job) => void,
): Promise<void> {
  const { octokit, repository, memory } = workplace;
  const { sha, installation, defaultBranch, fresh, only } = job;
  const place = { installation, repository, defaultBranch, kind: "pull-request" } as const;
  const found = job.search ? await findPullRequestsOf(octokit, repository, sha, job.head) : [];
  for (const { number } of found) add({ ...place, number, fresh, commits: [], only });
  if (found.length > 0 || only === "promotion") return;
  await acceptCommit(workplace, { sha, defaultBranch });
  // The baseline of whoever started from this commit may have appeared. Only those that are remembered: after a restart
  // the sweep looks at every open pull request anyway.
  for (const [number, mergeBase] of memory.mergeBases.entries()) {
    if (mergeBase === sha) add({ ...place, number, fresh: false, commits: [] });
  }
}

/** The rules and holders that open promotions are judged by are the default branch's own. */
async function runDefaultBranchJob(
  workplace: Workplace,
  { installation, defaultBranch, cause }: Job & { readonly kind: "default-branch" },
  add: (job: Job) => void,
): Promise<void> {
  const { repository, memory } = workplace;
  await reconcileDefaultBranch(workplace, defaultBranch);
  if (!cause.judgeAgain) return;
  // Who serves may be another one now.
  add(monitoringJob({ installation, repository, defaultBranch }));
  const place = { installation, repository, defaultBranch, kind: "pull-request" } as const;
  for (const [number] of memory.promotions.entries()) add({ ...place, number, fresh: false, commits: [] });
  // A commit that moved nothing may do so now, where the default branch took in a part of its history.
  for (const [number] of [...memory.plainPulls.entries()]) {
    memory.plainPulls.delete(number);
    add({ ...place, number, fresh: false, commits: [], only: "promotion" });
  }
}

/** Commands after which checks, retrainings or what is shown of them are others. */
const MONITORED_COMMANDS: readonly string[] = ["check", "retrain", "hold", "resume"];

async function runCommandJob(
  workplace: Workplace,
  { installation, defaultBranch, comment }: Job & { readonly kind: "command" },
  add: (job: Job) => void,
): Promise<void> {
  const { repository } = workplace;
  const place = { installation, repository, defaultBranch, kind: "pull-request" } as const;
  for (const number of await runCommand(workplace, comment, defaultBranch)) {
    add({ ...place, number, fresh: false, commits: [], only: "promotion" });
  }
  const { name = "" } = parseCommandLine(comment.body) ?? {};
  if (MONITORED_COMMANDS.includes(name)) add(monitoringJob({ installation, repository, defaultBranch }));
}
