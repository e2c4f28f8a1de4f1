import type { AspectFacts } from "./aspect-series.ts";

/**
 * Values of a column in the current data from which on the noise of an aspect stays below what is enough: noise² (1/n + 1/m) ≤
 * enough². Undefined where no number is enough because the reference itself has too few.
 */
function valuesNeeded({ noise, rows: [reference] }: Pick<AspectFacts, "noise" | "rows">, enough: number) {
  if (reference === 0 || noise === 0) return undefined;
  const room = (enough / noise) ** 2 - 1 / reference;
  // A reference that leaves hardly any room asks for more rows than anybody has.
  return room <= 1e-12 ? undefined : Math.ceil(1 / room);
}

/**
 * Rows of current data that have so many values, as the current ones do that have some of them missing.
 *
 * @param rows All rows of the current data.
 */
export function rowsNeeded(
  facts: Pick<AspectFacts, "noise" | "rows">,
  enough: number,
  rows: number,
): number | undefined {
  const needed = valuesNeeded(facts, enough);
  const [, values] = facts.rows;
  return needed === undefined || values === 0 ? needed : Math.ceil((needed * Math.max(rows, values)) / values);
}

/** What two samples of these sizes of the same data stay below in 19 of 20 cases; infinite where one has no rows. */
export function noiseFloor({ noise, rows: [reference, current] }: Pick<AspectFacts, "noise" | "rows">): number {
  return noise * Math.sqrt(1 / reference + 1 / current);
}
