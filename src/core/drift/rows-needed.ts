import type { AspectFacts } from "./aspect-series.ts";

/**
 * Rows of current data from which on the noise of an aspect stays below its bound: noise² (1/n + 1/m) ≤ bound². Undefined
 * where no number of rows is enough because the reference itself has too few.
 */
export function rowsNeeded({
  noise,
  bound,
  rows: [reference],
}: Pick<AspectFacts, "noise" | "bound" | "rows">): number | undefined {
  if (reference === 0 || noise === 0) return undefined;
  const room = (bound / noise) ** 2 - 1 / reference;
  // A reference that leaves hardly any room asks for more rows than anybody has.
  return room <= 1e-12 ? undefined : Math.ceil(1 / room);
}

/** What two samples of these sizes of the same data stay below in 19 of 20 cases; infinite where one has no rows. */
export function noiseFloor({ noise, rows: [reference, current] }: Pick<AspectFacts, "noise" | "rows">): number {
  return noise * Math.sqrt(1 / reference + 1 / current);
}
