import { describe, expect, it } from "vitest";
import type { ColumnProfile, Profile } from "../../../src/core/dataset/profile.ts";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import { BATCHES, nameBatch, repeat, toBatches } from "./build-batches.ts";
import { boolean, categorical, numeric, profile, texts, type Values } from "./build-profile.ts";
import { createRandom } from "./random.ts";

const ROWS = 20_000;

function draw<T>(seed: number, rows: number, value: (random: ReturnType<typeof createRandom>) => T): T[] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, () => value(random));
}

const delays = (seed: number, rows = ROWS) => draw(seed, rows, ({ normal }) => Math.round(10 + 20 * normal()));
const origins = (seed: number, rows = ROWS) =>
  draw(seed, rows, ({ uniform }) => ["ATL", "ORD", "DFW", "LAX"][Math.floor(4 * uniform() ** 2)] ?? "ATL");

type Build<Value> = (values: Values<Value>, frame?: ColumnProfile) => ColumnProfile;

/** Values of a reference, cut into batches, and of the current data. */
function compare<Value>(build: Build<Value>, before: Values<Value>, after: Values<Value>, batches = BATCHES) {
  const { frame, reference } = toBatches(before, build, batches);
  return detectDrift({ reference, current: profile([build(after, frame)], after.length) });
}

const normals = (seed: number, rows = ROWS) => draw(seed, rows, ({ normal }) => normal());

const drifted = (detection: ReturnType<typeof detectDrift>) =>
  detection.findings.filter(({ verdict }) => verdict === "drift").map(({ aspect, words }) => `${aspect}: ${words}`);

describe("what is drift, in words", () => {
  const build: Build<number> = (values, frame) => numeric("delay", values, frame, "integer");
  const now = (change: (value: number, index: number) => number | null) =>
    compare(build, delays(1), delays(2, 5000).map(change));

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
    const detection = now(change);
    expect(detection.verdict).toBe("drift");
    expect([detection.reason, ...drifted(detection)]).toMatchSnapshot(name);
  });
});

describe("categories, booleans and texts", () => {
  const build: Build<string> = (values, frame) => categorical("origin", values, frame);
  const now = (change: (value: string, index: number) => string | null) =>
    compare(build, origins(1), origins(2, 5000).map(change));

  it.each([
    ["one category gains ten points", (value: string, index: number) => (index % 8 === 0 ? "LAX" : value)],
    ["a new category", (value: string, index: number) => (index % 33 === 0 ? "JFK" : value)],
    ["small letters", (value: string, index: number) => (index % 33 === 0 ? ` ${value.toLowerCase()}` : value)],
    ["a category vanishes", (value: string) => (value === "DFW" ? "ORD" : value)],
    ["empty texts", (value: string, index: number) => (index % 20 === 0 ? "" : value)],
  ])("%s", (name, change) => {
    const detection = now(change);
    expect(detection.verdict).toBe("drift");
    expect([detection.reason, ...drifted(detection)]).toMatchSnapshot(name);
  });

  it("names no category that the profile does not name", () => {
    const hidden: Build<string> = (values, frame) => categorical("origin", values, frame, { named: false });
    const next = origins(2).map((value, index) => (index % 4 === 0 ? "LAX" : index % 33 === 0 ? "JFK" : value));
    const words = drifted(compare(hidden, origins(1), next)).join(" ");
    expect(words).toContain("share of category");
    expect(words).not.toMatch(/ATL|ORD|DFW|LAX|JFK/);
  });

  it("a share of two values", () => {
    const values = (seed: number, share: number) => draw(seed, ROWS, ({ uniform }) => uniform() < share);
    const detection = compare((of) => boolean("late", of), values(1, 0.02), values(2, 0.04));
    expect(drifted(detection)).toEqual([
      expect.stringMatching(/^distribution: share of true in late rose from [\d.]+ % to [\d.]+ %$/),
    ]);
  });

  it("longer texts with digits", () => {
    const text = (length: number, letter: string) => letter.repeat(Math.max(1, Math.round(length)));
    const lengths = (seed: number) => draw(seed, ROWS, ({ normal }) => 20 + 4 * normal());
    const was = lengths(1).map((length) => text(length, "a"));
    const is = lengths(2).map((length, index) => text(length + 3, index % 10 === 0 ? "7" : "a"));
    expect(drifted(compare((values, frame) => texts("note", values, frame), was, is))).toMatchSnapshot();
  });
});

describe("whole rows, columns and pairs", () => {
  const build: Build<number> = (values, frame) => numeric("x", values, frame);
  const { frame: column, reference } = toBatches(normals(3), build);
  const same = build(normals(4, 1000), column);
  /** The same batches with more in each. */
  const withMore = (more: (batch: number) => Partial<Profile>) =>
    reference.map(({ name, profile: of }, batch) => ({ name, profile: { ...of, ...more(batch) } }));
  const and = (name: string) => (batch: number) => {
    const [x] = reference[batch]?.profile.columns ?? [];
    return { columns: x === undefined ? [] : [x, { ...x, name }] };
  };

  it("repeated rows", () => {
    const detection = detectDrift({
      reference: withMore((batch) => ({ duplicateRows: 1 + (batch % 3) })),
      current: profile([same], 1000, { duplicateRows: 90 }),
    });
    expect(detection.reason).toBe("Drift: 9 % of the rows repeat another one, 0.19 % before.");
  });

  it("a column that is gone, and one that is new", () => {
    const detection = detectDrift({
      reference: withMore(and("y")),
      current: profile([same, { ...same, name: "z" }], 1000),
    });
    expect(detection.reason).toBe("1 of 2 columns drifted: column y is gone.");
    expect(detection.notes).toEqual(["Not compared, because the reference does not have them: z."]);
  });

  it.each([1, 2, BATCHES])("numbers that became text are drift beside %s batches", (batches) => {
    const current = profile([texts("x", ["a", "b"])], 2);
    expect(detectDrift({ reference: reference.slice(0, batches), current }).reason).toBe(
      "1 of 1 column drifted: x was numeric and is text.",
    );
  });

  it("a column without any value is as good as gone, unless that has happened before", () => {
    const current = profile([build(new Array<null>(1000).fill(null), column)], 1000);
    expect(detectDrift({ reference: reference.slice(0, 1), current }).reason).toBe(
      "1 of 1 column drifted: all values of x are missing, none before.",
    );
    const before = [...reference, { name: "empty", profile: current }];
    expect(detectDrift({ reference: before.slice(-2), current }).verdict).toBe("inconclusive");
  });

  it("whole numbers where there were others are numbers all the same", () => {
    const integers = numeric("x", normals(4, 1000), column, "integer");
    expect(detectDrift({ reference, current: profile([integers], 1000) }).verdict).toBe("stable");
  });

  it("points in time move; only their nulls and nonsense are compared", () => {
    const at: Build<number> = (values, frame) => numeric("at", values, frame, "timestamp");
    const late = (seed: number, start: number) => normals(seed).map((value) => start + value);
    expect(compare(at, late(3, 1.7e9), late(4, 1.8e9))).toMatchObject({
      verdict: "stable",
      findings: [{ aspect: "null", effect: 0 }],
    });
  });

  it("an association that is gone while each column stays as it was", () => {
    const pair = (counts: number[]) => [{ x: { column: "x", edges: [0] }, y: { column: "z", edges: [0] }, counts }];
    const detection = detectDrift({
      reference: withMore((batch) => ({ ...and("z")(batch), pairs: pair([400 + batch, 100, 100, 400 - batch]) })),
      current: profile([same, { ...same, name: "z" }], 1000, { pairs: pair([250, 250, 250, 250]) }),
    });
    expect(detection.reason).toBe("2 of 2 columns drifted: the association of x and z is gone or turned round.");
  });

  it("only the columns that were asked for", () => {
    const moved = build(
      normals(4, 1000).map((value) => value + 1),
      column,
    );
    const detection = detectDrift({
      reference: withMore(and("y")),
      current: profile([moved, { ...same, name: "y" }], 1000),
      columns: ["y"],
    });
    expect(detection.verdict).toBe("stable");
    expect(detection.findings.map(({ columns }) => columns)).toEqual([["y"]]);
  });
});

describe("too few rows to tell", () => {
  const build: Build<number> = (values, frame) => numeric("x", values, frame);

  it("says how many would do", () => {
    const detection = compare(build, normals(1), normals(2, 500));
    expect(detection.verdict).toBe("inconclusive");
    expect(detection.reason).toBe(
      "Too few rows to tell for 1 of 1 column (500 rows against 20,000 in 20 batches): chance alone moves x by up to 0.061, and 0.05 counts; 767 current rows would tell.",
    );
    expect(detection.findings).toMatchObject([{ aspect: "distribution", verdict: "inconclusive", rowsNeeded: 767 }]);
  });

  it("is not inconclusive any more with as many rows as it asked for", () => {
    expect(compare(build, normals(1), normals(2, 767)).verdict).toBe("stable");
  });

  it("asks for rows, not for values, of a column of which some are missing", () => {
    const holes = (values: readonly number[]) => values.map((value, row) => (row % 2 === 0 ? value : null));
    const { verdict, reason, findings } = compare(build, holes(normals(1, 40_000)), holes(normals(2, 1000)));
    expect(verdict).toBe("inconclusive");
    expect(reason).toContain("chance alone moves x by up to 0.061, and 0.05 counts; 1,534 current rows would tell.");
    expect(findings).toMatchObject([{ rowsNeeded: 2 * 767 }]);
    expect(compare(build, holes(normals(1, 40_000)), holes(normals(2, 1534))).verdict).toBe("stable");
  });

  it("says one row where it is one", () => {
    expect(compare(build, normals(1), normals(2, 1)).reason).toContain("(1 row against 20,000 in 20 batches)");
  });

  it("asks for a larger reference where that is what is missing", () => {
    const detection = compare(build, normals(1, 300), normals(2));
    expect(detection.reason).toContain("the reference needs more rows");
    expect(detection.findings[0]).not.toHaveProperty("rowsNeeded");
  });

  it("still sees what is too large for chance", () => {
    const far = normals(2, 100).map((value) => value + 2);
    expect(compare(build, normals(1), far).verdict).toBe("drift");
  });
});

describe("too few rows to tell of some columns", () => {
  const sparse = (values: readonly number[]) => values.map((value, row) => (row % 4 === 0 ? value : null));
  /** Of columns that all rows have, and of others that a quarter of them has. */
  const judge = (full: number, few: number, change = (value: number) => value) => {
    const columns = Array.from({ length: full + few }, (_, index) => ({
      name: `c${String(index)}`,
      of: (values: readonly number[]) => (index < full ? values : sparse(values)),
    }));
    const parts = columns.map(({ name, of }, index) =>
      toBatches(of(normals(index + 1)), (values, frame) => numeric(name, values, frame)),
    );
    const reference = parts[0]?.reference.map((batch, place) => ({
      name: batch.name,
      profile: profile(
        parts.flatMap((part) => part.reference[place]?.profile.columns ?? []),
        1000,
      ),
    }));
    const now = columns.map(({ name, of }, index) =>
      numeric(name, of(normals(50 + index, 1000).map(change)), parts[index]?.frame),
    );
    return detectDrift({ reference: reference ?? [], current: profile(now, 1000) });
  };

  it("is said of them, and not of the data", () => {
    const { verdict, reason, findings } = judge(3, 2);
    expect(verdict).toBe("stable");
    expect(reason).toMatch(
      /^No change that matters in 3 of 5 columns, 1,000 rows against 20,000 in 20 batches\. Too few rows to tell for c3 \(3,\d{3} current rows would tell\), c4 \(3,\d{3} current rows would tell\)\.$/,
    );
    const unclear = findings.filter((finding) => finding.verdict === "inconclusive");
    expect(new Set(unclear.flatMap(({ columns }) => columns))).toEqual(new Set(["c3", "c4"]));
  });

  it.each([
    [4, 1, "stable"],
    [1, 1, "inconclusive"],
    [1, 4, "inconclusive"],
    [0, 1, "inconclusive"],
  ])("beside %s others %s of them: %s", (full, few, verdict) => {
    expect(judge(full, few).verdict).toBe(verdict);
  });

  it("names a few of them, and says how many more", () => {
    expect(judge(6, 5).reason).toMatch(/ Too few rows to tell for c6 .*, c7 .*, c8 .* and 2 more\.$/);
  });

  it("hides no drift of the others", () => {
    expect(judge(3, 2, (value) => value + 1).verdict).toBe("drift");
  });
});

describe("a rare flag", () => {
  const flags = (seed: number, rows: number, share: number) => draw(seed, rows, ({ uniform }) => uniform() < share);
  const flag: Build<boolean> = (values) => boolean("flag", values);

  it("can be told with the rows that other columns take, though so small a change of it may be chance", () => {
    const detection = compare(flag, flags(1, ROWS, 0.01), flags(2, 1000, 0.01));
    expect(detection.verdict).toBe("stable");
    expect(detection.findings).toMatchObject([{ aspect: "distribution", verdict: "stable", bound: 0.005 }]);
    expect(detection.findings[0]?.floor).toBeGreaterThan(0.005);
  });

  it("cannot be told with a few", () => {
    expect(compare(flag, flags(1, ROWS, 0.3), flags(2, 200, 0.3)).reason).toMatch(
      /^Too few rows to tell for 1 of 1 column .*: chance alone moves flag by up to 0\.064, and 0\.05 counts; 3\d\d current rows would tell\.$/,
    );
  });
});

describe("too few batches to tell", () => {
  const build: Build<number> = (values, frame) => numeric("x", values, frame);
  const moved = normals(2, 2000).map((value) => value + 0.2);

  it.each([
    [
      1,
      moved,
      "More than chance, but 1 reference batch does not show how much batches differ by themselves (accept 7 more): median of x moved",
    ],
    [2, normals(2, 2000), "2 reference batches do not show how much batches differ by themselves: accept 6 more."],
    [
      5,
      moved,
      "More than chance, but 5 reference batches do not show how much batches differ by themselves (accept 3 more): median of x moved",
    ],
  ] as const)("%s of them ask for more", (batches, values, reason) => {
    const detection = compare(build, normals(1), values, batches);
    expect(detection.verdict).toBe("inconclusive");
    expect(detection.reason.startsWith(reason)).toBe(true);
  });

  it("a few of them that agree are enough for what no batch does", () => {
    const far = normals(2, 2000).map((value) => value + 3);
    const detection = compare(build, normals(1), far, 7);
    expect([detection.verdict, detection.calibration.level]).toEqual(["drift", 0.005]);
  });

  it("a few of them that agree are enough for stable", () => {
    expect(compare(build, normals(1), normals(2, 2000), 5).verdict).toBe("stable");
  });
});

describe("hardly any data", () => {
  const some = numeric("x", normals(1));
  const empty = numeric("x", [], some);

  it.each([
    ["no current rows", some, empty, [ROWS, 0], "The current dataset has no rows."],
    ["no rows in the reference", empty, some, [0, ROWS], "The reference has no rows."],
    ["nothing but nulls, then and now", numeric("x", [null, null]), numeric("x", [null, null]), [2, 2], "Too few rows"],
    ["one value in every row", numeric("x", [7, 7, 7]), numeric("x", [7, 7, 7]), [3, 3], "Too few rows"],
  ] as const)("%s", (_, before, after, rows, reason) => {
    const reference = repeat(profile([before], rows[0]));
    const detection = detectDrift({ reference, current: profile([after], rows[1]) });
    expect(detection.verdict).toBe("inconclusive");
    expect(detection.reason).toContain(reason);
  });

  it("no columns", () => {
    expect(detectDrift({ reference: repeat(profile([], 5)), current: profile([], 5) })).toMatchObject({
      verdict: "inconclusive",
      reason: "There is no column to compare.",
    });
  });

  it("one value in every row of a large dataset is stable", () => {
    const constant = profile([numeric("x", new Array<number>(ROWS).fill(7))], ROWS);
    expect(detectDrift({ reference: repeat(constant), current: constant }).verdict).toBe("stable");
  });

  it.each([
    ["no reference", { reference: [], current: profile([some], ROWS) }],
    ["another frame", { reference: repeat(profile([some], ROWS)), current: profile([numeric("x", normals(2))], ROWS) }],
    [
      "a column that nobody has",
      { reference: repeat(profile([some], ROWS)), current: profile([some], ROWS), columns: ["y"] },
    ],
  ])("%s is an error", (_, request) => {
    expect(() => detectDrift(request)).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });
});

describe("what the reference batches do by themselves", () => {
  const build: Build<number> = (values, frame) => numeric("x", values, frame);
  /** Batches of 1,000 rows, each with a mean of its own. */
  const wandering = (seed: number, spread: number, batches = BATCHES) =>
    Array.from({ length: batches }, (_, batch) => {
      const moved = spread * createRandom(seed * 100 + batch).normal();
      return normals(seed * 1000 + batch, 1000).map((value) => value + moved);
    }).flat();
  const shifted = (by: number) => normals(9, 1000).map((value) => value + by);

  it("is no drift: a shift that steady batches never have is one that wandering batches often have", () => {
    expect(compare(build, wandering(1, 0), shifted(0.4)).verdict).toBe("drift");
    const detection = compare(build, wandering(1, 0.3), shifted(0.4));
    expect(detection.verdict).toBe("stable");
    expect(detection.calibration.batches.every(({ surprise }) => surprise < 6)).toBe(true);
    expect(compare(build, wandering(1, 0.3), shifted(3)).verdict).toBe("drift");
  });

  it("tells the batch that sets the bar", () => {
    const values = wandering(1, 0.05).map((value, row) => (Math.floor(row / 1000) === 6 ? value + 4 : value));
    const { calibration, verdict } = compare(build, values, shifted(2));
    expect(verdict).toBe("stable");
    const [first] = calibration.batches.toSorted((a, b) => b.surprise - a.surprise);
    expect(first).toMatchObject({ name: nameBatch(6), columns: ["x"] });
    expect(calibration.surprise).toBeLessThan(calibration.threshold ?? 0);
    expect(calibration.batches.map(({ name }) => name)).toEqual(
      Array.from({ length: BATCHES }, (_, batch) => nameBatch(batch)),
    );
  });

  it("a column of which no batch knows more than two is told, and decides nothing", () => {
    const { frame, reference } = toBatches(wandering(1, 0), build);
    const withLate = reference.map(({ name, profile: of }, batch) => {
      const late = of.columns.map((column) => ({ ...column, name: "late" }));
      return { name, profile: batch < BATCHES - 2 ? of : { ...of, columns: [...of.columns, ...late] } };
    });
    const now = build(shifted(0.02), frame);
    const current = profile([now, { ...build(shifted(1), frame), name: "late" }], 1000);
    const detection = detectDrift({ reference: withLate, current });
    expect(detection.verdict).toBe("inconclusive");
    expect(detection.reason).toMatch(
      /^More than chance, but too few reference batches have it to tell .*: median of late /,
    );
    expect(detection.notes).toEqual(["Compared with those of the reference batches that have them: late (2 of 20)."]);
  });
});

it("takes bounds and a level for one call and says them", () => {
  const { frame, reference } = toBatches(normals(1), (values, of) => numeric("x", values, of));
  const current = profile(
    [
      numeric(
        "x",
        normals(2, 5000).map((value) => value + 0.2),
        frame,
      ),
    ],
    5000,
  );
  expect(detectDrift({ reference, current }).verdict).toBe("drift");
  const bounds = { distribution: 0.2, location: 0.2, scale: 0.2, cell: 0.2, rareShare: 0.2, share: 0.2, newMass: 0.2 };
  const loose = detectDrift({ reference, current, bounds });
  expect(loose.verdict).toBe("stable");
  expect(loose.rule).toMatchObject({
    name: "calibrated-surprise/v1",
    parameters: { distribution: 0.2, ratio: 1.5, level: 0.02 },
  });
  const strict = detectDrift({ reference, current, level: 1e-6 });
  expect(strict.verdict).toBe("stable");
  expect(strict.pRun).toBeGreaterThan(1e-6);
  expect(strict.calibration.threshold).toBeGreaterThan(strict.calibration.surprise);
});
