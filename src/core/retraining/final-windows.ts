import type { Window, WindowPerformance } from "../monitoring/monitoring.ts";

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
    .sort((a, b) => Date.parse(b.slot) - Date.parse(a.slot));
}

function isFinal(window: Window): window is FinalWindow {
  return window.performance !== undefined && !window.performance.provisional;
}
