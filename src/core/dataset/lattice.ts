import type { ValueGroup } from "./value-groups.ts";

/** More digits than this are no lattice that people write numbers on. */
export const MAX_DECIMALS = 9;

/** Digits after the point in the shortest text of the number: 3 for 0.125, 0 for 1e21, 7 for 1e-7. */
export function decimalsOf(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const digits = mantissa.split(".")[1]?.length ?? 0;
  return Math.max(0, digits - Number(exponent));
}

/** A double does not hold the last digits of a larger number of units. */
export const MAX_UNITS = 2 ** 53;

export interface LatticeCounts {
  readonly finer: number;
  readonly tens: number;
  readonly hundreds: number;
}

/**
 * Rows whose value has more than so many decimals, and those whose value is a multiple of 10 and of 100 units of the last
 * of them, where these are below 2^53. The arithmetic is the one of the statement that counts where there are too many values to list.
 */
export function countLattice(groups: readonly ValueGroup[], decimals: number): LatticeCounts {
  const scale = 10 ** decimals;
  const counts = { finer: 0, tens: 0, hundreds: 0 };
  for (const { value, rows } of groups) {
    const units = roundHalfAway(value * scale);
    if (units / scale !== value) counts.finer += rows;
    else {
      if (Math.abs(units) >= MAX_UNITS) continue;
      if (units % 10 === 0) counts.tens += rows;
      if (units % 100 === 0) counts.hundreds += rows;
    }
  }
  return counts;
}

function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}
