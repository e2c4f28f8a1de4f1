import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chooseInnerFrame,
  chooseNumericFrame,
  spreadBins,
  withLimits,
} from "../../../src/core/dataset/choose-frame.ts";
import { countLattice, decimalsOf } from "../../../src/core/dataset/lattice.ts";
import { previousDouble } from "../../../src/core/dataset/previous-double.ts";
import { NumericFrame } from "../../../src/core/dataset/profile.ts";
import { farBeyond, rangesOfOthers } from "../../../src/core/dataset/range-limits.ts";
import { countOnEdges, quantileEdges, toValueGroups } from "../../../src/core/dataset/value-groups.ts";

const groupsOf = (values: readonly number[]) => toValueGroups(values.map((value) => ({ value, rows: 1 })));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const values = fc.array(fc.oneof(finite, fc.integer({ min: -9, max: 9 })), { minLength: 1, maxLength: 80 });

describe("the frame of a column of numbers", () => {
  it("is valid for whatever values, and loses none of them", () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const groups = groupsOf(numbers);
        const frame = chooseNumericFrame(groups);
        expect(NumericFrame.safeParse(frame).error).toBeUndefined();
        expect(countOnEdges(groups, frame.edges).reduce((sum, rows) => sum + rows, 0)).toBe(numbers.length);
      }),
    );
  });

  it("tells what is below and above the reference, and what is a quarter of its range beyond", () => {
    const { edges } = chooseNumericFrame(groupsOf([-1, 9, 19, 39]));
    expect(edges.slice(0, 3)).toEqual([previousDouble(-11), previousDouble(-1), -1]);
    expect(edges.slice(-2)).toEqual([39, 49]);
    const bins = countOnEdges(groupsOf([-12, -11, -2, -1, 39, 40, 49, 50]), edges);
    expect([bins[0], bins[1], bins[2]]).toEqual([1, 2, 1]);
    expect([bins.at(-2), bins.at(-1)]).toEqual([2, 1]);
  });

  it.each([
    { values: [300, 5000], far: { below: 0, above: 6175 } },
    { values: [0, 4], far: { below: previousDouble(0), above: 5 } },
    { values: [-8, -4], far: { below: previousDouble(-9), above: -3 } },
    { values: [-8, -1], far: { below: previousDouble(-9.75), above: previousDouble(0) } },
    { values: [-4, 0], far: { below: previousDouble(-5), above: 0 } },
    { values: [-4, 4], far: { below: previousDouble(-6), above: 6 } },
  ])("of $values a sign that none of them has is far", ({ values: [min = 0, max = 0], far }) => {
    expect(farBeyond({ min, max })).toEqual(far);
  });

  it("tells the same of the ranges that all batches but one have", () => {
    const batches = [
      { min: 0, max: 10 },
      { min: 1, max: 90 },
      { min: 2, max: 8 },
    ];
    const ranges = rangesOfOthers(batches);
    expect(ranges).toEqual([
      { min: 1, max: 90 },
      { min: 0, max: 10 },
      { min: 0, max: 90 },
      { min: 0, max: 90 },
    ]);
    const numbers = [...Array.from({ length: 30 }, (_, i) => i / 3), 90];
    const { edges } = chooseNumericFrame(groupsOf(numbers), { ranges: ranges.filter((range) => range !== undefined) });
    for (const range of ranges) {
      const { below, above } = farBeyond(range ?? { min: 0, max: 0 });
      expect([edges.includes(below), edges.includes(above)]).toEqual([true, true]);
    }
    expect(rangesOfOthers([undefined, { min: 1, max: 1 }])).toEqual([
      { min: 1, max: 1 },
      undefined,
      { min: 1, max: 1 },
    ]);
  });

  it("has about as many bins as asked for, each with the same share, and the tails in ever smaller ones", () => {
    const groups = groupsOf(Array.from({ length: 10_240 }, (_, index) => index / 7));
    const { edges, values: own } = chooseNumericFrame(groups);
    const bins = countOnEdges(groups, edges);
    expect(own).toEqual([]);
    expect(bins.filter((rows) => rows >= 39).length).toBeGreaterThan(230);
    expect(Math.max(...bins)).toBeLessThanOrEqual(41);
    expect(bins.slice(2, 8)).toEqual([1, 1, 2, 4, 8, 16]);
    expect(bins.slice(-8)).toEqual([16, 8, 4, 2, 1, 1, 0, 0]);
  });

  it("gives a value a bin of its own that is frequent in one batch only", () => {
    const { values: own } = chooseNumericFrame(groupsOf(Array.from({ length: 100 }, (_, i) => i)), { frequent: [17] });
    expect(own).toEqual([17]);
  });

  it("gives a frequent value a bin that holds it alone", () => {
    const groups = groupsOf([
      ...Array.from({ length: 500 }, () => 0),
      ...Array.from({ length: 500 }, (_, i) => i + 0.5),
    ]);
    const { edges, values: own } = chooseNumericFrame(groups);
    expect(own).toEqual([0]);
    expect(countOnEdges(groupsOf([-1e-300, 0, 1e-300]), edges)[edges.indexOf(0)]).toBe(1);
    expect(countOnEdges(groups, edges)[edges.indexOf(0)]).toBe(500);
  });

  it.each([
    ["one value", [7], [previousDouble(7), 7]],
    ["the widest range", [-1.7e308, 1.7e308], undefined],
    ["nothing", [], []],
  ])("copes with %s", (_, numbers, expected) => {
    const frame = chooseNumericFrame(groupsOf(numbers));
    expect(NumericFrame.parse(frame)).toEqual(frame);
    if (expected !== undefined) expect(frame.edges).toEqual(expected);
  });

  it("of a sample gets its limits afterwards, and the counts follow", () => {
    fc.assert(
      fc.property(values, values, (sample, others) => {
        const all = groupsOf([...sample, ...others]);
        const [min, max] = [all[0]?.value ?? 0, all.at(-1)?.value ?? 0];
        const inner = chooseInnerFrame(groupsOf(sample));
        const { edges } = withLimits(inner, { min, max });
        expect(spreadBins(inner, countOnEdges(all, inner.edges), edges, min)).toEqual(countOnEdges(all, edges));
      }),
    );
  });

  it.each([
    ["hundredths", Array.from({ length: 300 }, (_, i) => i / 100), 2, undefined],
    ["whole numbers", Array.from({ length: 300 }, (_, i) => i), 0, undefined],
    ["more digits than people write", Array.from({ length: 300 }, (_, i) => i / 7), 9, undefined],
    ["few values", [0.25, 0.5], 2, true],
  ])("pins the decimals, and whether they are those of a code: %s", (_, numbers, decimals, codes) => {
    const frame = chooseNumericFrame(groupsOf(numbers));
    expect([frame.decimals, frame.codes]).toEqual([decimals, codes]);
  });
});

describe("quantile edges", () => {
  // What numpy 2.4 says: numpy.quantile(values, numpy.linspace(0, 1, parts + 1)[1:-1])
  it.each([
    [[1, 2, 3, 4, 5, 6, 7, 8], 4, [2.75, 4.5, 6.25]],
    [[1, 1, 1, 1, 1, 1, 1, 8], 4, [1, 1, 1]],
    [[0.1, 0.7, 2.3, 2.3, 9.9], 3, [1.2333333333333332, 2.3]],
    [[3], 4, [3, 3, 3]],
    [[], 4, []],
    [[-1.5, 1e300, 1.7e308], 2, [1e300]],
  ])("of %j in %d parts are those of numpy", (numbers, parts, expected) => {
    expect(quantileEdges(groupsOf(numbers), parts)).toEqual(expected);
  });

  it("have no more digits than the values, and count these alike", () => {
    const cents = fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(cents, (numbers) => {
        const groups = groupsOf(numbers.map((cent) => cent / 100));
        const [exact, short] = [quantileEdges(groups, 24), quantileEdges(groups, 24, 2)];
        const lattice = groupsOf(Array.from({ length: 10_001 }, (_, cent) => (cent - 5000) / 100));
        for (const [part, edge] of short.entries()) {
          expect(decimalsOf(edge)).toBeLessThanOrEqual(2);
          expect(countOnEdges(lattice, [edge])).toEqual(countOnEdges(lattice, [exact[part] ?? 0]));
        }
      }),
    );
  });
});

describe("the double before", () => {
  it.each([
    [1, 0.9999999999999999],
    [0, -Number.MIN_VALUE],
    [Number.MIN_VALUE, 0],
    [-1, -1.0000000000000002],
    [-Number.MAX_VALUE, Number.NEGATIVE_INFINITY],
  ])("%d is %d", (value, expected) => {
    expect(previousDouble(value)).toBe(expected);
  });

  it("leaves no room", () => {
    fc.assert(
      fc.property(finite, (value) => {
        const before = previousDouble(value);
        expect(before).toBeLessThan(value + 0);
        const middle = before / 2 + value / 2;
        if (Number.isFinite(before) && Math.abs(value) > 1e-300) expect([before, value]).toContain(middle);
      }),
    );
  });
});

describe("the lattice", () => {
  it.each([
    [0.125, 3],
    [100, 0],
    [1e21, 0],
    [1e-7, 7],
    [1.5e-7, 8],
    [-2.5, 1],
  ])("of %d has %d decimals", (value, decimals) => {
    expect(decimalsOf(value)).toBe(decimals);
  });

  it("counts what is finer and what is round", () => {
    expect(countLattice(groupsOf([1.25, 1.255, 1.2, 1, 10, -3.1, 0]), 2)).toEqual({ finer: 1, tens: 5, hundreds: 3 });
  });
});
