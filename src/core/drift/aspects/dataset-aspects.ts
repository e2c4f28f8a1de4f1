import type { Profile } from "../../dataset/profile.ts";
import type { DriftAspect } from "../drift-aspect.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { pairAspect } from "./pair-aspect.ts";
import { shareAspect } from "./share-aspect.ts";

/** What can change about whole rows and about pairs of columns. */
export function datasetAspects(before: Profile, after: Profile, bounds: DriftBounds): readonly DriftAspect[] {
  const pairs = before.pairs.map((pair) => {
    const now = after.pairs.find(({ x, y }) => sameAxis(pair.x, x) && sameAxis(pair.y, y));
    return now === undefined ? undefined : pairAspect(pair, now, bounds);
  });
  return [duplicatesAspect(before, after, bounds), ...pairs].filter((aspect) => aspect !== undefined);
}

function duplicatesAspect(before: Profile, after: Profile, bounds: DriftBounds): DriftAspect | undefined {
  if (before.duplicateRows === null || after.duplicateRows === null) return undefined;
  return shareAspect({
    columns: [],
    aspect: "duplicates",
    of: "rows that repeat another row",
    before: { count: before.duplicateRows, total: before.rows },
    after: { count: after.duplicateRows, total: after.rows },
    bounds: { ...bounds, rareShare: bounds.duplicates },
  });
}

function sameAxis(one: Profile["pairs"][number]["x"], other: Profile["pairs"][number]["x"]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
