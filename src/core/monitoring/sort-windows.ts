import type { Window } from "./monitoring.ts";

/** Newest first; windows of one slot by their dataset's name. */
export function sortWindows(windows: readonly Window[]): readonly Window[] {
  return windows.toSorted(
    (a, b) => Date.parse(b.slot) - Date.parse(a.slot) || (a.dataset ?? "").localeCompare(b.dataset ?? ""),
  );
}
