import { compareInstants } from "./edit-slots.ts";
import { MAX_WINDOWS, type Monitoring, type Window, type WindowPerformance } from "./monitoring.ts";

/**
 * The document with windows put in, newest first. A later attempt of a workflow run replaces what the earlier one said;
 * of two workflow runs for one slot the first counts.
 */
export function putWindows(monitoring: Monitoring, windows: readonly Window[]): Monitoring {
  let all: readonly Window[] = monitoring.windows;
  for (const window of windows) {
    const same = all.find(({ workflowRun }) => workflowRun.id === window.workflowRun.id);
    if (same !== undefined && compareInstants(same.judgedAt, window.judgedAt) > 0) continue;
    if (same === undefined && all.some(({ slot }) => compareInstants(slot, window.slot) === 0)) continue;
    all = [...all.filter((known) => known !== same), window];
  }
  if (all === monitoring.windows) return monitoring;
  return { ...monitoring, windows: all.toSorted((a, b) => compareInstants(b.slot, a.slot)).slice(0, MAX_WINDOWS) };
}

/** Performance of the rows of a time, `[start, end)`; without times of the newest window. */
export interface JudgedPerformance {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly performance: WindowPerformance;
}

/** Windows get the performance of their own time, as the newest check saw it: labels arrive late. */
export function putPerformance(monitoring: Monitoring, judged: readonly JudgedPerformance[]): Monitoring {
  if (judged.length === 0) return monitoring;
  const windows = monitoring.windows.map((window) => {
    const found = judged.find(
      ({ start, end }) => start !== undefined && isSame(start, window.start) && isSame(end, window.end),
    );
    const known = window.performance?.labelled ?? 0;
    // Labels do not go away: fewer of them are an older look.
    return found === undefined || found.performance.labelled < known
      ? window
      : { ...window, performance: found.performance };
  });
  return { ...monitoring, windows };
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && compareInstants(a, b) === 0;
}
