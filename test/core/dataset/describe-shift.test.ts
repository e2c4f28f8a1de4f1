import { describe, expect, it } from "vitest";
import { describeShift } from "../../../src/core/dataset/describe-shift.ts";
import { describeSpread } from "../../../src/core/drift/describe-spread.ts";
import { spread } from "../../../src/core/drift/explain/kinds/spread.ts";
import { toNumberTable } from "../../../src/core/drift/number-table.ts";
import { numeric, texts } from "../drift/build-profile.ts";

/** Speeds from 0.5 to 100. */
const SPEEDS = Array.from({ length: 1000 }, (_, row) => (row % 200) / 2 + 0.5);

function profiles(change: (speed: number, row: number) => number) {
  const before = numeric("speed", SPEEDS);
  return { before, after: numeric("speed", SPEEDS.map(change), before) };
}

function shiftOf(change: (speed: number, row: number) => number): string {
  const { before, after } = profiles(change);
  const counts = { edges: before.frame.edges, before: before.bins, after: after.bins };
  return describeShift({ name: "speed", kind: "numeric", ...counts, ranges: [before, after] });
}

describe("how numbers moved, in words", () => {
  it.each([
    {
      name: "up",
      change: (speed: number) => speed + 20,
      told: /^median of speed moved from 50(\.\d+)? to 70(\.\d+)?$/,
    },
    {
      name: "beyond all edges, where only the limits are known",
      change: (speed: number) => speed * 1000 + 3,
      told: /^median of speed moved from 50(\.\d+)? to between 503 and 100,003$/,
    },
    {
      name: "below all edges",
      change: (speed: number) => -1000.6 - speed,
      told: /^median of speed moved from 50(\.\d+)? to between −1,101 and −1,001$/,
    },
    { name: "to one value out there", change: () => 5000, told: /^median of speed moved from 50(\.\d+)? to 5,000$/ },
    {
      name: "with its upper part beyond all edges",
      change: (speed: number) => (speed > 60 ? speed * 1000 : speed),
      told: /^the middle half of speed was 25(\.\d+)? to 75(\.\d+)? and is 25(\.\d+)? to above 1\d\d(\.\d+)?$/,
    },
    { name: "not at all", change: (speed: number) => speed, told: /^speed is distributed as before$/ },
  ])("$name", ({ change, told }) => {
    expect(shiftOf(change)).toMatch(told);
  });

  it("above the last edge, where no limit is known", () => {
    const before = texts(
      "note",
      SPEEDS.map((speed) => "x".repeat(speed)),
    );
    const after = texts(
      "note",
      SPEEDS.map((speed) => "x".repeat(1000 + speed)),
      before,
    );
    const counts = { edges: before.frame.edges, before: before.lengths, after: after.lengths };
    expect(describeShift({ name: "note", kind: "integer", ...counts })).toMatch(
      /^median of note moved from \d+ to above 1\d\d$/,
    );
  });

  it("not at all, of a constant in fewer rows", () => {
    const before = numeric("speed", new Array<number>(900).fill(7));
    const after = numeric("speed", new Array<number>(70).fill(7), before);
    const counts = { edges: before.frame.edges, before: before.bins, after: after.bins };
    expect(describeShift({ name: "speed", kind: "numeric", ...counts })).toBe("speed is distributed as before");
  });
});

describe("how wide numbers are spread, in words", () => {
  const wider = (speed: number) => 50 + 9 * (speed - 50);
  it.each([
    {
      name: "wider, whatever lies in bins without an end",
      change: wider,
      told: /^speed is spread wider: its middle four fifths were 10(\.\d+)? to 90(\.\d+)? and are at most −\d+(\.\d+)? to above 1\d\d(\.\d+)?$/,
    },
    { name: "by what nothing tells, in one of them", change: (speed: number) => speed * 1000 + 3, told: undefined },
  ])("$name", ({ change, told }) => {
    const { before, after } = profiles(change);
    const table = toNumberTable("speed", { members: [0], of: 1, rows: Float64Array.of(1000, 1000) }, [before, after]);
    const words = table === undefined ? "no table" : describeSpread(table);
    if (told === undefined) expect(words).toBeUndefined();
    else expect(words).toMatch(told);
    const facts = { name: "speed", before, after, has: () => true, wordsOf: () => undefined, others: [] };
    expect(spread.explain(facts)?.words.replace(/:.*/, "")).toBe(told && "speed spreads wider");
  });
});
