import { emitRepositoryEvent } from "../events/repository-event.ts";
import { readCommit } from "../git/read-history.ts";
import { addCheckRun, emitCheckRun, ensureCheckSuite } from "../operations/checks.ts";
import { htmlUrl } from "../render/repository.ts";
import { renderJob, renderRun, renderWorkflow } from "../render/run.ts";
import type { Job, Workflow, WorkflowRun } from "../run-state.ts";
import type { Account, CheckRun, Json, Pull, Repository } from "../state.ts";
import { newId, timestamp, type World } from "../world.ts";
import { enterEnvironments } from "./environments.ts";
import { fillExpressions } from "./fill-expressions.ts";
import type { ParsedWorkflow } from "./parse-workflow.ts";
import { completeRun } from "./run-lifecycle.ts";

export interface NewRun {
  readonly workflow: Workflow;
  readonly parsed: ParsedWorkflow;
  readonly event: string;
  readonly checkoutSha: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly headRepository: Repository;
  readonly ref: string;
  readonly pull?: Pull;
  readonly payload: Json;
  readonly sender: Account;
  readonly chain?: number | undefined;
}

/** Queues a workflow run with its jobs, tells the Apps, and hands it to whoever runs workflows. */
export async function createRun(world: World, repository: Repository, wanted: NewRun): Promise<WorkflowRun> {
  const { workflow, parsed, event, headSha, headBranch, headRepository, ref, pull, sender } = wanted;
  const at = timestamp(world);
  workflow.runs += 1;
  const suite = ensureCheckSuite(world, repository, {
    app: world.actionsApp,
    sha: headSha,
    branch: headBranch,
    separate: true,
  });
  const run: WorkflowRun = {
    id: newId(world),
    workflow,
    number: workflow.runs,
    event,
    headSha,
    headBranch,
    headRepository,
    actor: sender,
    pullNumber: pull?.number ?? openPullOf(repository, headBranch, event),
    suite,
    createdAt: at,
    chain: wanted.chain ?? 0,
    payload: wanted.payload,
    ref,
    checkoutSha: wanted.checkoutSha,
    triggeringActor: sender,
    displayTitle: await titleOf(repository, wanted),
    attempt: 1,
    status: "queued",
    conclusion: null,
    startedAt: at,
    updatedAt: at,
    jobs: [],
    environments: [],
    gates: [],
    gateReports: [],
  };
  repository.runs.set(run.id, run);
  await emitRun(world, repository, run, "requested", sender);
  if (repository.executionProtection?.events.has(event) === true) {
    // no job comes to be, and the page of the workflow run alone says why
    await completeRun(world, repository, run, { conclusion: "startup_failure" });
  } else await queueAttempt(world, repository, run, parsed.jobs);
  return run;
}

/** Makes the jobs of the present attempt, and hands it to whoever runs workflows as soon as no environment is in the way. */
export async function queueAttempt(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  jobs: ParsedWorkflow["jobs"],
): Promise<void> {
  queueJobs(world, repository, run, jobs);
  const gates = await enterEnvironments(world, repository, run, jobs);
  if (gates.length === 0) hand(world, repository, run);
  else setStatus(run, "waiting");
}

/** Every App that guards an environment of the workflow run has let it pass. */
export function releaseRun(world: World, repository: Repository, run: WorkflowRun): void {
  setStatus(run, "queued");
  run.updatedAt = timestamp(world);
  hand(world, repository, run);
}

function setStatus(run: WorkflowRun, status: "waiting" | "queued"): void {
  run.status = status;
  for (const job of run.jobs.filter(({ attempt }) => attempt === run.attempt)) {
    job.status = status;
    job.checkRun.status = status;
  }
}

function hand(world: World, repository: Repository, run: WorkflowRun): void {
  world.queuedRuns.push({ repository, run });
  for (const notify of world.listeners) notify();
}

function openPullOf(repository: Repository, branch: string | null, event: string): number | undefined {
  if (event !== "push" && event !== "workflow_dispatch") return undefined;
  return [...repository.pulls.values()].find(
    (pull) => pull.state === "open" && pull.headRef === branch && pull.headRepository.id === repository.id,
  )?.number;
}

async function titleOf(
  repository: Repository,
  { parsed, event, payload, pull, sender, headSha, ref, workflow }: NewRun,
): Promise<string> {
  if (parsed.runName !== undefined) {
    const github = {
      event: payload,
      actor: sender.login,
      sha: headSha,
      ref,
      ref_name: ref.replace(/^refs\/\w+\//, ""),
      event_name: event,
    };
    const title = fillExpressions(parsed.runName, { github, inputs: payload["inputs"] ?? {} }).trim();
    if (title !== "") return title;
  }
  if (pull !== undefined) return pull.title;
  if (event !== "push") return workflow.name;
  return (await readCommit(repository.git, headSha))?.message.split("\n")[0] ?? workflow.name;
}

/** Makes the jobs of the present attempt, each with a check run of GitHub Actions. */
function queueJobs(world: World, repository: Repository, run: WorkflowRun, jobs: ParsedWorkflow["jobs"]): void {
  for (const { name, labels } of jobs) {
    const at = timestamp(world);
    const id = newId(world);
    const checkRun: CheckRun = {
      id: newId(world),
      name,
      headSha: run.headSha,
      app: world.actionsApp,
      suite: run.suite,
      externalId: String(id),
      detailsUrl: `${htmlUrl(world, repository)}/actions/runs/${String(run.id)}/job/${String(id)}`,
      status: "queued",
      conclusion: null,
      startedAt: at,
      completedAt: null,
      title: null,
      summary: null,
      text: null,
      annotations: [],
      actions: [],
    };
    const job: Job = {
      id,
      runId: run.id,
      attempt: run.attempt,
      name,
      labels,
      createdAt: at,
      checkRun,
      status: "queued",
      conclusion: null,
      startedAt: at,
      completedAt: null,
      runnerName: null,
    };
    addCheckRun(repository, checkRun);
    run.jobs.push(job);
    emitCheckRun(world, repository, checkRun, { action: "created", sender: run.triggeringActor });
    emitJob(world, repository, run, job, "queued");
  }
}

/** Sends `workflow_run.<action>`. */
export async function emitRun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  action: "requested" | "in_progress" | "completed",
  sender: Account,
): Promise<void> {
  const payload = {
    action,
    workflow_run: await renderRun(world, repository, run),
    workflow: renderWorkflow(world, repository, run.workflow),
  };
  emitRepositoryEvent(world, repository, { name: "workflow_run", sender, payload });
}

/** Sends `workflow_job.<action>`. */
export function emitJob(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  job: Job,
  action: "queued" | "in_progress" | "completed",
): void {
  const payload = { action, workflow_job: renderJob(world, repository, run, job) };
  emitRepositoryEvent(world, repository, { name: "workflow_job", sender: run.triggeringActor, payload });
}
