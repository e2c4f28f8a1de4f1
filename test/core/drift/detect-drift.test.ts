import { describe, expect, it } from "vitest";
import type { ColumnProfile } from "../../../src/core/dataset/profile.ts";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import { boolean, categorical, numeric, profile, texts } from "./build-profile.ts";
import { createRandom } from "./random.ts";

const ROWS = 10_000;

function draw<T>(seed: number, rows: number, value: (random: ReturnType<typeof createRandom>) => T): T[] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, () => value(random));
}

const delays = (seed: number, rows = ROWS) => draw(seed, rows, ({ normal }) => Math.round(10 + 20 * normal()));
const origins = (seed: number, rows = ROWS) =>
  draw(seed, rows, ({ uniform }) => ["ATL", "ORD", "DFW", "LAX"][Math.floor(4 * uniform() ** 2)] ?? "ATL");

const compare = (before: ColumnProfile, after: ColumnProfile, rows: readonly [number, number] = [ROWS, ROWS]) =>
  detectDrift({ reference: [profile([before], rows[0])], current: profile([after], rows[1]) });

const drifted = (detection: ReturnType<typeof detectDrift>) =>
  detection.findings.filter(({ verdict }) => verdict === "drift").map(({ aspect, words }) => `${aspect}: ${words}`);

describe("what is drift, in words", () => {
  const before = numeric("delay", delays(1), undefined, "integer");
  const now = (change: (value: number, index: number) => number | null) =>
    numeric("delay", delays(2).map(change), before, "integer");

  it.each([
    ["a shifted mean", (value: number) => value + 10],
    ["a wider spread", (value: number) => Math.round(10 + (value - 10) * 1.4)],
    ["a tenth of zeros", (value: number, index: number) => (index % 10 === 0 ? 0 : value)],
    ["one per cent in another unit", (value: number, index: number) => (index % 100 === 0 ? value * 100 : value)],
    ["five per cent missing", (value: number, index: number) => (index % 20 === 0 ? null : value)],
    ["a code for what is not known", (value: number, index: number) => (index % 50 === 0 ? 999 : value)],
    ["infinite values", (value: number, index: number) => (index % 50 === 0 ? Number.POSITIVE_INFINITY : value)],
    ["nothing but nulls", () => null],
  ])("%s", async (name, change) => {
    const detection = compare(before, now(change));
    expect(detection.verdict).toBe("drift");
    expect([detection.reason, ...drifted(detection)]).toMatchSnapshot(name);
  });
});

describe("categories, booleans and texts", () => {
  const before = categorical("origin", origins(1));
  const now = (change: (value: string, index: number) => string | null) =>
    categorical("origin", origins(2).map(change), before);

  it.each([
    ["one category gains ten points", (value: string, index: number) => (index % 8 === 0 ? "LAX" : value)],
    ["a new category", (value: string, index: number) => (index % 33 === 0 ? "JFK" : value)],
    ["small letters", (value: string, index: number) => (index % 33 === 0 ? ` ${value.toLowerCase()}` : value)],
    ["a category vanishes", (value: string) => (value === "DFW" ? "ORD" : value)],
    ["empty texts", (value: string, index: number) => (index % 20 === 0 ? "" : value)],
  ])("%s", (name, change) => {
    const detection = compare(before, now(change));
    expect(detection.verdict).toBe("drift");
    expect([detection.reason, ...drifted(detection)]).toMatchSnapshot(name);
  });

  it("names no category that the profile does not name", () => {
    const hidden = categorical("origin", origins(1), undefined, { named: false });
    const next = origins(2).map((value, index) => (index % 4 === 0 ? "LAX" : index % 33 === 0 ? "JFK" : value));
    const words = drifted(compare(hidden, categorical("origin", next, hidden, { named: false }))).join(" ");
    expect(words).toContain("share of category");
    expect(words).not.toMatch(/ATL|ORD|DFW|LAX|JFK/);
  });

  it("a share of two values", () => {
    const values = (seed: number, share: number) => draw(seed, ROWS, ({ uniform }) => uniform() < share);
    const detection = compare(boolean("late", values(1, 0.02)), boolean("late", values(2, 0.04)));
    expect(drifted(detection)).toEqual([
      expect.stringMatching(/^distribution: share of true in late rose from [\d.]+ % to [\d.]+ %$/),
    ]);
  });

  it("longer texts with digits", () => {
    const text = (length: number, letter: string) => letter.repeat(Math.max(1, Math.round(length)));
    const lengths = (seed: number) => draw(seed, ROWS, ({ normal }) => 20 + 4 * normal());
    const was = texts(
      "note",
      lengths(1).map((length) => text(length, "a")),
    );
    const is = texts(
      "note",
      lengths(2).map((length, index) => text(length + 3, index % 10 === 0 ? "7" : "a")),
      was,
    );
    expect(drifted(compare(was, is))).toMatchSnapshot();
  });
});

describe("whole rows, columns and pairs", () => {
  const values = draw(3, ROWS, ({ normal }) => normal());
  const column = numeric("x", values);
  const same = numeric(
    "x",
    draw(4, ROWS, ({ normal }) => normal()),
    column,
  );

  it("repeated rows", () => {
    const detection = detectDrift({
      reference: [profile([column], ROWS, { duplicateRows: 10 })],
      current: profile([same], ROWS, { duplicateRows: 900 }),
    });
    expect(detection.reason).toBe("Drift: share of rows that repeat another row rose from 0.1 % to 9 %.");
  });

  it("a column that is gone, and one that is new", () => {
    const detection = detectDrift({
      reference: [profile([column, { ...column, name: "y" }], ROWS)],
      current: profile([same, { ...same, name: "z" }], ROWS),
    });
    expect(detection.reason).toBe("1 of 2 columns drifted: column y is gone.");
    expect(detection.notes).toEqual(["Not compared, because the reference does not have them: z."]);
  });

  it("numbers that became text", () => {
    const detection = compare(column, texts("x", ["a", "b"]));
    expect(detection.reason).toBe("1 of 1 column drifted: x was numeric and is text.");
  });

  it("whole numbers where there were others are numbers all the same", () => {
    expect(compare(column, { ...same, kind: "integer" }).verdict).toBe("stable");
  });

  it("points in time move; only their nulls and nonsense are compared", () => {
    const was = numeric(
      "at",
      values.map((value) => 1.7e9 + value),
      undefined,
      "timestamp",
    );
    const is = numeric(
      "at",
      values.map((value) => 1.8e9 + value),
      was,
      "timestamp",
    );
    expect(compare(was, is)).toMatchObject({ verdict: "stable", findings: [{ aspect: "null", effect: 0 }] });
  });

  it("an association that is gone while each column stays as it was", () => {
    const pair = (counts: number[]) => [{ x: { column: "x", edges: [0] }, y: { column: "z", edges: [0] }, counts }];
    const columns = (of: ColumnProfile) => [of, { ...of, name: "z" }];
    const detection = detectDrift({
      reference: [profile(columns(column), ROWS, { pairs: pair([4000, 1000, 1000, 4000]) })],
      current: profile(columns(same), ROWS, { pairs: pair([2500, 2500, 2500, 2500]) }),
    });
    expect(detection.reason).toBe("Drift: the association of x and z is gone or turned round.");
  });

  it("only the columns that were asked for", () => {
    const moved = numeric(
      "x",
      values.map((value) => value + 1),
      column,
    );
    const detection = detectDrift({
      reference: [profile([column, { ...column, name: "y" }], ROWS)],
      current: profile([moved, { ...same, name: "y" }], ROWS),
      columns: ["y"],
    });
    expect(detection.verdict).toBe("stable");
    expect(detection.findings.map(({ columns }) => columns)).toEqual([["y"]]);
  });
});

describe("too few rows to tell", () => {
  const column = (seed: number, rows: number, reference?: ColumnProfile) =>
    numeric(
      "x",
      draw(seed, rows, ({ normal }) => normal()),
      reference,
    );

  it("says how many would do", () => {
    const before = column(1, ROWS);
    const detection = compare(before, column(2, 500, before), [ROWS, 500]);
    expect(detection.verdict).toBe("inconclusive");
    expect(detection.reason).toBe(
      "Too few rows to tell for 1 of 1 column (500 rows against 10,000): chance alone moves x by up to 0.062, and 0.05 counts; 797 current rows would tell.",
    );
    expect(detection.findings).toMatchObject([{ aspect: "distribution", verdict: "inconclusive", rowsNeeded: 797 }]);
  });

  it("is not inconclusive any more with as many rows as it asked for", () => {
    const before = column(1, ROWS);
    expect(compare(before, column(2, 797, before), [ROWS, 797]).verdict).toBe("stable");
  });

  it("asks for a larger reference where that is what is missing", () => {
    const before = column(1, 300);
    const detection = compare(before, column(2, ROWS, before), [300, ROWS]);
    expect(detection.reason).toContain("the reference needs more rows");
    expect(detection.findings[0]).not.toHaveProperty("rowsNeeded");
  });

  it("still sees what is too large for chance", () => {
    const before = column(1, ROWS);
    const far = numeric(
      "x",
      draw(2, 100, ({ normal }) => normal() + 2),
      before,
    );
    expect(compare(before, far, [ROWS, 100]).verdict).toBe("drift");
  });
});

describe("hardly any data", () => {
  const some = numeric(
    "x",
    draw(1, ROWS, ({ normal }) => normal()),
  );
  const empty = numeric("x", [], some);

  it.each([
    ["no current rows", some, empty, [ROWS, 0], "inconclusive", "The current dataset has no rows."],
    ["no rows in the reference", empty, some, [0, ROWS], "inconclusive", "The reference has no rows."],
    [
      "nothing but nulls, then and now",
      numeric("x", [null, null]),
      numeric("x", [null, null]),
      [2, 2],
      "inconclusive",
      "Too few rows",
    ],
    [
      "one value in every row",
      numeric("x", [7, 7, 7]),
      numeric("x", [7, 7, 7]),
      [3, 3],
      "inconclusive",
      "Too few rows",
    ],
  ] as const)("%s", (_, before, after, rows, verdict, reason) => {
    const detection = compare(before, after, rows);
    expect(detection.verdict).toBe(verdict);
    expect(detection.reason).toContain(reason);
  });

  it("no columns", () => {
    expect(detectDrift({ reference: [profile([], 5)], current: profile([], 5) })).toMatchObject({
      verdict: "inconclusive",
      reason: "There is no column to compare.",
    });
  });

  it("one value in every row of a large dataset is stable", () => {
    const constant = numeric("x", new Array<number>(ROWS).fill(7));
    expect(compare(constant, constant).verdict).toBe("stable");
  });

  it.each([
    ["no reference", () => detectDrift({ reference: [], current: profile([some], ROWS) })],
    [
      "another frame",
      () =>
        compare(
          some,
          numeric(
            "x",
            draw(2, ROWS, ({ normal }) => normal()),
          ),
        ),
    ],
    [
      "a column that nobody has",
      () => detectDrift({ reference: [profile([some], ROWS)], current: profile([some], ROWS), columns: ["y"] }),
    ],
  ])("%s is an error", (_, detect) => {
    expect(detect).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });
});

it("pools several reference batches", () => {
  const first = numeric(
    "x",
    draw(1, 5000, ({ normal }) => normal()),
  );
  const second = numeric(
    "x",
    draw(2, 5000, ({ normal }) => normal()),
    first,
  );
  const current = numeric(
    "x",
    draw(3, 5000, ({ normal }) => normal()),
    first,
  );
  const pooled = detectDrift({
    reference: [profile([first], 5000), profile([second], 5000)],
    current: profile([current], 5000),
  });
  const [finding] = pooled.findings;
  expect(finding?.floor).toBeCloseTo(1.3581 * Math.sqrt(1 / 10_000 + 1 / 5000), 10);
});

it("takes bounds for one call and says them", () => {
  const before = numeric(
    "x",
    draw(1, ROWS, ({ normal }) => normal()),
  );
  const after = numeric(
    "x",
    draw(2, ROWS, ({ normal }) => normal() + 0.2),
    before,
  );
  const reference = [profile([before], ROWS)];
  const current = profile([after], ROWS);
  expect(detectDrift({ reference, current }).verdict).toBe("drift");
  const bounds = { distribution: 0.2, cell: 0.2, rareShare: 0.2, share: 0.2, newMass: 0.2 };
  const loose = detectDrift({ reference, current, bounds });
  expect(loose.verdict).toBe("stable");
  expect(loose.rule).toMatchObject({ name: "signal-and-material/v1", parameters: { distribution: 0.2, ratio: 1.5 } });
});
