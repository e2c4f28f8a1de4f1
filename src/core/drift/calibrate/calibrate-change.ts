import { normalPValue } from "../../statistics/normal-distribution.ts";
import { studentTPValue } from "../../statistics/student-t.ts";
import type { BatchSet } from "../batch-set.ts";
import { excessOfChance, rowsOfPairs } from "./excess-of-chance.ts";
import { degreesOfFreedom, withPrior } from "./few-batches.ts";
import { meanOfOthers } from "./mean-of-others.ts";

/** Two p-values for each of K + 1 entries. */
export interface Calibrated {
  /** If rows were independent draws. */
  readonly p1: Float64Array;
  /** Against the movement of the other reference batches. */
  readonly p2: Float64Array;
}

/** A variance below this is 0 but for rounding. */
const LEAST_VARIANCE = 1e-18;

/**
 * Of changes x that have a direction and under no drift mean 0: p1 = 2 (1 − Φ(|x| / √v)), p2 = 2 P(t > |x| / √max(S², v)),
 * S² the mean of x² over the other reference batches, and what chance shows more of in a batch that is smaller than they are
 * (`excessOfChance`). All arrays have K + 1 entries.
 *
 * @param variances v: of independent draws.
 * @param set Of few batches: what S² is taken together with.
 */
export function calibrateChange(effects: Float64Array, variances: Float64Array, set: BatchSet): Calibrated {
  const degrees = degreesOfFreedom(set);
  const squares = meanOfOthers(effects.map((effect) => effect * effect));
  const rows = rowsOfPairs(set.rows);
  const smaller = excessOfChance(set.rows);
  return {
    p1: effects.map((effect, entry) => normalPValue(effect / deviation(variances[entry] ?? 0))),
    p2: effects.map((effect, entry) => {
      const chance = variances[entry] ?? 0;
      const observed = (squares[entry] ?? 0) + chance * (smaller[entry] ?? 0);
      const movement = withPrior(observed, { chance, oneRow: chance * (rows[entry] ?? 0) }, set, entry);
      return studentTPValue(effect / deviation(Math.max(movement, chance)), degrees);
    }),
  };
}

function deviation(variance: number): number {
  return Math.sqrt(Math.max(variance, LEAST_VARIANCE));
}
