import type { Window } from "../monitoring/monitoring.ts";
import type { DataWindow } from "./retraining.ts";

/**
 * The data that a retraining is to learn from: those of the newest window whose feed is not broken. Without any, what ends
 * now.
 *
 * @param windowMs Length of a window, in milliseconds, where the configuration gives one.
 */
export function chooseDataWindow(
  windows: readonly Window[],
  { windowMs, now }: { readonly windowMs: number | undefined; readonly now: string },
): DataWindow {
  const [newest] = windows.filter(({ broken }) => !broken).sort((a, b) => Date.parse(b.slot) - Date.parse(a.slot));
  const end = newest?.end ?? newest?.slot ?? now;
  if (newest?.start !== undefined) return { start: newest.start, end };
  return windowMs === undefined ? { end } : { start: toInstant(Date.parse(end) - windowMs), end };
}

function toInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
}
