import { describe, expect, it } from "vitest";
import { adjustPValues } from "../../../src/core/statistics/adjust-p-values.ts";
import { chiSquaredSurvival } from "../../../src/core/statistics/chi-squared-survival.ts";
import {
  binomialLowerTail,
  binomialUpperTail,
  poissonLowerTail,
  poissonUpperTail,
} from "../../../src/core/statistics/count-tails.ts";
import { cramerVonMisesPValue } from "../../../src/core/statistics/cramer-von-mises.ts";
import { fisherExactPValue } from "../../../src/core/statistics/fisher-exact.ts";
import { homogeneityTest } from "../../../src/core/statistics/homogeneity-test.ts";
import { kolmogorovSmirnovSurvival } from "../../../src/core/statistics/kolmogorov-smirnov.ts";
import { kolmogorovSurvival } from "../../../src/core/statistics/kolmogorov-survival.ts";
import { ksTwoSamplePValue } from "../../../src/core/statistics/ks-two-sample.ts";
import { studentTPValue } from "../../../src/core/statistics/student-t.ts";
import { statisticsVectors } from "./statistics-vectors.ts";

/** Equal to nine digits, however small. */
function expectRatio(value: number, expected: number): void {
  if (expected === 0) expect(value).toBe(0);
  else expect(value / expected).toBeCloseTo(1, 9);
}

describe("tails, to nine digits however far out", () => {
  it.each(statisticsVectors("chi2.sf"))("chi-squared survival of $input", ({ input, expected }) => {
    expectRatio(chiSquaredSurvival(input.x, input.df), expected);
  });

  it.each(statisticsVectors("kolmogorov sf"))("Kolmogorov survival of $input", ({ input, expected }) => {
    expectRatio(kolmogorovSurvival(input), expected);
  });

  it.each(statisticsVectors("kstwo.sf"))("Kolmogorov–Smirnov survival of $input", ({ input, expected }) => {
    expectRatio(kolmogorovSmirnovSurvival(input.D ?? input.d, input.en ?? input.n), expected);
  });

  it.each(statisticsVectors("ks_2samp exact").slice(1))(
    "two-sample distance of $input, exact",
    ({ input, expected }) => {
      expectRatio(ksTwoSamplePValue(input.d, input.n, input.m), expected);
    },
  );

  it.each(statisticsVectors("binom."))("$name of $input", ({ name, input: { k, n, p }, expected }) => {
    expectRatio(name === "binom.cdf" ? binomialLowerTail(k, n, p) : binomialUpperTail(k, n, p), expected);
  });

  it.each(statisticsVectors("poisson."))("$name of $input", ({ name, input: { k, m }, expected }) => {
    expectRatio(name === "poisson.cdf" ? poissonLowerTail(k, m) : poissonUpperTail(k, m), expected);
  });
});

describe("tests of two samples", () => {
  it.each(statisticsVectors("fisher_exact"))("Fisher's exact test of $input", ({ input, expected }) => {
    expectRatio(fisherExactPValue(input.count, input.total, input.otherCount, input.otherTotal), expected);
  });

  it("Fisher's exact test of a table", () => {
    const [{ input, expected }] = statisticsVectors("fisher exact 2x2");
    const [[a, b], [c, d]] = input;
    expectRatio(fisherExactPValue(a, a + b, c, c + d), expected.p);
  });

  it("chi-square and G of homogeneity", () => {
    const [{ input, expected }] = statisticsVectors("chi2 homogeneity");
    const [g] = statisticsVectors("G-test");
    const test = homogeneityTest(input[0], input[1]);
    expectRatio(test.statistic, expected.stat);
    expectRatio(test.pValue, expected.p);
    expect(test.df).toBe(expected.dof);
    expectRatio(test.likelihoodRatio, g.expected.stat);
    expectRatio(chiSquaredSurvival(test.likelihoodRatio, test.df), g.expected.p);
  });

  it("chi-square takes rare cells together, and says nothing about fewer than two", () => {
    expect(homogeneityTest([100, 2, 1, 2], [100, 3, 2, 1]).df).toBe(1);
    expect(homogeneityTest([100, 1], [100, 0])).toMatchObject({ df: 0, pValue: 1 });
    expect(homogeneityTest([0, 0], [5, 5])).toMatchObject({ df: 0, pValue: 1 });
    expect(homogeneityTest([], [])).toMatchObject({ df: 0, pValue: 1 });
  });

  it("paired t", () => {
    const [{ input, expected }] = statisticsVectors("paired t");
    expectRatio(studentTPValue(expected.t, input.x.length - 1), expected.p);
  });

  it("Cramér–von Mises", () => {
    const [{ input, expected }] = statisticsVectors("cvm 2samp");
    expectRatio(cramerVonMisesPValue(expected.stat, input.x.length, input.y.length), expected.p);
  });
});

describe("p-values adjusted for their number", () => {
  it.each([
    ["multipletests fdr_bh", "benjamini-hochberg"],
    ["multipletests fdr_by", "benjamini-yekutieli"],
    ["multipletests holm", "holm"],
    ["multipletests bonferroni", "bonferroni"],
  ] as const)("%s", (name, correction) => {
    const [{ input, expected }] = statisticsVectors(name);
    const adjusted = adjustPValues(input, correction);
    adjusted.forEach((value, index) => {
      expect(value).toBeCloseTo(expected.q[index], 12);
    });
    expect(adjusted.map((value) => value <= 0.05)).toEqual(expected.reject);
  });

  it("keep the order in which they came, with ties", () => {
    expect(adjustPValues([0.5, 0.01, 0.5, 0.01], "benjamini-hochberg")).toEqual([0.5, 0.02, 0.5, 0.02]);
    expect(adjustPValues([], "holm")).toEqual([]);
  });
});
