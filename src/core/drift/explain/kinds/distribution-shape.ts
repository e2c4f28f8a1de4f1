import { describeShift } from "../../../dataset/describe-shift.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { numberChange } from "../number-change.ts";

/** Something else than the middle or the width of the values changed. */
export const distributionShape: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has("distribution", "location", "scale", "shape")) return undefined;
    const { before, after } = change;
    const own = facts.has("value") ? facts.wordsOf("value") : undefined;
    const words = describeShift({
      name: facts.name,
      kind: before.kind,
      edges: before.frame.edges,
      before: before.bins,
      after: after.bins,
      ranges: [before, after],
    });
    return { words: own ?? words, covers: ["distribution", "location", "scale", "shape", "value", "association"] };
  },
};
