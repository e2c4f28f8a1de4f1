import { describe, expect, it } from "vitest";
import { compareClasses } from "../../../src/core/dataset/compare-classes.ts";
import { compareProfiles } from "../../../src/core/dataset/compare-profiles.ts";
import { type ColumnProfile, Profile } from "../../../src/core/dataset/profile.ts";
import { booleans, categories, hashOf, numbers, profile, sequence, texts } from "./build-profile.ts";

/** Distances in miles, most of them short. */
const MILES = sequence(4000).map((share) => Math.round(60 + 4900 * share ** 3));
const distance = numbers("distance", MILES, { kind: "integer", type: "BIGINT" });

function changes(before: readonly ColumnProfile[], after: readonly ColumnProfile[], rows = 4000) {
  return compareProfiles(profile(rows, before), profile(rows, after));
}

/** The only distribution that changed. */
function moved(before: ColumnProfile, after: ColumnProfile) {
  const { distributions } = changes([before], [after]);
  expect(distributions).toHaveLength(1);
  return distributions[0];
}

describe("equal profiles", () => {
  it("do not differ", () => {
    const all = [
      distance,
      categories("origin", { ATL: 3000, SFO: 1000 }),
      booleans("late", 3000, 1000),
      texts("note", MILES),
    ];
    expect(changes(all, all)).toEqual({
      rows: [4000, 4000],
      duplicateRows: { before: 0, after: 0, rows: [4000, 4000] },
      schema: [],
      shares: [],
      categories: [],
      distributions: [],
      incomparable: [],
      commonColumns: 4,
    });
  });

  it("do not differ by what chance makes", () => {
    const [half, other] = [MILES.slice(0, 2000), MILES.slice(2000)];
    const before = [numbers("distance", half), categories("origin", { ATL: 1480, SFO: 520 })];
    const [reference] = before;
    const again = numbers("distance", other, reference?.kind === "numeric" ? { reference } : {});
    expect(changes(before, [again, categories("origin", { ATL: 1510, SFO: 490 })]).distributions).toEqual([]);
  });
});

describe("the schema", () => {
  it("says what came, went and is of another type", () => {
    const { schema } = changes(
      [booleans("a", 1, 1), numbers("b", [1, 2], { type: "INTEGER", kind: "integer" }), categories("d", { x: 2 })],
      [numbers("b", [1, 2], { type: "BIGINT", kind: "integer" }), texts("c", [1, 2]), texts("d", [1, 1])],
    );
    expect(schema).toEqual([
      { kind: "removed", column: "a", type: "BOOLEAN" },
      { kind: "added", column: "c", type: "VARCHAR" },
      { kind: "type", column: "b", before: "INTEGER", after: "BIGINT", kinds: ["integer", "integer"] },
      { kind: "type", column: "d", before: "VARCHAR", after: "VARCHAR", kinds: ["categorical", "text"] },
    ]);
  });

  it.each<[string, ColumnProfile, ColumnProfile, string | undefined]>([
    ["categories", categories("destination", { A: 60, B: 40 }), categories("dest", { A: 58, B: 42 }), "destination"],
    ["other categories", categories("destination", { A: 60, B: 40 }), categories("dest", { A: 30, C: 70 }), undefined],
    ["numbers with the same limits", distance, { ...distance, name: "miles" }, "distance"],
    ["numbers of one value", numbers("a", [0, 0]), numbers("b", [0, 0]), undefined],
    ["other numbers", distance, numbers("miles", [1, 2, 3], { kind: "integer" }), undefined],
  ])("recognises a renamed column by its %s", (_, before, after, perhaps) => {
    const added = changes([before], [after]).schema.find(({ kind }) => kind === "added");
    expect(added).toEqual(expect.objectContaining(perhaps === undefined ? { column: after.name } : { perhaps }));
    expect(added !== undefined && "perhaps" in added).toBe(perhaps !== undefined);
  });
});

describe("a change of unit", () => {
  it.each<[string, number, number, string | undefined]>([
    ["miles to kilometres", 1.609344, 1.61, "miles to kilometres"],
    ["kilometres to miles", 1 / 1.609344, 0.62, "kilometres to miles"],
    ["minutes to hours", 1 / 60, 0.0167, "minutes to hours, or seconds to minutes"],
    ["hours to minutes", 60, 60, "hours to minutes, or minutes to seconds"],
    ["to thousandths", 1000, 1000, "a unit to its thousandths"],
    ["a factor of no unit", 7, 7, undefined],
    ["tripled", 3, 3, undefined],
  ])("%s", (_, factor, ratio, units) => {
    const now = numbers(
      "distance",
      MILES.slice(300).map((value) => value * factor),
      { reference: distance, type: "BIGINT", kind: "integer" },
    );
    const { scale } = moved(distance, now) ?? {};
    expect(scale?.units).toBe(units);
    expect((scale?.ratio ?? 0) / ratio).toBeCloseTo(1, 1);
  });

  it("is seen where few bins hold what became of the values, some of them negative", () => {
    const minutes = sequence(4000).map((share) => Math.round(240 * share) - 30);
    const before = numbers("delay", minutes, { kind: "integer" });
    const after = numbers(
      "delay",
      minutes.map((value) => value / 60),
      { reference: before },
    );
    expect(moved(before, after)?.scale?.units).toBe("minutes to hours, or seconds to minutes");
  });

  it.each<[string, (value: number, index: number) => number]>([
    ["a tenth of the rows", (value, index) => (index % 10 === 0 ? value * 1000 : value)],
    ["a shift", (value) => value + 900],
    ["a reversed sign", (value) => -value],
    ["a small growth", (value) => value * 1.1],
    ["nothing but zeros", () => 0],
  ])("is not seen in %s", (_, change) => {
    const now = numbers("distance", MILES.map(change), { reference: distance, kind: "integer" });
    expect(moved(distance, now)?.scale).toBeUndefined();
  });
});

describe("a distribution", () => {
  it("of numbers is told by its median, with a picture", () => {
    const now = numbers(
      "distance",
      MILES.map((value) => value + 900),
      { reference: distance, kind: "integer" },
    );
    expect(moved(distance, now)).toMatchObject({
      column: "distance",
      method: "KS",
      words: expect.stringMatching(/^median of distance moved from \d+ to 1,\d+$/),
      histogram: expect.stringMatching(/^[▁-█]{2,16} → [▁-█]{2,16}$/),
    });
  });

  it.each<[ColumnProfile, ColumnProfile, number, string]>([
    [booleans("late", 3800, 200), booleans("late", 2000, 2000), 0.45, "share of true rose from 5 % to 50 %"],
    [
      categories("origin", { ATL: 2400, SFO: 1600 }),
      categories("origin", { ATL: 1600, SFO: 1600, JFK: 800 }),
      0.2,
      "share of ATL fell from 60 % to 40 %",
    ],
    [
      categories("city", { Rome: 2000, Oslo: 2000 }, { named: false }),
      categories("city", { Rome: 2000, Oslo: 1000, Bern: 1000 }, { named: false }),
      0.25,
      `share of category ${hashOf("Oslo").slice(0, 6)}… fell from 50 % to 25 %`,
    ],
  ])("%# of categories is told by the one that moved most", (before, after, size, words) => {
    expect(moved(before, after)).toMatchObject({ method: "TV", distance: expect.closeTo(size, 9), words });
  });

  it("of texts is told by their length", () => {
    const before = texts(
      "note",
      MILES.map((miles) => miles % 40),
    );
    const after = texts(
      "note",
      MILES.map((miles) => (miles % 40) / 4),
      before,
    );
    expect(moved(before, after)?.words).toMatch(/^median length of note moved from \d+ to \d$/);
  });

  it("that changed most comes first, whatever the order of the columns", () => {
    const before = [booleans("a", 500, 500), booleans("b", 500, 500), booleans("c", 500, 500)];
    const after = [booleans("c", 1000, 0), booleans("a", 600, 400), booleans("b", 100, 900)];
    const order = changes(before, after, 1000).distributions.map(({ column }) => column);
    expect(order).toEqual(["c", "b", "a"]);
    expect(changes(before, after.toReversed(), 1000).distributions.map(({ column }) => column)).toEqual(order);
  });
});

describe("categories", () => {
  it("that came and went are named where the profile has the name, the most frequent first", () => {
    const before = categories("origin", { ATL: 3000, SFO: 990, LIH: 10 });
    const after = categories("origin", { SFO: 3970, JFK: 10, EWR: 20 }, { reference: before });
    expect(changes([before], [after]).categories).toEqual([
      {
        column: "origin",
        new: [
          { hash: hashOf("EWR"), name: "EWR", rows: 20, share: 0.005 },
          { hash: hashOf("JFK"), name: "JFK", rows: 10, share: 0.0025 },
        ],
        vanished: [
          { hash: hashOf("ATL"), name: "ATL", rows: 3000, share: 0.75 },
          { hash: hashOf("LIH"), name: "LIH", rows: 10, share: 0.0025 },
        ],
      },
    ]);
  });

  it("that are not allowed to be named are not", () => {
    const before = categories("city", { Rome: 10 }, { named: false });
    const after = categories("city", { Bern: 10 }, { reference: before, named: false });
    const text = JSON.stringify(changes([before], [after]));
    expect(text).not.toContain("Rome");
    expect(text).not.toContain("Bern");
  });

  it("are not called new where the earlier profile had no room to list them all", () => {
    const before = categories("id", { a: 10 }, { unseenRest: { categories: 500, rows: 500 } });
    const after = categories("id", { a: 10, b: 5 }, { reference: before });
    expect(changes([before], [after]).categories).toEqual([]);
  });
});

describe("shares of rows", () => {
  it("that changed are listed, the largest change first", () => {
    const { shares } = changes(
      [
        { ...distance, nulls: 80, invalid: 2 },
        { ...categories("origin", { A: 3900 }), empty: 10 },
        booleans("late", 2000, 2000),
      ],
      [
        { ...distance, nulls: 480, invalid: 3, nan: 40 },
        { ...categories("origin", { A: 3900 }), empty: 0 },
        booleans("late", 2000, 2000),
      ],
    );
    expect(shares.map(({ column, aspect, before, after }) => [column, aspect, before, after])).toEqual([
      ["distance", "nulls", 80, 480],
      ["distance", "not finite", 0, 40],
      ["origin", "empty", 10, 0],
    ]);
  });

  it("beyond what was known are out of range", () => {
    const now = numbers(
      "distance",
      [...MILES.slice(0, 3900), ...new Array<number>(60).fill(99_999), ...new Array<number>(40).fill(-1)],
      {
        reference: distance,
        kind: "integer",
      },
    );
    expect(changes([distance], [now]).shares).toEqual([
      { column: "distance", aspect: "out of range", before: 0, after: 100, rows: [4000, 4000] },
    ]);
  });
});

describe("columns on different frames", () => {
  it("are compared by nulls and limits only, and said not to be comparable", () => {
    const other = numbers(
      "distance",
      MILES.map((miles) => miles * 2),
      { kind: "integer", nulls: 400 },
    );
    const found = changes([distance], [other]);
    expect(found.incomparable).toEqual([
      {
        column: "distance",
        ranges: [expect.stringMatching(/^\d+ to 4,\d+$/), expect.stringMatching(/^1\d\d to 9,\d+$/)],
      },
    ]);
    expect(found.distributions).toEqual([]);
    expect(found.shares.map(({ aspect }) => aspect)).toEqual(["nulls"]);
  });

  it("are compared in full where all categories are listed", () => {
    const found = changes([categories("o", { A: 3000, B: 1000 })], [categories("o", { B: 1000, A: 1000, C: 2000 })]);
    expect(found.incomparable).toEqual([]);
    expect(found.categories[0]?.new.map(({ name }) => name)).toEqual(["C"]);
  });
});

describe("classes of a label", () => {
  it.each<[string, ColumnProfile, ColumnProfile, [string, number | undefined, number][]]>([
    [
      "booleans",
      booleans("y", 90, 10),
      booleans("y", 60, 40),
      [
        ["false", 0.9, 0.6],
        ["true", 0.1, 0.4],
      ],
    ],
    [
      "categories",
      categories("y", { a: 90, b: 10 }),
      categories("y", { b: 40, c: 60 }),
      [
        ["c", 0, 0.6],
        ["b", 0.1, 0.4],
        ["a", 0.9, 0],
      ],
    ],
    [
      "whole numbers",
      numbers("y", [0, 0, 0, 1], { kind: "integer" }),
      numbers("y", [0, 1], { kind: "integer" }),
      [
        ["0", 0.75, 0.5],
        ["1", 0.25, 0.5],
      ],
    ],
    [
      "another kind",
      booleans("y", 90, 10),
      categories("y", { no: 50, yes: 50 }),
      [
        ["no", undefined, 0.5],
        ["yes", undefined, 0.5],
      ],
    ],
    ["numbers to predict", distance, distance, []],
    ["another column", booleans("x", 1, 1), booleans("x", 1, 1), []],
  ])("of %s", (_, before, after, expected) => {
    const found = compareClasses("y", profile(100, [before]), profile(100, [after]));
    expect(found.map(({ label, before: was, after: is }) => [label, was, is])).toEqual(expected);
  });
});

it("profiles of tests are profiles", () => {
  const all = [distance, categories("o", { A: 1 }), booleans("b", 1, 0), texts("t", [1, 2, 3])];
  expect(Profile.safeParse(profile(4000, all)).error).toBeUndefined();
});

it("a thousand columns take no time", () => {
  const columns = (reference?: readonly ColumnProfile[]) =>
    Array.from({ length: 1000 }, (_, index) => {
      const at = reference?.[index];
      return { ...(at ?? distance), name: `c${String(index)}`, nulls: at === undefined ? 0 : index };
    });
  const before = columns();
  const started = performance.now();
  const { shares, commonColumns } = changes(before, columns(before));
  expect([shares.length, commonColumns]).toEqual([999, 1000]);
  expect(performance.now() - started).toBeLessThan(60_000);
});
