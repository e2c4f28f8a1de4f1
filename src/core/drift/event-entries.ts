import type { AspectSeries } from "./aspect-series.ts";

/** A batch that shows less of it, as a share of its rows, does not show it. */
const NOTHING = 0.002;

/**
 * For each of K + 1 entries whether the aspect is an event: as a rule it does not happen, and no other reference batch shows
 * it. The batch that does is an event for itself, and makes it ordinary for all others.
 */
export function eventEntries({ shown, p1 }: Pick<AspectSeries, "shown" | "p1">): readonly boolean[] {
  const entries = p1.length;
  if (shown === undefined) return new Array<boolean>(entries).fill(false);
  let [first, second, place] = [0, 0, -1];
  for (let batch = 0; batch < entries - 1; batch += 1) {
    const share = shown[batch] ?? 0;
    if (share > first) [first, second, place] = [share, first, batch];
    else if (share > second) second = share;
  }
  return Array.from({ length: entries }, (_, entry) => (entry === place ? second : first) < NOTHING);
}
