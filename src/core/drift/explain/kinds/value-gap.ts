import { formatValue } from "../../../dataset/format-value.ts";
import { formatShare } from "../../../report/format-share.ts";
import { total } from "../../../statistics/total.ts";
import type { ColumnDriftKind } from "../drift-kind.ts";
import { distanceWithout, type NumberChange, numberChange } from "../number-change.ts";
import { VALUE_ASPECTS } from "../value-aspects.ts";

/** Share of the reference that must be missing in one piece. */
const LEAST = 0.02;
/** So many rows are expected where there are none. */
const EXPECTED = 20;
/** The values outside the gap have not moved, Kolmogorov–Smirnov. */
const STILL = 0.05;

/** No values in a range that had some: rows were lost, or cut off. Of points in time: a gap. */
export const valueGap: ColumnDriftKind = {
  structural: true,
  explain: (facts) => {
    const change = numberChange(facts);
    if (change === undefined || !facts.has(...VALUE_ASPECTS)) return undefined;
    const gap = widestGap(change);
    if (gap === undefined || gap.share < LEAST || gap.share * change.rows[1] < EXPECTED || !isAlone(change, gap))
      return undefined;
    const { kind, frame } = change.before;
    const [from, to] = [frame.edges[gap.first - 1], frame.edges[gap.last]];
    const show = (edge: number) => formatValue(edge, kind);
    const what = kind === "timestamp" ? "rows" : "values";
    if (gap.first === gap.last && to !== undefined && frame.values.includes(to)) {
      return {
        words: `${facts.name} is never ${show(to)} any more, ${formatShare(gap.share)} were before`,
        covers: VALUE_ASPECTS,
      };
    }
    const where =
      from === undefined
        ? `up to ${show(to ?? 0)}`
        : to === undefined || to >= Number(change.before.max)
          ? `above ${show(from)}`
          : `between ${show(from)} and ${show(to)}`;
    return {
      words: `${facts.name} has no ${what} ${where}, where ${formatShare(gap.share)} were before`,
      covers: VALUE_ASPECTS,
    };
  },
};

interface Gap {
  readonly first: number;
  readonly last: number;
  /** Of the reference. */
  readonly share: number;
}

function widestGap({ before, after, rows }: NumberChange): Gap | undefined {
  let widest: Gap | undefined;
  let first: number | undefined;
  for (let bin = 0; bin <= after.bins.length; bin += 1) {
    const isEmpty = bin < after.bins.length && (after.bins[bin] ?? 0) === 0;
    if (isEmpty) first ??= bin;
    else if (first !== undefined) {
      const share = total(before.bins.slice(first, bin)) / rows[0];
      if (share > (widest?.share ?? 0)) widest = { first, last: bin - 1, share };
      first = undefined;
    }
  }
  return widest;
}

/** Without the gap both are about the same: otherwise the values moved away, which is another story. */
function isAlone({ before, after, rows }: NumberChange, { first, last }: Gap): boolean {
  const bins = before.bins.map((count, bin) => (bin >= first && bin <= last ? 0 : count));
  return distanceWithout({ before: { ...before, bins }, after, rows }, -1, 0) < STILL;
}
