/** With fewer reference batches their own movement is hardly known: it is taken together with a prior. */
export const FEW_BATCHES = 8;

/** With fewer, nothing is known of it, and no change can be called unusual. */
export const LEAST_BATCHES = 3;

/** The prior counts as so many batches … */
const PRIOR_BATCHES = 4;
/** … that differ as harmless batches do, by a tenth of a standard deviation of one row. */
const PRIOR_EFFECT = 0.1;

/** Batches that the prior is worth beside `batches` of the reference. */
export function priorBatches(batches: number): number {
  return batches < FEW_BATCHES ? PRIOR_BATCHES : 0;
}

/** Degrees of freedom of what is known about the movement of `batches` reference batches. */
export function degreesOfFreedom(batches: number): number {
  return Math.max(batches - 1, 1) + priorBatches(batches);
}

/** The mean of `observed` squares together with the prior's: that of chance and of a harmless effect on one row's variance. */
export function withPrior(observed: number, chance: number, oneRow: number, batches: number): number {
  const prior = priorBatches(batches);
  if (prior === 0) return observed;
  return (batches * observed + prior * (chance + PRIOR_EFFECT ** 2 * oneRow)) / (batches + prior);
}

/** The same for a distance: half the effect, for a distribution moves by about half of what its mean does. */
export function distanceWithPrior(observed: number, floor: number, batches: number): number {
  const prior = priorBatches(batches);
  return (batches * observed + prior * (floor ** 2 + (PRIOR_EFFECT / 2) ** 2)) / (batches + prior);
}
