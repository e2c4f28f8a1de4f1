import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mintJobToken, mintRuntimeToken } from "../operations/apps.ts";
import { fullName } from "../render/repository.ts";
import { expiryAfterDays, renderRunAnnotation } from "../render/run.ts";
import { blobFile } from "../results/blob-urls.ts";
import { writeZip } from "../results/write-zip.ts";
import type { WorkflowRun } from "../run-state.ts";
import type { Permissions, Repository } from "../state.ts";
import { listWorkflowFiles, queueDefaultBranchRuns, registerWorkflows } from "../workflows/queue-runs.ts";
import { completeRun, startRun } from "../workflows/run-lifecycle.ts";
import { tokenPermissions } from "../workflows/token-permissions.ts";
import { newId, timestamp, type World } from "../world.ts";
import type { Control, QueuedRun } from "./control.ts";
import { lookUpRepository, lookUpRun, toBytes } from "./lookups.ts";

type RunControl = Pick<
  Control,
  | "takeWorkflowRun"
  | "startWorkflowRun"
  | "completeWorkflowRun"
  | "uploadArtifact"
  | "runSchedule"
  | "setWorkflowState"
  | "protectExecution"
  | "loseRunner"
>;

/** What a runner does, and what the clock starts. */
export function createRunControl(world: World): RunControl {
  return {
    takeWorkflowRun: async ({ waitMs = 0 } = {}) => {
      await world.followUps;
      const next = world.queuedRuns.shift() ?? (waitMs > 0 ? await waitForRun(world, waitMs) : undefined);
      return next === undefined ? null : describeRun(world, next.repository, next.run);
    },
    startWorkflowRun: async ({ repository: name, runId, runnerName = "sandbox" }) => {
      const repository = lookUpRepository(world, name);
      await startRun(world, repository, lookUpRun(repository, runId), runnerName);
    },
    completeWorkflowRun: async ({ repository: name, runId, conclusion, jobs }) => {
      const repository = lookUpRepository(world, name);
      const run = lookUpRun(repository, runId);
      await startRun(world, repository, run, "sandbox");
      await completeRun(world, repository, run, { conclusion, ...(jobs === undefined ? {} : { jobs }) });
    },
    uploadArtifact: async (wish) => {
      const repository = lookUpRepository(world, wish.repository);
      return storeArtifact(world, repository, lookUpRun(repository, wish.runId), wish);
    },
    setWorkflowState: async ({ repository: name, workflow: file, state }) => {
      const repository = lookUpRepository(world, name);
      const workflow = (await registerWorkflows(world, repository)).find(({ path }) => path.endsWith(`/${file}`));
      if (workflow === undefined) throw new Error(`The fake GitHub has no workflow ${file} of ${name}.`);
      workflow.state = state;
    },
    protectExecution: async ({ repository: name, events, answer = "refusal" }) => {
      const protection = events.length === 0 ? undefined : { events: new Set(events), answer };
      lookUpRepository(world, name).executionProtection = protection;
    },
    loseRunner: async ({ repository: name, runId, how = "lost" }) => {
      const repository = lookUpRepository(world, name);
      const run = lookUpRun(repository, runId);
      await startRun(world, repository, run, "sandbox");
      for (const job of run.jobs.filter(({ attempt }) => attempt === run.attempt)) {
        job.checkRun.annotations.push(renderRunAnnotation(world, repository, run, LOSSES[how]));
      }
      await completeRun(world, repository, run, { conclusion: "failure" });
    },
    runSchedule: async ({ repository: name, schedule, workflow: only }) => {
      const repository = lookUpRepository(world, name);
      const happening = { event: "schedule", cron: schedule };
      await queueDefaultBranchRuns(world, repository, {
        happening,
        only,
        payload: { schedule },
        sender: repository.owner,
      });
    },
  };
}

/** What GitHub's runner service writes on a job whose runner is gone. */
const LOSSES = {
  lost: "The self-hosted runner lost communication with the server. Verify the machine is running and has a healthy network connection. Anything in your workflow that terminates the runner process, starves it for CPU/Memory, or blocks its network access can cause this error.",
  "shut down":
    "The runner has received a shutdown signal. This can happen when the runner service is stopped, or a manually started runner is canceled.",
} as const;

function waitForRun(world: World, waitMs: number): Promise<{ repository: Repository; run: WorkflowRun } | undefined> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      world.listeners.delete(finish);
      resolve(world.queuedRuns.shift());
    };
    const timer = setTimeout(finish, waitMs);
    world.listeners.add(finish);
  });
}

const JOB_PERMISSIONS: Permissions = {
  actions: "write",
  checks: "write",
  contents: "write",
  issues: "write",
  pull_requests: "write",
  statuses: "write",
  deployments: "write",
  metadata: "read",
};
const FORK_PERMISSIONS: Permissions = {
  actions: "read",
  checks: "read",
  contents: "read",
  issues: "read",
  pull_requests: "read",
  statuses: "read",
  metadata: "read",
};

async function describeRun(world: World, repository: Repository, run: WorkflowRun): Promise<QueuedRun> {
  const fromFork = run.headRepository.id !== repository.id;
  const parsed = (await listWorkflowFiles(repository, run.checkoutSha)).get(run.workflow.path);
  const declared = parsed?.jobs.map(({ permissions }) => permissions) ?? [];
  const permissions = tokenPermissions(declared, fromFork ? FORK_PERMISSIONS : JOB_PERMISSIONS);
  return {
    repository: fullName(repository),
    runId: run.id,
    attempt: run.attempt,
    runNumber: run.number,
    workflowPath: run.workflow.path,
    workflowName: run.workflow.name,
    event: run.event,
    payload: run.payload,
    ref: run.ref,
    headSha: run.headSha,
    headBranch: run.headBranch,
    checkoutSha: run.checkoutSha,
    pullNumber: run.pullNumber ?? null,
    fromFork,
    actor: run.actor.login,
    gitFolder: repository.git.folder,
    token: mintJobToken(world, repository, run, permissions),
    runtimeToken: mintRuntimeToken(world, run),
    resultsUrl: `${world.origin}/`,
  };
}

async function storeArtifact(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  { name, files, archive = true, expiresInDays = 90 }: Parameters<Control["uploadArtifact"]>[0],
): Promise<{ artifactId: number; digest: string }> {
  const entries = Object.entries(files).map(([file, content]) => [file, toBytes(content)] as const);
  const bytes = archive ? writeZip(entries) : (entries[0]?.[1] ?? Buffer.alloc(0));
  const id = newId(world);
  const file = blobFile(world, { container: "artifacts", id });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  const digest = createHash("sha256").update(bytes).digest("hex");
  repository.artifacts.set(id, {
    id,
    run,
    attempt: run.attempt,
    name,
    mimeType: archive ? "application/zip" : "application/octet-stream",
    createdAt: timestamp(world),
    expiresAt: expiryAfterDays(world, expiresInDays),
    file,
    size: bytes.length,
    digest,
    finalized: true,
  });
  return { artifactId: id, digest };
}
