import { describeShift } from "../../../dataset/describe-shift.ts";
import { total } from "../../../statistics/total.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";

const ASPECTS = ["distribution", "location", "scale", "shape", "value", "range"] as const;

/** Texts are longer or shorter. */
export const textLength: ColumnDriftKind = {
  structural: false,
  explain: ({ name, before, after, has }) => {
    if (!has(...ASPECTS) || before.kind !== "text" || after.kind !== "text") return undefined;
    if (total(before.lengths) === 0 || total(after.lengths) === 0) return undefined;
    const words = describeShift({
      name: `the length of ${name}`,
      kind: "integer",
      edges: before.frame.edges,
      before: before.lengths,
      after: after.lengths,
    });
    return { words, covers: ASPECTS };
  },
};
