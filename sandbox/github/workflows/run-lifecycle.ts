import { ApiError } from "../api-error.ts";
import { emitCheckRun, emitCheckSuite, refreshSuite } from "../operations/checks.ts";
import type { Job, WorkflowRun } from "../run-state.ts";
import type { Account, Repository } from "../state.ts";
import { timestamp, type World } from "../world.ts";
import { emitJob, emitRun, queueAttempt } from "./create-run.ts";
import { reportEnvironments } from "./environments.ts";
import { listWorkflowFiles } from "./queue-runs.ts";

/** A runner took the jobs of the present attempt. */
export async function startRun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  runnerName: string,
): Promise<void> {
  if (run.status !== "queued") return;
  run.status = "in_progress";
  run.updatedAt = timestamp(world);
  await emitRun(world, repository, run, "in_progress", run.triggeringActor);
  for (const job of jobsOfAttempt(run)) {
    job.status = "in_progress";
    job.startedAt = run.updatedAt;
    job.runnerName = runnerName;
    job.checkRun.status = "in_progress";
    job.checkRun.startedAt = run.updatedAt;
    emitJob(world, repository, run, job, "in_progress");
  }
  await reportEnvironments(world, repository, run, () => "in_progress");
}

/** The present attempt is over. `jobs` gives single jobs (by name) another conclusion. */
export async function completeRun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  { conclusion, jobs = {} }: { conclusion: string; jobs?: Readonly<Record<string, string>> },
): Promise<void> {
  if (run.status === "completed") return;
  const at = timestamp(world);
  for (const job of jobsOfAttempt(run)) {
    job.status = "completed";
    job.conclusion = jobs[job.name] ?? conclusion;
    job.completedAt = at;
    job.checkRun.status = "completed";
    job.checkRun.conclusion = job.conclusion;
    job.checkRun.completedAt = at;
    emitJob(world, repository, run, job, "completed");
    emitCheckRun(world, repository, job.checkRun, { action: "completed", sender: run.triggeringActor });
  }
  await reportEnvironments(world, repository, run, (job) =>
    (jobs[job] ?? conclusion) === "success" ? "success" : "failure",
  );
  run.status = "completed";
  run.conclusion = conclusion;
  run.updatedAt = at;
  refreshSuite(repository, run.suite, at);
  run.suite.status = "completed";
  run.suite.conclusion = conclusion;
  await emitCheckSuite(world, repository, run.suite, "completed", run.triggeringActor);
  await emitRun(world, repository, run, "completed", run.triggeringActor);
}

/** GitHub lets a workflow run be re-run 50 times. */
const MOST_ATTEMPTS = 51;

/** Queues a further attempt of a completed workflow run. @throws ApiError 403 while it runs or after too many. */
export async function rerun(world: World, repository: Repository, run: WorkflowRun, sender: Account): Promise<void> {
  if (run.status !== "completed") throw new ApiError(403, "This workflow is already running");
  if (run.attempt >= MOST_ATTEMPTS) throw new ApiError(403, "This workflow run has been re-run too often");
  run.attempt += 1;
  run.status = "queued";
  run.conclusion = null;
  run.startedAt = timestamp(world);
  run.updatedAt = run.startedAt;
  run.triggeringActor = sender;
  await emitRun(world, repository, run, "requested", sender);
  const parsed = (await listWorkflowFiles(repository, run.checkoutSha)).get(run.workflow.path);
  await queueAttempt(world, repository, run, parsed?.jobs ?? []);
}

function jobsOfAttempt(run: WorkflowRun): readonly Job[] {
  return run.jobs.filter(({ attempt }) => attempt === run.attempt);
}
