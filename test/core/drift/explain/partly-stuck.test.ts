import { describe, expect, it } from "vitest";
import { stuckConstant } from "../../../../src/core/drift/explain/kinds/stuck-constant.ts";
import { numeric, type Values } from "../build-profile.ts";
import { createRandom } from "../random.ts";

const ROWS = 800;

/** Levels around 50; `shape` makes of a level and its row what is measured. */
function draw(seed: number, rows: number, shape: (level: number, row: number) => number | null): Values<number> {
  const { normal } = createRandom(seed);
  return Array.from({ length: rows }, (_, row) => shape(50 + 10 * normal(), row));
}

type Shape = (level: number, row: number) => number | null;

function explain(was: Shape, is: Shape) {
  const before = numeric("level", draw(1, 15 * ROWS, was));
  const after = numeric("level", draw(2, ROWS, is), before);
  const facts = { name: "level", before, after, has: () => true, wordsOf: () => undefined, others: [] };
  return stuckConstant.explain(facts);
}

const asItIs = (level: number) => level;
const whole = (level: number) => Math.round(level);
/** One value among the rest, in so many of a hundred rows. */
const among =
  (value: number | null, percent: number, rest: Shape = asItIs): Shape =>
  (level, row) =>
    row % 100 < percent ? value : rest(level, row);

describe("one value in a part of the rows", () => {
  it.each([
    { name: "of many", is: among(51.234, 25), told: /^25 % of level is exactly 51\.234, at most 0\.\d+ % before$/ },
    { name: "of few", was: whole, is: among(52, 20, whole), told: /^24 % of level is exactly 52, 3\.\d % before$/ },
    {
      name: "that is filled in",
      was: among(null, 20),
      is: among(51.234, 20),
      told: /^20 % of level is exactly 51\.234, at most 0\.\d+ % before, while 20 % fewer are missing$/,
    },
  ])("$name", ({ was = asItIs, is, told }) => {
    const found = explain(was, is);
    expect(found?.words).toMatch(told);
    expect(found?.covers.includes("null")).toBe(told.source.includes("missing"));
  });

  it.each([
    { name: "too few rows", is: among(51.234, 4) },
    { name: "a region that grew", is: (level: number, row: number) => (row % 10 === 0 ? 50 + level / 100 : level) },
    {
      name: "whole numbers that grew together",
      was: whole,
      is: (level: number, row: number) => whole(row % 100 < 20 ? 49 + (row % 4) : level),
    },
    { name: "other values that moved", is: among(51.234, 25, (level) => level + 4) },
    { name: "a value that was frequent", was: among(50, 20), is: among(50, 35) },
    { name: "a value that stands for another", is: among(-999, 25) },
    { name: "a limit", is: (level: number) => Math.min(level, 64) },
  ])("is not told of $name", ({ was = asItIs, is }) => {
    expect(explain(was, is)).toBeUndefined();
  });
});
