import { describe, expect, it } from "vitest";
import { clipping } from "../../../../src/core/drift/explain/kinds/clipping.ts";
import { stuckConstant } from "../../../../src/core/drift/explain/kinds/stuck-constant.ts";
import { boolean, numeric } from "../build-profile.ts";

/** So many rows of each value. */
function values(counts: Readonly<Record<number, number>>): readonly number[] {
  return Object.entries(counts).flatMap(([value, rows]) => Array.from({ length: rows }, () => Number(value)));
}

function factsOf(was: readonly number[], is: readonly number[]) {
  const before = numeric("stops", was, undefined, "integer");
  const after = numeric("stops", is, before, "integer");
  return { name: "stops", before, after, has: () => true, wordsOf: () => undefined, others: [] };
}

const STOPS = values({ 0: 400, 1: 300, 2: 200, 3: 60, 4: 40 });

describe("a column that is cut off", () => {
  it.each([
    {
      name: "above",
      limit: (value: number) => Math.min(value, 2),
      told: /^stops is cut off at 2: 30 % are .*10 % did$/,
    },
    {
      name: "below",
      limit: (value: number) => Math.max(value, 1),
      told: /^stops is cut off at 1: 70 % are .*40 % did$/,
    },
  ])("$name is told", ({ limit, told }) => {
    expect(clipping.explain(factsOf(STOPS, STOPS.map(limit)))?.words).toMatch(told);
  });

  it.each([
    { name: "values that are all larger by one", is: STOPS.map((value) => value + 1) },
    { name: "values of which most lay beyond", is: STOPS.map((value) => Math.max(value, 2)) },
    { name: "a constant that is another one", was: values({ 7: 1000 }), is: values({ 8: 1000 }) },
    { name: "what was constant and varies", was: values({ 7: 1000 }), is: values({ 8: 600, 9: 400 }) },
  ])("is not $name", ({ was = STOPS, is }) => {
    expect(clipping.explain(factsOf(was, is))).toBeUndefined();
  });
});

describe("a constant that is another one", () => {
  it.each([
    { name: "in all rows", was: { 7: 1000 }, is: { 8: 1000 }, told: "8 is all of stops, where 7 was all of it" },
    {
      name: "in nearly all",
      was: { 7: 980, 8: 20 },
      is: { 7: 10, 8: 990 },
      told: "8 is 99 % of stops, where 7 was 98 % of it",
    },
    { name: "is told only where it changed", was: { 7: 980, 8: 20 }, is: { 7: 1000 }, told: undefined },
  ])("$name", ({ was, is, told }) => {
    expect(stuckConstant.explain(factsOf(values(was), values(is)))?.words).toBe(told);
  });

  it("may be true or false", () => {
    const column = (value: boolean) => boolean("open", new Array<boolean>(100).fill(value));
    const facts = { name: "open", before: column(true), after: column(false), wordsOf: () => undefined, others: [] };
    expect(stuckConstant.explain({ ...facts, has: () => true })?.words).toBe(
      "false is all of open, where true was all of it",
    );
  });
});
