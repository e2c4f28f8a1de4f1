import { describe, expect, it } from "vitest";
import { previousDouble } from "../../../src/core/dataset/previous-double.ts";
import type { ColumnProfile } from "../../../src/core/dataset/profile.ts";
import type { ColumnCounts } from "../../../src/core/drift/column-counts.ts";
import { DRIFT_METHODS } from "../../../src/core/drift/drift-methods.ts";
import { ksPValue } from "../../../src/core/drift/ks-p-value.ts";
import { cramerVonMisesStatistic } from "../../../src/core/drift/methods/cramer-von-mises.ts";
import { cramersV } from "../../../src/core/drift/methods/cramers-v.ts";
import { hellingerDistance } from "../../../src/core/drift/methods/hellinger.ts";
import { jensenShannonDistance } from "../../../src/core/drift/methods/jensen-shannon.ts";
import { kullbackLeibler } from "../../../src/core/drift/methods/kullback-leibler.ts";
import { populationStabilityIndex } from "../../../src/core/drift/methods/population-stability-index.ts";
import { totalVariation } from "../../../src/core/drift/methods/total-variation.ts";
import { wassersteinDistance } from "../../../src/core/drift/methods/wasserstein.ts";
import { scoreMethods } from "../../../src/core/drift/score-methods.ts";
import { kolmogorovSmirnovSurvival } from "../../../src/core/statistics/kolmogorov-smirnov.ts";
import { ksDistance } from "../../../src/core/statistics/ks-distance.ts";
import { statisticsVectors } from "../statistics/statistics-vectors.ts";
import { boolean, categorical, numeric } from "./build-profile.ts";

/** Every value has a bin of its own, so that counts say all that the values said. */
function exactCounts(values: readonly number[], before: readonly number[], after: readonly number[]) {
  const spread = (counts: readonly number[]) => [...counts.flatMap((count) => [0, count]), 0];
  const edges = values.flatMap((value) => [previousDouble(value), value]);
  const order = { edges, low: Math.min(...values), high: Math.max(...values) };
  return { before: spread(before), after: spread(after), order };
}

/** Two samples as counts of their different values. */
function countsOf(
  x: readonly number[],
  y: readonly number[],
  xWeights?: readonly number[],
  yWeights?: readonly number[],
) {
  const values = [...new Set([...x, ...y])].toSorted((a, b) => a - b);
  const count = (sample: readonly number[], weights: readonly number[] | undefined) =>
    values.map((value) =>
      sample.reduce((sum, other, index) => (other === value ? sum + (weights?.[index] ?? 1) : sum), 0),
    );
  return exactCounts(values, count(x, xWeights), count(y, yWeights));
}

describe("definitions, equal to SciPy's", () => {
  it("Kolmogorov–Smirnov distance and both of its p-values", () => {
    const [{ input, expected }] = statisticsVectors("ks_2samp exact");
    const [asymptotic] = statisticsVectors("ks_2samp asymp");
    const { before, after } = countsOf(input.x, input.y);
    const distance = ksDistance(before, after);
    const [n, m] = [input.x.length, input.y.length];
    expect(distance).toBeCloseTo(expected.D, 12);
    expect(ksPValue(distance, n, m)).toBeCloseTo(expected.p, 10);
    expect(kolmogorovSmirnovSurvival(distance, Math.round((n * m) / (n + m)))).toBeCloseTo(asymptotic.expected.p, 10);
  });

  it("Cramér–von Mises statistic", () => {
    const [{ input, expected }] = statisticsVectors("cvm 2samp");
    const { before, after } = countsOf(input.x, input.y);
    expect(cramerVonMisesStatistic(before, after)).toBeCloseTo(expected.stat, 12);
  });

  it("Cramér–von Mises of equal distributions in few cells is none", () => {
    expect(cramerVonMisesStatistic([10_000, 20_000, 30_000], [1010, 1990, 3000])).toBeLessThan(0.02);
  });

  it("Wasserstein distance of samples and of weighted values", () => {
    const [samples] = statisticsVectors("wasserstein_distance");
    const [weighted] = statisticsVectors("wasserstein weighted hist");
    expect(wassersteinDistance(countsOf(samples.input.x, samples.input.y))).toBeCloseTo(samples.expected, 9);
    const { u, v, uw, vw } = weighted.input;
    expect(wassersteinDistance(countsOf(u, v, uw, vw))).toBe(weighted.expected);
  });

  it.each([
    ["jensenshannon base2", jensenShannonDistance],
    ["jensenshannon disjoint base2", jensenShannonDistance],
    ["KL nat", kullbackLeibler],
    ["PSI", populationStabilityIndex],
    ["hellinger", hellingerDistance],
    ["TV", totalVariation],
  ] as const)("%s", (name, measure) => {
    const [{ input, expected }] = statisticsVectors(name);
    expect(measure(input.p, input.q)).toBeCloseTo(expected, 12);
  });

  it("Jensen–Shannon distance in nats is the one in bits times √ln 2", () => {
    const [{ input, expected }] = statisticsVectors("jensenshannon natural");
    expect(jensenShannonDistance(input.p, input.q) * Math.sqrt(Math.LN2)).toBeCloseTo(expected, 12);
  });

  it("Cramér's V, corrected for its bias", () => {
    const [table] = statisticsVectors("chi2 homogeneity");
    const [{ expected }] = statisticsVectors("cramers V bias-corrected");
    const rows = table.input.flat().reduce((sum: number, count: number) => sum + count, 0);
    expect(cramersV(table.expected.stat, rows, 3)).toBeCloseTo(expected, 12);
  });
});

describe.each(statisticsVectors("counts: "))("$name", ({ input, expected }) => {
  const values = input.before.map((_: number, index: number) => index);
  const counts: ColumnCounts = exactCounts(values, input.before, input.after);
  const cells: ColumnCounts = { before: input.before, after: input.after };

  it("ordered methods", () => {
    const ks = DRIFT_METHODS.ks.measure(counts);
    expect(ks?.score).toBeCloseTo(expected.ks.score, 12);
    expect(ks?.pValue).toBeCloseTo(expected.ks.pValue, 10);
    if (counts.order === undefined) throw new Error("no order");
    expect(wassersteinDistance({ ...counts, order: counts.order })).toBeCloseTo(expected.wasserstein.distance, 9);
  });

  it.each(["psi", "kullback-leibler", "jensen-shannon", "chi-square", "g-test"] as const)("%s", (method) => {
    const wanted = expected[method];
    const result = DRIFT_METHODS[method].measure(cells);
    // chi-square and G of cells that are too rare are compared nowhere else
    if (wanted === undefined) return expect(result?.pValue).toBeLessThan(1e-9);
    expect(result?.score).toBeCloseTo(wanted.score, 9);
    if (wanted.pValue !== undefined) expect((result?.pValue ?? 0) / wanted.pValue).toBeCloseTo(1, 9);
  });
});

const toScored = (before: ColumnProfile, after: ColumnProfile) => ({
  name: before.name,
  pooled: () => before,
  current: after,
});

describe("every method", () => {
  const names = Object.keys(DRIFT_METHODS);
  const ask = (before: ColumnProfile, after: ColumnProfile) =>
    scoreMethods(
      [toScored(before, after)],
      names.map((method) => ({ method })),
    );

  it.each([
    ["equal counts", [5, 5, 5, 5, 5], [5, 5, 5, 5, 5]],
    ["nothing in common", [9, 9, 0, 0], [0, 0, 9, 9]],
    ["one bin", [40], [30]],
    ["one row each", [1, 0], [0, 1]],
  ])("gives a finite score for %s", (_, before, after) => {
    for (const order of [
      undefined,
      { edges: before.slice(1).map((__, index) => index), low: -1, high: before.length },
    ]) {
      for (const { measure } of Object.values(DRIFT_METHODS)) {
        const result = measure({ before, after, ...(order === undefined ? {} : { order }) });
        if (result === undefined) continue;
        expect(Number.isFinite(result.score)).toBe(true);
        expect(result.score).toBeGreaterThanOrEqual(-1);
        if (result.pValue !== null) expect(result.pValue >= 0 && result.pValue <= 1).toBe(true);
      }
    }
  });

  it("scores numbers by all twelve, categories and booleans by those that need no order", () => {
    const numbers = numeric("x", [1, 2, 3, 4, 5, 6, 7]);
    expect(ask(numbers, numbers).map(({ method }) => method)).toEqual(names);
    const unordered = names.filter((name) => !["ks", "wasserstein", "cramer-von-mises"].includes(name));
    const words = categorical("c", ["a", "b", "b"]);
    expect(ask(words, words).map(({ method }) => method)).toEqual(unordered);
    const flags = boolean("b", [true, false]);
    expect(ask(flags, flags).map(({ method }) => method)).toEqual(unordered);
  });

  it("has nothing to say about a column of nothing but nulls, lists or blobs", () => {
    expect(ask(numeric("x", [null]), numeric("x", [null]))).toEqual([]);
    const other = { name: "o", type: "BLOB", kind: "other", nulls: 0, invalid: 0 } as const;
    expect(ask(other, other)).toEqual([]);
  });

  it("counts unseen categories as one cell", () => {
    const before = categorical("c", ["a", "a", "b", "b"]);
    const [score] = scoreMethods(
      [toScored(before, categorical("c", ["x", "y", "x", "y"], before))],
      [{ method: "total-variation" }],
    );
    expect(score?.score).toBe(1);
  });
});

describe("what is asked for", () => {
  const before = numeric(
    "x",
    Array.from({ length: 200 }, (_, index) => index),
  );
  const after = numeric(
    "x",
    Array.from({ length: 200 }, (_, index) => index + 50),
    before,
  );
  const pairs = [toScored(before, after)];

  it.each`
    case                                        | asked                                             | exceeded
    ${"no threshold: told, counts for nothing"} | ${{ method: "ks" }}                               | ${undefined}
    ${"at the threshold"}                       | ${{ method: "ks", column: "x", threshold: 0.25 }} | ${true}
    ${"below it"}                               | ${{ method: "ks", column: "*", threshold: 0.26 }} | ${false}
    ${"a test, by its p-value"}                 | ${{ method: "chi-square", threshold: 0.01 }}      | ${true}
  `("$case", ({ asked, exceeded }) => {
    expect(scoreMethods(pairs, [asked]).map((score) => score.exceeded)).toEqual([exceeded]);
  });

  it.each([
    ["an unknown method", { method: "pis" }],
    ["an unknown column", { method: "psi", column: "y" }],
    ["a name of every object", { method: "constructor" }],
  ])("%s is an error", (_, asked) => {
    expect(() => scoreMethods(pairs, [asked])).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });

  it("an order that categories do not have is an error where the column is named", () => {
    const words = categorical("c", ["a"]);
    const of = [toScored(words, words)];
    expect(() => scoreMethods(of, [{ method: "ks", column: "c" }])).toThrow(
      expect.objectContaining({ code: "INPUT_INVALID" }),
    );
  });
});
