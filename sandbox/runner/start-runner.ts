import type { Control, QueuedRun } from "../github/control/control.ts";
import type { Conclusion, JobProgress, JobRecord } from "./act-log.ts";
import { jobConclusions } from "./job-conclusions.ts";
import type { GitHubUrls } from "./job-environment.ts";
import type { Machine } from "./machine.ts";
import { runWorkflow } from "./run-workflow.ts";
import { watchForCancel } from "./watch-for-cancel.ts";

/** What the runner has to say while it works. */
export type RunnerEvent =
  | { readonly kind: "started"; readonly run: QueuedRun }
  | { readonly kind: "progress"; readonly run: QueuedRun; readonly progress: JobProgress }
  | {
      readonly kind: "completed";
      readonly run: QueuedRun;
      readonly conclusion: Conclusion;
      readonly jobs: readonly JobRecord[];
      /** Why no job came to run, where that was not meant. */
      readonly problem: string | undefined;
    };

export interface RunnerOptions {
  readonly control: Pick<Control, "takeWorkflowRun" | "startWorkflowRun" | "completeWorkflowRun">;
  readonly machine: Machine;
  /** Everything of the fake GitHub except the results service, which each workflow run names itself. */
  readonly urls: Omit<GitHubUrls, "results">;
  readonly onEvent: (event: RunnerEvent) => void;
}

export interface Runner {
  /** Cancels what runs and takes no more. */
  readonly close: () => Promise<void>;
}

const WAIT_MILLISECONDS = 1000;

/**
 * A runner that takes the workflow runs that wait at the fake GitHub, one after the other: training uses all cores of the
 * machine, so two at once would only make both of them slow and their times meaningless.
 */
export function startRunner(options: RunnerOptions): Runner {
  const closing = new AbortController();
  const work = takeTurns(options, closing.signal);
  return {
    close: async () => {
      closing.abort();
      await work;
    },
  };
}

async function takeTurns(options: RunnerOptions, closing: AbortSignal): Promise<void> {
  const { control, onEvent } = options;
  while (!closing.aborted) {
    try {
      const run = await control.takeWorkflowRun({ waitMs: WAIT_MILLISECONDS });
      if (run !== null) onEvent(await runOne(run, options, closing));
    } catch (error) {
      // The GitHub went away first: then there is nobody left to tell.
      if (!closing.aborted) throw error;
    }
  }
}

async function runOne(run: QueuedRun, options: RunnerOptions, closing: AbortSignal): Promise<RunnerEvent> {
  const { control, machine, urls, onEvent } = options;
  const name = { repository: run.repository, runId: run.runId };
  await control.startWorkflowRun({ ...name, runnerName: "sandbox" });
  onEvent({ kind: "started", run });
  const cancel = watchForCancel(run, urls.api);
  try {
    const { result, workflow } = await runWorkflow(run, {
      machine,
      urls: { ...urls, results: run.resultsUrl.replace(/\/$/, "") },
      signal: AbortSignal.any([closing, cancel.signal]),
      onProgress: (progress) => onEvent({ kind: "progress", run, progress }),
    });
    const { conclusion, jobs, problem } = result;
    await control.completeWorkflowRun({ ...name, conclusion, jobs: jobConclusions(workflow, jobs) });
    return { kind: "completed", run, conclusion, jobs, problem };
  } catch (error) {
    // The sandbox itself failed, not the job: say so, and do not leave the workflow run hanging.
    await control.completeWorkflowRun({ ...name, conclusion: "failure" });
    const problem = error instanceof Error ? error.message : String(error);
    return { kind: "completed", run, conclusion: "failure", jobs: [], problem };
  } finally {
    cancel.stop();
  }
}
