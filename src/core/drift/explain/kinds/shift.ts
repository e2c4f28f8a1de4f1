import { describeShift } from "../../describe-shift.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { middleOf } from "../middle-of.ts";
import { numberChange } from "../number-change.ts";

const ASPECTS = ["distribution", "location", "scale", "shape", "value", "range", "rounding"] as const;
/** Below this share of the middle half's width a median stands still. */
const STILL = 0.05;

/** The middle of the values moved. */
export const shift: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has("distribution", "location", "scale", "shape")) return undefined;
    const [was, is] = [middleOf(change.before), middleOf(change.after)];
    const width = Math.max(was.high - was.low, is.high - is.low);
    if (!(Math.abs(is.median - was.median) > STILL * width)) return undefined;
    const { before, after } = change;
    const words = describeShift({
      name: facts.name,
      kind: before.kind,
      edges: before.frame.edges,
      before: before.bins,
      after: after.bins,
    });
    return { words, covers: ASPECTS };
  },
};
