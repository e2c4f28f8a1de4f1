import type { Window } from "../monitoring/monitoring.ts";
import { newestSlotFirst } from "../monitoring/newest-slot-first.ts";
import type { DataWindow } from "./retraining.ts";

export interface DataWindowFacts {
  /** Length of a window, in milliseconds, where the configuration gives one. */
  readonly windowMs: number | undefined;
  /** So long after a row its label has usually arrived, in milliseconds; 0: labels are there with the rows. */
  readonly labelDelayMs: number;
  readonly now: string;
}

/**
 * The data that a retraining is to learn from: those of the newest window whose feed is not broken and whose labels have
 * arrived. Where those of none have, as long before the newest good one as labels need; without any window, before now.
 */
export function chooseDataWindow(
  windows: readonly Window[],
  { windowMs, labelDelayMs, now }: DataWindowFacts,
): DataWindow {
  const good = windows.filter(({ broken }) => !broken).sort(newestSlotFirst);
  const isLabelled = (window: Window) =>
    labelDelayMs === 0 || Date.parse(endOf(window)) <= Date.parse(now) - labelDelayMs;
  const labelled = good.find(isLabelled);
  const newest = labelled ?? good[0];
  // Never from now where there is a window: the data would be others with every look.
  const back = labelled === undefined ? labelDelayMs : 0;
  const end = earlier(newest === undefined ? now : endOf(newest), back);
  if (newest?.start !== undefined) return { start: earlier(newest.start, back), end };
  return windowMs === undefined ? { end } : { start: earlier(end, windowMs), end };
}

function endOf({ end, slot }: Window): string {
  return end ?? slot;
}

function earlier(instant: string, milliseconds: number): string {
  if (milliseconds === 0) return instant;
  return new Date(Date.parse(instant) - milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
}
