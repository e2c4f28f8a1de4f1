/** Most frequent values that a profile of numbers lists. */
export const MAX_SPIKES = 64;

const SHARE = 0.01;
const ROWS = 5;

/** So many of the finite values make one a spike, if it has no bin of its own. */
export function leastRowsOfSpike(finite: number): number {
  return Math.max(ROWS, SHARE * finite);
}
