import { formatSpan } from "../../../dataset/known-quantile.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { type Middle, middleOf, widening } from "../middle-of.ts";
import { kindOf, numberChange } from "../number-change.ts";

/** Change of the width of the middle half that is more than the blur of bins. */
export const WIDER = 1.1;

/** Values lie further apart or nearer together, around the same middle. */
export const spread: ColumnDriftKind = {
  structural: false,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has("distribution", "location", "scale", "shape")) return undefined;
    const [was, is] = [middleOf(change.before), middleOf(change.after)];
    const ratio = widening(change.before, change.after);
    if (!(ratio >= WIDER || ratio <= 1 / WIDER)) return undefined;
    const show = ({ low, high }: Middle) => formatSpan(low, high, kindOf(change));
    return {
      words: `${facts.name} spreads ${ratio > 1 ? "wider" : "less"}: its middle half is ${show(is)}, ${show(was)} before`,
      covers: ["distribution", "location", "scale", "shape", "value", "spike", "range", "rounding", "association"],
    };
  },
};
