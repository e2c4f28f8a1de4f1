import { detectScaleChange } from "../../../dataset/detect-scale-change.ts";
import { describeScale } from "../../describe-scale.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { numberChange } from "../number-change.ts";
import { VALUE_ASPECTS } from "../value-aspects.ts";

/** Kilometres where miles were: all values multiplied by one factor. */
export const unitChange: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has(...VALUE_ASPECTS)) return undefined;
    const scale = detectScaleChange(change.before, change.after);
    if (scale === undefined) return undefined;
    return { words: `all values of ${facts.name} were ${describeScale(scale)}`, covers: "everything" };
  },
};
