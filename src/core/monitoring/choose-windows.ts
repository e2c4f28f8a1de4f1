import { windowName } from "./batch-name.ts";
import type { Monitoring, Window } from "./monitoring.ts";
import { newestSlotFirst } from "./newest-slot-first.ts";
import { windowStanding } from "./window-standing.ts";

export interface WindowWish {
  /** Key of the dataset. */
  readonly dataset: string;
  /** Windows that were judged before were held against another champion. */
  readonly since?: string | undefined;
  /** Of the job itself: data are never their own reference. */
  readonly workflowRunId: number;
  /** Of data that are in the reference already, or are judged now. */
  readonly fingerprints: ReadonlySet<string>;
  /** How many that join are wanted, the newest. */
  readonly atMost: number;
}

export interface ChosenWindow {
  readonly name: string;
  readonly window: Window;
  /** Whether later data are compared with it; the others tell since when something is different. */
  readonly joins: boolean;
}

/** So many of the newest windows are looked at whether they join or not. */
const RECENT = 12;

/**
 * The windows that a check reads, oldest first: the newest that join the reference, each data once, and what else is among
 * the newest of all.
 */
export function chooseWindows(
  monitoring: Pick<Monitoring, "windows" | "decisions">,
  wish: WindowWish,
): readonly ChosenWindow[] {
  const { dataset, since, workflowRunId, fingerprints, atMost } = wish;
  const own = monitoring.windows
    .filter(
      (window) =>
        (window.dataset ?? dataset) === dataset &&
        (since === undefined || Date.parse(window.judgedAt) > Date.parse(since)) &&
        window.workflowRun.id !== workflowRunId,
    )
    .toSorted(newestSlotFirst);
  const seen = new Set(fingerprints);
  const chosen: ChosenWindow[] = [];
  let joined = 0;
  for (const [index, window] of own.entries()) {
    const isNew = window.fingerprint === undefined || !seen.has(window.fingerprint);
    const joins = isNew && joined < atMost && windowStanding(monitoring, window).kind === "joins";
    if (joins && window.fingerprint !== undefined) seen.add(window.fingerprint);
    if (joins) joined += 1;
    if (joins || index < RECENT) chosen.push({ name: windowName(window.slot), window, joins });
  }
  return chosen.toReversed();
}
