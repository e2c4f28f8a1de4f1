import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { QueuedRun } from "../github/control/control.ts";
import type { JobProgress } from "./act-log.ts";
import { checkOut } from "./check-out.ts";
import { findUses } from "./find-uses.ts";
import { type GitHubUrls, jobEnvironment } from "./job-environment.ts";
import { baseEnvironment, type Machine } from "./machine.ts";
import { mapActions } from "./map-actions.ts";
import { type ActResult, runAct } from "./run-act.ts";

export interface WorkflowOptions {
  readonly machine: Machine;
  readonly urls: GitHubUrls;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
}

export interface FinishedWorkflow {
  readonly result: ActResult;
  /** Text of the workflow file as it was checked out. */
  readonly workflow: string;
}

/** Runs one queued workflow run from checkout to the end of its last job; what it needed on disk is removed. */
export async function runWorkflow(run: QueuedRun, options: WorkflowOptions): Promise<FinishedWorkflow> {
  const { machine, urls, signal, onProgress } = options;
  const environment = baseEnvironment(machine);
  const trackingId = `sandbox_${randomUUID()}`;
  await mkdir(join(machine.workFolder, "home"), { recursive: true });
  const folder = await mkdtemp(join(machine.workFolder, "run-"));
  try {
    const repositoryFolder = join(folder, "repository");
    await checkOut(repositoryFolder, {
      cloneUrl: `${urls.server}/${run.repository}.git`,
      token: run.token,
      commit: run.checkoutSha,
      ref: run.ref,
      environment,
    });
    const eventFile = join(folder, "event.json");
    await writeFile(eventFile, JSON.stringify(run.payload));
    const uses = await findUses([join(repositoryFolder, ".github"), machine.actions.ownFolder]);
    const workflow = await readFile(join(repositoryFolder, run.workflowPath), "utf8");
    const result = await runAct(
      {
        event: run.event,
        repositoryFolder,
        workflowPath: join(repositoryFolder, run.workflowPath),
        eventFile,
        stateFolder: join(machine.workFolder, "act"),
        actor: run.actor,
        token: run.token,
        environment: jobEnvironment(run, urls, trackingId),
        variables: machine.repositoryVariables,
        actions: mapActions(uses, machine.actions),
      },
      { act: machine.act, environment, workFolder: machine.workFolder, trackingId, signal, onProgress },
    );
    return { result, workflow };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
