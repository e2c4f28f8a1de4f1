import type { Window, WindowPerformance } from "../monitoring/monitoring.ts";
import { newestSlotFirst } from "../monitoring/newest-slot-first.ts";

export type FinalWindow = Window & { readonly performance: WindowPerformance };

/**
 * Windows whose performance is final, newest first. Labels arrive late, so the first of them is mostly not the newest
 * window. Broken ones are left out, whatever their labels say.
 *
 * @param after Instant; what was checked until then was decided about before. Undefined: all count.
 */
export function listFinalWindows(windows: readonly Window[], after: string | undefined): readonly FinalWindow[] {
  return windows
    .filter(isFinal)
    .filter(({ broken, slot }) => !broken && (after === undefined || Date.parse(slot) > Date.parse(after)))
    .sort(newestSlotFirst);
}

function isFinal(window: Window): window is FinalWindow {
  return window.performance !== undefined && !window.performance.provisional;
}
