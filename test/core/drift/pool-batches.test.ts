import { describe, expect, it } from "vitest";
import { type ColumnProfile, PairProfile } from "../../../src/core/dataset/profile.ts";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import { poolBatches } from "../../../src/core/drift/pool-batches.ts";
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
const pair = (one: string, other: string, counts: number[]): PairProfile =>
  PairProfile.parse({ x: { column: one, edges: [100] }, y: { column: other, edges: [100] }, counts });

describe("reference batches that do not all have the same columns", () => {
  const whole = profile([x, y], ROWS, { pairs: [pair("x", "y", [2000, 500, 500, 2000])] });
  const early = profile([drawn(3, "x", x)], ROWS);
  const current = profile([drawn(4, "x", x), drawn(5, "y", y)], ROWS);

  it.each([
    ["the first lacks one", [early, whole]],
    ["a later one does", [whole, early]],
  ])("are compared, each column with the batches that have it: %s", (_, reference) => {
    const detection = detectDrift({ reference, current });
    expect(detection.reason).toBe("No change that matters in 2 columns, 5,000 rows against 10,000.");
    expect(detection.notes).toEqual(["Compared with those of the reference batches that have them: y (1 of 2)."]);
    const floors = detection.findings.map(({ columns, floor }) => [columns[0], floor]);
    // Noise of 5,000 rows against 10,000, and against 5,000.
    expect(Object.fromEntries(floors)).toEqual({
      x: expect.closeTo(1.3581 * Math.sqrt(1 / 5000 + 1 / 10_000), 6),
      y: expect.closeTo(1.3581 * Math.sqrt(2 / 5000), 6),
    });
  });

  it("a change of a column that one batch has is drift", () => {
    const moved = profile([drawn(4, "x", x), drawn(5, "y", y, (value) => value + 5)], ROWS);
    const { verdict, reason } = detectDrift({ reference: [early, whole], current: moved });
    expect([verdict, reason]).toEqual(["drift", expect.stringMatching(/^1 of 2 columns drifted: .* y /)]);
  });

  it("a column that only some have may be gone, one that all have may not", () => {
    const without = profile([drawn(4, "x", x)], ROWS);
    const some = detectDrift({ reference: [early, whole], current: without });
    expect(some.verdict).toBe("stable");
    expect(some.notes).toEqual(["Not in the current data, and in some of the reference batches only: y (1 of 2)."]);
    const all = detectDrift({ reference: [whole, whole], current: without });
    expect(all.reason).toBe("1 of 2 columns drifted: column y is gone.");
  });

  it("a column that is numbers in one batch and text in another is not compared", () => {
    const text = profile([drawn(3, "x", x), texts("y", ["a", "b"])], ROWS);
    const { verdict, notes } = detectDrift({ reference: [whole, text], current });
    expect(verdict).toBe("stable");
    expect(notes).toEqual([
      "Not compared, because they are of another kind in some reference batches: y (numeric or text).",
    ]);
  });

  it("only pairs that all have are counted together", () => {
    const other = profile([x, y], ROWS, { pairs: [pair("y", "x", [1, 2, 3, 4]), pair("x", "y", [1, 2, 3, 4])] });
    expect(poolBatches([whole, other]).profile.pairs).toEqual([pair("x", "y", [2001, 502, 503, 2004])]);
    expect(poolBatches([whole, other, early]).profile.pairs).toEqual([]);
  });

  it("counts on different edges are refused, and so is no batch at all", () => {
    const edges = profile([drawn(7, "x"), y], ROWS);
    const refusal = (message: string) => expect.objectContaining({ code: "INPUT_INVALID", message });
    expect(() => poolBatches([whole, edges])).toThrow(
      refusal('column "x" was counted on different edges or categories'),
    );
    expect(() => poolBatches([])).toThrow(refusal("drift needs at least one reference dataset"));
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
    const { findings, notes } = detectDrift({ reference: [reference], current: profile(columns, ROWS, { pairs }) });
    const told = findings.filter(({ verdict }) => verdict === "drift");
    expect(told.filter(({ aspect }) => aspect === "association").map((finding) => finding.columns)).toEqual([
      ["minutes", "other"],
    ]);
    expect(told.find(({ aspect }) => aspect === "distribution")?.words).toMatch(
      /^median of distance moved from [\d.]+ to [\d.]+: multiplied by about 1\.[67], as from miles to kilometres$/,
    );
    expect(notes).toEqual([
      expect.stringMatching(
        /^Pairs with these columns were not compared, because their values were multiplied: distance \(multiplied by about 1\.[67], as from miles to kilometres\)\.$/,
      ),
    ]);
  });
});
