import type { Window } from "./monitoring.ts";
import { newestSlotFirst } from "./newest-slot-first.ts";

/** Newest first; windows of one slot by their dataset's name. */
export function sortWindows(windows: readonly Window[]): readonly Window[] {
  return windows.toSorted((a, b) => newestSlotFirst(a, b) || (a.dataset ?? "").localeCompare(b.dataset ?? ""));
}
