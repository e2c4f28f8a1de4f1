import { studentTPValue } from "../../statistics/student-t.ts";
import type { BatchSet } from "../batch-set.ts";
import { degreesOfFreedom, LEAST_BATCHES } from "./few-batches.ts";
import { meanOfOthers } from "./mean-of-others.ts";
import { predictiveTail } from "./predictive-tail.ts";

/**
 * Of √e among batches: where none of them has any, a share of 0.005, from which it counts, is 4.6 of these, enough to stand out
 * among a few hundred aspects.
 */
const LEAST_SPREAD = 0.015;

/**
 * p2 of shares e ≥ 0 that usually are 0, K + 1 entries: the larger of 2 P(t > e / √max(S², v)) and of the predictive t of √e.
 * Shares of what should not be there have heavy tails, which one of the two alone takes for surprises.
 *
 * @param variances v: of independent draws.
 */
export function calibrateRare(shares: Float64Array, variances: Float64Array, set: BatchSet): Float64Array {
  const degrees = degreesOfFreedom(set);
  const squares = meanOfOthers(shares.map((share) => share * share));
  const bySize = shares.map((share, entry) =>
    share === 0 ? 1 : studentTPValue(share / Math.sqrt(Math.max(squares[entry] ?? 0, variances[entry] ?? 0)), degrees),
  );
  if (set.members.length < LEAST_BATCHES) return bySize;
  const byBatches = predictiveTail(
    shares.map((share) => Math.sqrt(Math.max(share, 0))),
    degrees,
    () => LEAST_SPREAD,
  );
  return bySize.map((p, entry) => Math.max(p, byBatches[entry] ?? 1));
}
