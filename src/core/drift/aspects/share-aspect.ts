import { Z95 } from "../../statistics/normal-distribution.ts";
import type { DriftAspect, DriftAspectName } from "../drift-aspect.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { formatShares } from "../format-share.ts";
import { pooledShare, type Share, shareOf, shareTest, shareVariance } from "../share-test.ts";

interface ShareAspectInput {
  readonly columns: readonly string[];
  readonly aspect: DriftAspectName;
  readonly main?: boolean;
  /** As in "share of nulls in delay". */
  readonly of: string;
  readonly before: Share;
  readonly after: Share;
  readonly bounds: Pick<DriftBounds, "share" | "rareShare" | "ratio">;
  /** Told even where neither side has any. */
  readonly kept?: boolean;
  /** Shares of which the smallest p-value was chosen. */
  readonly hypotheses?: number;
}

/** Change of a share of rows; undefined where a side has no rows, or neither has any of it and it is not `kept`. */
export function shareAspect(input: ShareAspectInput): DriftAspect | undefined {
  const { columns, aspect, main = false, of, before, after, bounds, hypotheses = 1 } = input;
  if (before.total === 0 || after.total === 0) return undefined;
  if (before.count + after.count === 0 && input.kept !== true) return undefined;
  const was = shareOf(before);
  const is = shareOf(after);
  const change = Math.abs(is - was);
  const pooled = pooledShare(before, after);
  const [from, to] = formatShares(was, is);
  return {
    columns,
    aspect,
    main,
    effect: change,
    bound: shareBound(was, is, bounds),
    floor: Z95 * Math.sqrt(shareVariance(before, after)),
    noise: Z95 * Math.sqrt(pooled * (1 - pooled)),
    rows: [before.total, after.total],
    before: was,
    after: is,
    p1: Math.min(1, shareTest(before, after) * hypotheses),
    material: change > 0 && change >= shareBound(was, is, bounds),
    words:
      change === 0
        ? `share of ${of} is ${from} as before`
        : `share of ${of} ${is > was ? "rose" : "fell"} from ${from} to ${to}`,
  };
}

/** What a share has to change by: `share`, or less where it is rare and changes by the ratio. */
function shareBound(was: number, is: number, { share, rareShare, ratio }: ShareAspectInput["bounds"]): number {
  const byRatio = is > was ? was * (ratio - 1) : was * (1 - 1 / ratio);
  return Math.min(share, Math.max(rareShare, byRatio));
}
