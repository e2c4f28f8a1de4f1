import type { ColumnFacts, DriftExplanation } from "./drift-kind.ts";
import { describeFrequent, GROWTH, isSentinel } from "./frequent-value.ts";
import { clipping } from "./kinds/clipping.ts";
import { binShares, distanceWithout, type NumberChange, numberChange } from "./number-change.ts";
import { type RisenValue, risenValues } from "./risen-values.ts";
import { VALUE_ASPECTS } from "./value-aspects.ts";

/** Of the rows, that the value gained. */
const LEAST = 0.05;
/** What is left without it has not moved, Kolmogorov–Smirnov, by more than this and chance. */
const STILL = 0.05;
/** Quantile .95 of the Kolmogorov distribution. */
const CHANCE = 1.358;
/** Bins on either side that are its neighbourhood: whole numbers have two each. */
const NEIGHBOURS = 4;

/**
 * One value of the column's own came into a part of the rows, and the others are as they were: a sensor that stood still for
 * a while, a mean that is filled in.
 */
export function explainPartlyStuck(facts: ColumnFacts): DriftExplanation | undefined {
  const change = numberChange(facts);
  if (change === undefined) return undefined;
  const found = risenValues(change).find((risen) => isStuck(change, risen));
  // A limit is a frequent value as well, and says more.
  if (found === undefined || clipping.explain(facts) !== undefined) return undefined;
  const { words, fillsMissing } = describeFrequent(facts, change, { found, is: "is exactly" });
  return { words, covers: [...VALUE_ASPECTS, ...(fillsMissing ? (["null"] as const) : [])] };
}

function isStuck(change: NumberChange, risen: RisenValue): boolean {
  const { before, after, bin, gained } = risen;
  if (after - before < LEAST || after < GROWTH * before || isSentinel(change, risen)) return false;
  const rows = change.rows[1] - gained;
  const chance = rows === 0 ? 0 : CHANCE * Math.sqrt(1 / change.rows[0] + 1 / rows);
  return distanceWithout(change, bin, gained) < Math.max(STILL, chance) && isAlone(change, risen);
}

/** Where a whole region became more frequent, what lies beside the value did as well, by more than chance. */
function isAlone(change: NumberChange, { bin, before, after }: RisenValue): boolean {
  const below = binShares(change, Math.max(0, bin - NEIGHBOURS), bin - 1);
  const above = binShares(change, bin + 1, bin + NEIGHBOURS);
  const [was, is] = [below[0] + above[0], below[1] + above[1]];
  const share = Math.max(was, is);
  const chance = 2 * Math.sqrt(share * (1 - Math.min(1, share)) * (1 / change.rows[0] + 1 / change.rows[1]));
  return is - was * (1 - (after - before)) < (after - before) / GROWTH + chance;
}
