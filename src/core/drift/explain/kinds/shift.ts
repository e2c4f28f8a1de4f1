import { formatQuantile } from "../../../dataset/known-quantile.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { middleOf, widthOf } from "../middle-of.ts";
import { kindOf, numberChange } from "../number-change.ts";

const ASPECTS = [
  "distribution",
  "location",
  "scale",
  "shape",
  "value",
  "spike",
  "range",
  "rounding",
  "association",
] as const;
/** Below this share of the middle half's width a median stands still. */
const STILL = 0.05;

/** The middle of the values moved. */
export const shift: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has("distribution", "location", "scale", "shape")) return undefined;
    const [was, is] = [middleOf(change.before), middleOf(change.after)];
    const width = Math.max(widthOf(was), widthOf(is));
    if (!(Math.abs(is.median.value - was.median.value) > STILL * width)) return undefined;
    const kind = kindOf(change);
    const words = `median of ${facts.name} moved from ${formatQuantile(was.median, kind)} to ${formatQuantile(is.median, kind)}`;
    return { words, covers: ASPECTS };
  },
};
