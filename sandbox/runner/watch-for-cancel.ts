import { z } from "zod";
import type { QueuedRun } from "../github/control/control.ts";

const INTERVAL_MILLISECONDS = 2000;
const Run = z.object({ status: z.string() });

/** Asks every two seconds whether somebody has cancelled the workflow run, and then aborts `signal`. */
export function watchForCancel(
  run: QueuedRun,
  apiUrl: string,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const cancelled = new AbortController();
  const timer = setInterval(() => {
    isCompleted(run, apiUrl).then(
      (completed) => {
        if (completed) cancelled.abort();
      },
      () => undefined, // the fake GitHub may be told to fail; the next look tries again
    );
  }, INTERVAL_MILLISECONDS);
  return { signal: cancelled.signal, stop: () => clearInterval(timer) };
}

async function isCompleted({ repository, runId, token }: QueuedRun, apiUrl: string): Promise<boolean> {
  const response = await fetch(`${apiUrl}/repos/${repository}/actions/runs/${String(runId)}`, {
    headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" },
  });
  return response.ok && Run.parse(await response.json()).status === "completed";
}
