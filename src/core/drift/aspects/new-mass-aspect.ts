import { incompleteBeta } from "../../statistics/incomplete-beta.ts";
import type { DriftAspect, DriftAspectName } from "../drift-aspect.ts";
import { formatShare } from "../format-share.ts";
import { type Share, shareOf } from "../share-test.ts";

interface NewMassInput {
  readonly column: string;
  readonly aspect: DriftAspectName;
  readonly after: Share;
  /** Rows of the reference, and how many of as many more would be new, as far as it tells. */
  readonly reference: number;
  readonly expected: number;
  readonly bound: number;
  /** Number of shares that the largest was chosen from. */
  readonly hypotheses?: number;
  /** Share of rows now → sentence. */
  readonly words: (share: string) => string;
}

/** One-sided 95 % quantile of the normal distribution. */
const Z_ONE_SIDED = 1.645;

/** Mass where the reference had none or hardly any; undefined where there is none now. Only growth is a change. */
export function newMassAspect(input: NewMassInput): DriftAspect | undefined {
  const { column, aspect, after, reference, expected, bound, hypotheses = 1, words } = input;
  if (after.count === 0 || reference === 0) return undefined;
  const share = shareOf(after);
  const rate = Math.min(expected / reference, 1);
  const effect = Math.max(0, share - rate);
  const noise = Z_ONE_SIDED * Math.sqrt(rate * (1 - rate));
  return {
    columns: [column],
    aspect,
    main: false,
    effect,
    bound,
    floor: noise * Math.sqrt(1 / after.total + 1 / reference),
    noise,
    rows: [reference, after.total],
    before: rate,
    after: share,
    // The rate is itself uncertain, the more so the smaller it is: the count is negative binomial, not binomial.
    p1: Math.min(1, hypotheses * incompleteBeta(after.total / (after.total + reference), after.count, expected)),
    material: effect > 0 && effect >= bound,
    words: words(formatShare(share)),
  };
}
