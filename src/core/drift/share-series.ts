import { formatShares } from "../report/format-share.ts";
import { poissonLowerTail, poissonUpperTail } from "../statistics/count-tails.ts";
import { Z95 } from "../statistics/normal-distribution.ts";
import type { AspectSeries } from "./aspect-series.ts";
import type { BatchSet } from "./batch-set.ts";
import { calibrateChange } from "./calibrate/calibrate-change.ts";
import { othersOf } from "./count-table.ts";
import type { DriftAspectName } from "./drift-aspect-name.ts";
import type { DriftBounds } from "./drift-rule.ts";
import { spreadSeries } from "./spread-series.ts";

interface ShareInput {
  readonly set: BatchSet;
  readonly columns: readonly string[];
  readonly aspect: DriftAspectName;
  readonly main?: boolean;
  /** As in "share of nulls in delay". */
  readonly of: string;
  /** Rows that have it, and rows that could, of each batch. */
  readonly counts: Float64Array;
  readonly totals: Float64Array;
  readonly bounds: Pick<DriftBounds, "share" | "rareShare" | "ratio">;
  /** Told even where no batch has any. */
  readonly kept?: boolean;
  /** As a rule no row has it: an event where no other batch has any. */
  readonly unusual?: boolean;
}

/**
 * Change of a share of rows, x = a/n − A/N: nothing where no batch has any of it, unless it is `kept`. Its variance is
 * P (1 − P)(1/n + 1/N) with P = (a + A + ½)/(n + N + 1); p1 is the larger of the z test's and of the two-sided Poisson tail
 * for a mean of n A/N, because a share of a few rows is not normal.
 */
export function shareSeries(input: ShareInput): readonly AspectSeries[] {
  const { set, columns, aspect, main = false, of, counts, totals, bounds } = input;
  if (input.kept !== true && counts.every((count) => count === 0)) return [];
  const { effects, variances, shares, shareOfOthers, oneRow } = compareShares(counts, totals);
  const { p1, p2 } = calibrateChange(effects, variances, set);
  const last = counts.length - 1;
  const [was, is] = [shareOfOthers[last] ?? 0, shares[last] ?? 0];
  return [
    spreadSeries(set, {
      columns,
      aspect,
      main,
      effects,
      p1: p1.map((p, entry) =>
        Math.max(p, poissonPValue(counts[entry] ?? 0, (shareOfOthers[entry] ?? 0) * (totals[entry] ?? 0))),
      ),
      p2,
      material: Array.from(effects, (effect, entry) =>
        isMaterial(effect, shares[entry] ?? 0, shareOfOthers[entry] ?? 0, bounds),
      ),
      ...(input.unusual === true
        ? { shown: effects.map((effect, entry) => Math.abs(effect) + (oneRow[entry] ?? 0)) }
        : {}),
      facts: {
        bound: shareBound(was, is, bounds),
        // The bound of a rare share depends on where it moved: a column can be told where a distance of others could be.
        ...(main ? { enough: bounds.share } : {}),
        noise: Z95 * Math.sqrt(oneRow[last] ?? 0),
        rows: [othersOf(totals)[last] ?? 0, totals[last] ?? 0],
        before: was,
        after: is,
      },
      describe: () => ({ words: describeShares(of, was, is) }),
    }),
  ];
}

export interface ComparedShares {
  readonly effects: Float64Array;
  readonly variances: Float64Array;
  readonly shares: Float64Array;
  readonly shareOfOthers: Float64Array;
  /** P (1 − P): of one row. */
  readonly oneRow: Float64Array;
}

/** Shares of K + 1 batches, and of all reference batches but each one's own. */
export function compareShares(counts: Float64Array, totals: Float64Array): ComparedShares {
  const [otherCounts, otherTotals] = [othersOf(counts), othersOf(totals)];
  const rows = totals.map((total) => Math.max(total, 1));
  const otherRows = otherTotals.map((total) => Math.max(total, 1));
  const at = (values: Float64Array, entry: number) => values[entry] ?? 0;
  const shares = counts.map((count, entry) => count / at(rows, entry));
  const shareOfOthers = otherCounts.map((count, entry) => count / at(otherRows, entry));
  const oneRow = counts.map((count, entry) => {
    // Half a row added: never 0.
    const share = (count + at(otherCounts, entry) + 0.5) / (at(rows, entry) + at(otherRows, entry) + 1);
    return share * (1 - share);
  });
  return {
    shares,
    shareOfOthers,
    oneRow,
    effects: shares.map((share, entry) => share - at(shareOfOthers, entry)),
    variances: oneRow.map((variance, entry) => variance * (1 / at(rows, entry) + 1 / at(otherRows, entry))),
  };
}

/** Two-sided, and rather too large: half a row more for what is above. */
function poissonPValue(count: number, mean: number): number {
  return Math.min(1, 2 * Math.min(poissonUpperTail(count, mean + 0.5), poissonLowerTail(count, mean)));
}

function isMaterial(
  effect: number,
  share: number,
  other: number,
  { share: large, rareShare, ratio }: ShareInput["bounds"],
): boolean {
  const size = Math.abs(effect);
  return size >= large || (size >= rareShare && Math.max(share, other) >= ratio * Math.min(share, other));
}

/** What a share has to change by: `share`, or less where it is rare and changes by the ratio. */
function shareBound(was: number, is: number, { share, rareShare, ratio }: ShareInput["bounds"]): number {
  const byRatio = is > was ? was * (ratio - 1) : was * (1 - 1 / ratio);
  return Math.min(share, Math.max(rareShare, byRatio));
}

/** `share of nulls in delay rose from 1 % to 9 %`. */
export function describeShares(of: string, was: number, is: number): string {
  const [from, to] = formatShares(was, is);
  return was === is
    ? `share of ${of} is ${from} as before`
    : `share of ${of} ${is > was ? "rose" : "fell"} from ${from} to ${to}`;
}
