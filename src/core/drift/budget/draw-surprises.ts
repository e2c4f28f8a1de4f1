import { createRandom } from "../../performance/create-random.ts";
import { normalQuantile, normalSurvival } from "../../statistics/normal-distribution.ts";

/** How the largest surprise of a batch that has not drifted varies from batch to batch. */
export interface SurpriseModel {
  /** Of consecutive batches, from 0 to below 1. */
  readonly correlation: number;
  /**
   * Share of batches that something happened to for once; how much that adds in the mean, in units of the scale of all; and
   * the share of them whose effect is gross.
   */
  readonly bursts: { readonly share: number; readonly size: number; readonly gross: number };
}

export interface DrawnSurprises {
  /** One for each batch, in time order; the tail is exponential of scale 1, as the rule takes it to be. */
  readonly surprises: Float64Array;
  /** 1 where the effect is gross: an alarm at once, if it drifts. */
  readonly gross: Uint8Array;
}

/**
 * Surprises of `count` batches without drift: exponential ones joined by a normal copula of first order, and now and then a
 * burst. The same for the same seed.
 */
export function drawSurprises(count: number, { correlation, bursts }: SurpriseModel, seed: number): DrawnSurprises {
  const random = createRandom(seed);
  // Half a step off 0, which has no quantile.
  const uniform = () => random() + 2 ** -33;
  const drawn = { surprises: new Float64Array(count), gross: new Uint8Array(count) };
  const fresh = Math.sqrt(1 - correlation * correlation);
  let state = normalQuantile(uniform());
  for (let index = 0; index < count; index++) {
    if (index > 0) state = correlation * state + fresh * normalQuantile(uniform());
    const isBurst = uniform() < bursts.share;
    const more = isBurst ? -bursts.size * Math.log(uniform()) : 0;
    drawn.surprises[index] = more - Math.log(normalSurvival(state));
    drawn.gross[index] = isBurst && uniform() < bursts.gross ? 1 : 0;
  }
  return drawn;
}
