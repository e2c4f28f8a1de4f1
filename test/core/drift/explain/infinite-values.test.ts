import { describe, expect, it } from "vitest";
import { infiniteValues } from "../../../../src/core/drift/explain/kinds/infinite-values.ts";
import { numeric } from "../build-profile.ts";

const { NaN: nan, POSITIVE_INFINITY: plus, NEGATIVE_INFINITY: minus } = Number;

/** Ratios of a thousand rows, of which so many are not finite. */
function ratios(few: readonly (readonly [value: number, rows: number])[]) {
  const odd = few.flatMap(([value, rows]) => Array.from({ length: rows }, () => value));
  return [...odd, ...Array.from({ length: 1000 - odd.length }, (_, row) => row / 1000)];
}

describe("values that are not finite", () => {
  it.each([
    { name: "are new", was: [], is: [[nan, 94]], told: "9.4 % of ratio is NaN, 0 % before" },
    { name: "are infinite", was: [], is: [[minus, 50]], told: "5 % of ratio is infinite, 0 % before" },
    { name: "are gone", was: [[nan, 100]], is: [], told: "0 % of ratio is NaN, 10 % before" },
    {
      name: "are gone, and both kinds of them",
      was: [
        [nan, 100],
        [plus, 30],
      ],
      is: [],
      told: "0 % of ratio is NaN, 10 % before; 0 % is infinite, 3 % before",
    },
    {
      name: "are not told where they stayed",
      was: [
        [nan, 100],
        [plus, 10],
      ],
      is: [
        [nan, 300],
        [plus, 12],
      ],
      told: "30 % of ratio is NaN, 10 % before",
    },
    {
      name: "have the other sign",
      was: [
        [nan, 20],
        [plus, 100],
      ],
      is: [
        [nan, 20],
        [minus, 90],
      ],
      told: "0 % of ratio is +∞, 10 % before; 9 % is −∞, 0 % before",
    },
  ] as const)("$name", ({ was, is, told }) => {
    const before = numeric("ratio", ratios(was));
    const after = numeric("ratio", ratios(is), before);
    const facts = { name: "ratio", before, after, has: () => true, wordsOf: () => undefined, others: [] };
    expect(infiniteValues.explain(facts)?.words).toBe(told);
  });
});
