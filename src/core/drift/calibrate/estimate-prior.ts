import type { BatchSet } from "../batch-set.ts";
import { type BatchPrior, COMMON_EFFECT, COMMON_PRIOR, COMMON_WORTH } from "./batch-prior.ts";
import { meanOfOthers } from "./mean-of-others.ts";

/** A change of K + 1 batches, measured of all reference batches of the run. */
export interface MovingChange {
  readonly effects: Float64Array;
  /** Under independent draws. */
  readonly variances: Float64Array;
  /** Of one row. */
  readonly oneRow: Float64Array;
}

/** The common effect counts as so many columns that were seen in one batch each. */
const COMMON_COLUMNS = 10;
/** Seen in so many more, the estimate is worth half of the most. */
const HALF_WORTH = 40;
const MOST_WORTH = 20;
/** A column that moves more than this, in variances of one row, is one of its own kind; one that moves less is calm by chance. */
const MOST_EFFECT = 0.25;
const LEAST_EFFECT = -0.05;
/** Batches differ at least by so many standard deviations of one row. */
const LEAST_DEVIATION = 0.02;

/**
 * Batches that move in one column move in others: with few of them, what all columns say together is worth more than what each
 * says alone. An empirical Bayes estimate of the variance of a batch's effect by moments: the mean over changes of (mean x² −
 * mean v)/u, together with the common one. For each batch its own movement is left out.
 *
 * @see C. N. Morris, Journal of the American Statistical Association 78 (1983) 47–55
 */
export function estimatePrior(changes: readonly MovingChange[], batches: number): BatchPrior {
  if (changes.length === 0) return COMMON_PRIOR;
  const sums = new Float64Array(batches + 1);
  for (const { effects, variances, oneRow } of changes) {
    const squares = meanOfOthers(effects.map((effect) => effect * effect));
    const chance = meanOfOthers(variances);
    for (let entry = 0; entry <= batches; entry += 1) {
      const moved = ((squares[entry] ?? 0) - (chance[entry] ?? 0)) / Math.max(oneRow[entry] ?? 0, 1e-12);
      sums[entry] = (sums[entry] ?? 0) + Math.min(MOST_EFFECT, Math.max(LEAST_EFFECT, moved));
    }
  }
  const seen = batches * changes.length;
  const effects = sums.map((sum) =>
    Math.max(LEAST_DEVIATION ** 2, (COMMON_COLUMNS * COMMON_EFFECT + batches * sum) / (COMMON_COLUMNS + seen)),
  );
  return {
    worth: COMMON_WORTH + ((MOST_WORTH - COMMON_WORTH) * seen) / (seen + HALF_WORTH),
    effectOf: ({ of, members }: BatchSet, entry: number) => effects[members[entry] ?? of] ?? COMMON_EFFECT,
  };
}
