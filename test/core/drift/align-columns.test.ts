import { describe, expect, it } from "vitest";
import { type ColumnProfile, PairProfile, type Profile } from "../../../src/core/dataset/profile.ts";
import { alignColumns } from "../../../src/core/drift/align-columns.ts";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import { driftedColumns } from "../../../src/core/drift/drifted-columns.ts";
import { nameBatch, repeat } from "./build-batches.ts";
import { numeric, profile, texts } from "./build-profile.ts";
import { createRandom } from "./random.ts";

const ROWS = 5000;

function drawn(seed: number, name: string, reference?: ColumnProfile, change = (value: number) => value) {
  const { normal } = createRandom(seed);
  const values = Array.from({ length: ROWS }, () => change(100 + 10 * normal()));
  return numeric(name, values, reference);
}

const x = drawn(1, "x");
const y = drawn(2, "y");
const nulls = Array.from({ length: 200 }, () => null);
const words = Array.from({ length: 200 }, (_, row) => "abcdefgh".slice(0, 1 + (row % 8)));
const pair = (one: string, other: string, counts: number[]): PairProfile =>
  PairProfile.parse({ x: { column: one, edges: [100] }, y: { column: other, edges: [100] }, counts });

describe("reference batches that do not all have the same columns", () => {
  const whole = profile([x, y], ROWS, { pairs: [pair("x", "y", [2000, 500, 500, 2000])] });
  const early = (seed: number) => profile([drawn(seed, "x", x)], ROWS);
  const late = (seed: number, change?: (value: number) => number) =>
    profile([drawn(seed, "x", x), drawn(seed + 50, "y", y, change)], ROWS);
  const name = (profiles: readonly Profile[]) => profiles.map((of, batch) => ({ name: nameBatch(batch), profile: of }));
  const seeds = (count: number, first = 0) => Array.from({ length: count }, (_, batch) => 100 + first + batch);

  it.each([
    ["the first ones lack one", [...seeds(3).map(early), ...seeds(9, 3).map((seed) => late(seed))]],
    ["later ones do", [...seeds(9, 3).map((seed) => late(seed)), ...seeds(3).map(early)]],
  ])("are compared, each column with the batches that have it: %s", (_, profiles) => {
    const reference = name(profiles);
    const detection = detectDrift({ reference, current: late(4) });
    expect(detection.reason).toBe("No change that matters in 2 columns, 5,000 rows against 60,000 in 12 batches.");
    expect(detection.notes).toEqual(["Compared with those of the reference batches that have them: y (9 of 12)."]);
    const floors = detection.findings.map(({ columns, floor }) => [columns[0], floor]);
    expect(Object.fromEntries(floors)).toEqual({
      x: expect.closeTo(1.3581 * Math.sqrt(1 / 5000 + 1 / 60_000), 6),
      y: expect.closeTo(1.3581 * Math.sqrt(1 / 5000 + 1 / 45_000), 6),
    });
    const moved = detectDrift({ reference, current: late(4, (value) => value + 5) });
    expect(moved.reason).toMatch(/^1 of 2 columns drifted: .* y /);
  });

  it("a column that only some have may be gone, one that all have may not", () => {
    const some = detectDrift({ reference: name([...seeds(3).map(early), whole]), current: early(4) });
    expect(some.notes).toEqual(["Not in the current data, and in some of the reference batches only: y (1 of 4)."]);
    expect(some.verdict).toBe("stable");
    const all = detectDrift({ reference: name([whole, whole]), current: early(4) });
    expect(all.reason).toBe("1 of 2 columns drifted: column y is gone.");
  });

  it("a column that is numbers in one batch and text in another is compared with those of its kind", () => {
    const text = profile([drawn(3, "x", x), texts("y", ["a", "b"])], ROWS);
    const reference = name([text, ...seeds(8).map((seed) => late(seed))]);
    const { verdict, notes } = detectDrift({ reference, current: late(4) });
    expect(verdict).toBe("stable");
    expect(notes).toEqual([
      "Compared with those of the reference batches in which they are of the same kind as now: y (8 of 9).",
    ]);
  });

  it.each`
    case                       | have              | gone
    ${"but the oldest"}        | ${"011111111111"} | ${"which 11 of 12 reference batches have"}
    ${"but one in the middle"} | ${"111110111111"} | ${"which 11 of 12 reference batches have"}
    ${"since a while"}         | ${"000000000111"} | ${"which 3 of 12 reference batches have"}
    ${"but the latest"}        | ${"111111111110"} | ${undefined}
    ${"since yesterday"}       | ${"000000000001"} | ${undefined}
  `(
    "a column that is gone now and that all had $case",
    ({ have, gone }: { have: string; gone: string | undefined }) => {
      const profiles = [...have].map((has, batch) => (has === "1" ? late(100 + batch) : early(100 + batch)));
      const { verdict, reason } = detectDrift({ reference: name(profiles), current: early(4) });
      if (gone === undefined) expect(verdict).not.toBe("drift");
      else expect(reason).toBe(`1 of 2 columns drifted: column y is gone, ${gone}.`);
    },
  );

  it.each`
    case                | texts             | changed
    ${"but the oldest"} | ${"100000000000"} | ${"y was numeric in 11 of 12 reference batches and is text"}
    ${"since a while"}  | ${"111111111000"} | ${"y was numeric in 3 of 12 reference batches and is text"}
    ${"but the latest"} | ${"000000000001"} | ${undefined}
  `(
    "a column that is text now and was numbers $case",
    ({ texts: of, changed }: { texts: string; changed?: string }) => {
      const text = (seed: number) => profile([drawn(seed, "x", x), texts("y", ["a", "b"])], ROWS);
      const profiles = [...of].map((is, batch) => (is === "1" ? text(100 + batch) : late(100 + batch)));
      const { verdict, reason, notes } = detectDrift({ reference: name(profiles), current: text(4) });
      if (changed !== undefined) return expect(reason).toBe(`1 of 2 columns drifted: ${changed}.`);
      expect(verdict).not.toBe("drift");
      expect(notes.join()).toContain("of the same kind as now: y (1 of 12).");
    },
  );

  it.each`
    case                             | before                                       | after
    ${"a reference without values"}  | ${numeric("y", nulls, undefined, "integer")} | ${texts("y", words)}
    ${"current data without values"} | ${texts("y", words)}                         | ${numeric("y", nulls, undefined, "integer")}
  `("$case is of no other kind: it has nulls", ({ before, after }: { before: ColumnProfile; after: ColumnProfile }) => {
    const reference = repeat(profile([before], 200));
    const { reason, findings } = detectDrift({ reference, current: profile([after], 200) });
    expect(findings.map(({ aspect }) => aspect)).not.toContain("kind");
    expect(reason).toMatch(/^1 of 1 column drifted: .* missing/);
  });

  it("a batch without values, of whatever kind, is one with nulls", () => {
    const empty = profile([numeric("y", nulls, undefined, "integer")], 200);
    const full = profile([texts("y", words)], 200);
    const { verdict, notes, findings } = detectDrift({
      reference: name([...Array.from({ length: 5 }, () => full), empty, full, full]),
      current: full,
    });
    expect([verdict, notes]).toEqual(["inconclusive", []]);
    expect(findings.filter(({ aspect }) => aspect === "kind")).toEqual([]);
  });

  it("a pair is compared with the batches that have it on the same groups", () => {
    const other = { ...late(3), pairs: [pair("y", "x", [1, 2, 3, 4])] };
    const steady = seeds(8).map((seed, batch) => ({
      ...late(seed),
      pairs: [pair("x", "y", [2000 + batch, 500, 500, 2000 - batch])],
    }));
    const current = { ...late(4), pairs: [pair("x", "y", [1250, 1250, 1250, 1250])] };
    const { findings } = detectDrift({ reference: name([other, early(5), ...steady]), current });
    expect(driftedColumns(findings)).toEqual(["x", "y"]);
  });

  it("counts on different edges are refused, and so is no batch at all", () => {
    const edges = profile([drawn(7, "x"), y], ROWS);
    const refusal = (message: string) => expect.objectContaining({ code: "INPUT_INVALID", message });
    expect(() => alignColumns(name([whole, edges]), whole)).toThrow(
      refusal('column "x" was counted on different edges in the reference and in the current data'),
    );
    expect(() => alignColumns([], whole)).toThrow(refusal("drift needs at least one reference dataset"));
  });
});

describe("a column whose unit changed", () => {
  const miles = drawn(1, "distance");
  const minutes = drawn(2, "minutes");
  const together = [2000, 500, 500, 2000];
  const reference = profile([miles, minutes, drawn(3, "other")], ROWS, {
    pairs: [pair("distance", "minutes", together), pair("minutes", "other", together)],
  });
  const kilometres = drawn(4, "distance", miles, (value) => value * 1.609344);

  it("explains what became of its pairs, and no other pair", () => {
    const columns = [kilometres, drawn(5, "minutes", minutes), drawn(6, "other", reference.columns[2])];
    const pairs = [pair("distance", "minutes", [0, 0, 2500, 2500]), pair("minutes", "other", [1250, 1250, 1250, 1250])];
    const { findings, notes } = detectDrift({
      reference: repeat(reference),
      current: profile(columns, ROWS, { pairs }),
    });
    const told = findings.filter(({ verdict }) => verdict === "drift");
    expect(told.filter(({ aspect }) => aspect === "association").map((finding) => finding.columns)).toEqual([
      ["minutes", "other"],
    ]);
    expect(told.find(({ aspect }) => aspect === "distribution")?.words).toMatch(
      /^median of distance moved from [\d.]+ to (between [\d.]+ and )?[\d.]+: multiplied by about 1\.[67], as from miles to kilometres$/,
    );
    expect(notes).toEqual([
      expect.stringMatching(
        /^Pairs with these columns were not compared, because their values were multiplied: distance \(multiplied by about 1\.[67], as from miles to kilometres\)\.$/,
      ),
    ]);
  });
});
