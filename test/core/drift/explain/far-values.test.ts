import { describe, expect, it } from "vitest";
import { farValues } from "../../../../src/core/drift/explain/kinds/far-values.ts";
import { numeric } from "../build-profile.ts";
import { createRandom } from "../random.ts";

/** Delays between −60 and 60, and a batch in which one value in a hundred is another one. */
function explain(change: (value: number) => number, from = 0) {
  const draw = (seed: number, rows: number) => {
    const { normal } = createRandom(seed);
    return Array.from({ length: rows }, () => from + Math.max(-60, Math.min(60, Math.round(20 * normal()))));
  };
  const before = numeric("delay", [...draw(1, 20_000), from - 60, from + 60]);
  const now = draw(2, 2000).map((value, row) => (row % 100 === 0 ? change(value) : value));
  const after = numeric("delay", now, before);
  const facts = { name: "delay", before, after, has: () => true, wordsOf: () => undefined, others: [] };
  return farValues.explain(facts)?.words ?? "";
}

const UNIT = "; a wrong unit in these rows is one possible cause";

describe("values far beyond what was known", () => {
  it.each([
    ["above", (value: number) => 3600 + Math.abs(value), /above everything .*at most 60 before, about 61 times as far/],
    [
      "below",
      (value: number) => -6000 - Math.abs(value),
      /below everything .*at least −60 before, about 100 times as far/,
    ],
  ] as const)("%s may be of another unit where they lie more than ten times as far", (_, change, told) => {
    const words = explain(change);
    expect(words).toMatch(told);
    expect(words.endsWith(UNIT)).toBe(true);
  });

  it.each([
    ["a few times as far", (value: number) => 200 + Math.abs(value), 0],
    ["on the other side of 0", (value: number) => -5000 - Math.abs(value), 100],
  ] as const)("may not where they lie %s", (_, change, from) => {
    const words = explain(change, from);
    expect(words).toMatch(/ everything that was known, 0 % before: as far as /);
    expect(words).not.toContain("unit");
    expect(words).not.toContain("times");
  });
});
