import type { Interval } from "../evidence/evaluation-evidence.ts";
import { Z95 } from "./normal-distribution.ts";

/**
 * 95 % score interval for the difference of two paired proportions, `onlyHere` − `onlyThere` of `total` rows: one
 * model is right on `onlyHere` rows where the other is wrong, and the other way round on `onlyThere`.
 *
 * @see T. Tango, Statistics in Medicine 17 (1998) 891–908
 */
export function tangoInterval(onlyHere: number, onlyThere: number, total: number): Interval {
  const difference = (onlyHere - onlyThere) / total;
  const excess = (delta: number) => score(onlyHere, onlyThere, total, delta);
  // The statistic falls from +∞ at −1 to −∞ at 1 and is 0 at the estimate.
  return [
    bisect((delta) => excess(delta) > Z95, -1, difference),
    bisect((delta) => excess(delta) > -Z95, difference, 1),
  ];
}

/** Tango's statistic for a supposed difference, with the discordant probability at its constrained maximum likelihood. */
function score(b: number, c: number, n: number, delta: number): number {
  const linear = -b - c + (2 * n - b + c) * delta;
  const constant = -c * delta * (1 - delta);
  const root = Math.sqrt(Math.max(linear * linear - 8 * n * constant, 0));
  const q = (root - linear) / (4 * n);
  const variance = n * (2 * q + delta * (1 - delta));
  const distance = b - c - n * delta;
  if (variance <= 0) return distance === 0 ? 0 : Math.sign(distance) * Infinity;
  return distance / Math.sqrt(variance);
}

function bisect(isBelow: (delta: number) => boolean, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let step = 0; step < 100 && high - low > 1e-15; step++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
