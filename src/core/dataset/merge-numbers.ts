import { addCounts } from "./add-counts.ts";
import type { NumericProfile } from "./profile.ts";
import { MAX_SPIKES } from "./spike-limits.ts";

type Common = "name" | "type" | "nulls" | "invalid";

/**
 * Adds two columns of numbers on one frame. `distinct` is null: the values that both have are not known. Rows of a spike
 * are a lower bound where only one of the two lists it.
 */
export function mergeNumbers(one: NumericProfile, other: NumericProfile): Omit<NumericProfile, Common> {
  const lattice = mergeLattice(one.lattice, other.lattice);
  return {
    kind: one.kind === other.kind ? one.kind : "numeric",
    frame: one.frame,
    nan: one.nan + other.nan,
    positiveInfinity: one.positiveInfinity + other.positiveInfinity,
    negativeInfinity: one.negativeInfinity + other.negativeInfinity,
    bins: addCounts(one.bins, other.bins),
    min: pick(one.min, other.min, (a, b) => isLess(a, b)),
    max: pick(one.max, other.max, (a, b) => isLess(b, a)),
    distinct: null,
    spikes: mergeSpikes(one.spikes, other.spikes),
    ...(lattice === undefined ? {} : { lattice }),
    ...(one.hours === undefined || other.hours === undefined ? {} : { hours: addCounts(one.hours, other.hours) }),
  };
}

type Extreme = NumericProfile["min"];

function pick(one: Extreme, other: Extreme, first: (a: number | string, b: number | string) => boolean): Extreme {
  if (one === null || other === null) return one ?? other;
  return first(other, one) ? other : one;
}

/** A text is a whole number beyond 2^53; beside a fraction its nearest double is exact enough. */
function isLess(a: number | string, b: number | string): boolean {
  const whole = [a, b].every((value) => typeof value === "string" || Number.isInteger(value));
  return whole ? BigInt(a) < BigInt(b) : Number(a) < Number(b);
}

function mergeSpikes(one: NumericProfile["spikes"], other: NumericProfile["spikes"]): NumericProfile["spikes"] {
  const rows = new Map<number, number>();
  for (const spike of [...one, ...other]) rows.set(spike.value, (rows.get(spike.value) ?? 0) + spike.rows);
  return [...rows]
    .map(([value, count]) => ({ value, rows: count }))
    .sort((a, b) => b.rows - a.rows || a.value - b.value)
    .slice(0, MAX_SPIKES);
}

function mergeLattice(one: NumericProfile["lattice"], other: NumericProfile["lattice"]): NumericProfile["lattice"] {
  if (one === undefined || other === undefined) return undefined;
  return {
    finer: one.finer + other.finer,
    tens: one.tens + other.tens,
    hundreds: one.hundreds + other.hundreds,
  };
}
