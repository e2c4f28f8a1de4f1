import { describe, expect, it } from "vitest";
import { calibrate } from "../../../src/core/performance/calibration.ts";
import { createConfidenceEstimate } from "../../../src/core/performance/confidence-estimate.ts";
import { createRandom } from "../../../src/core/performance/create-random.ts";
import { createIsotonicFit } from "../../../src/core/performance/isotonic-fit.ts";
import { needsCalibration } from "../../../src/core/performance/needs-calibration.ts";
import { createReferenceSpread } from "../../../src/core/performance/reference-spread.ts";
import { type CountedRows, NANNYML_CASES, NANNYML_VERSION } from "./nannyml-cases.ts";

function fitIsotonic(rows: CountedRows) {
  const fitted = createIsotonicFit();
  for (const score of new Set(rows.map(([value]) => value))) {
    const ties = rows.filter(([value]) => value === score);
    const count = (of: CountedRows) => of.reduce((sum, [, , , found]) => sum + found, 0);
    fitted.add(score, count(ties), count(ties.filter(([, label]) => label === 1)));
  }
  return fitted.finish();
}

function estimate(analysis: CountedRows, probability: (score: number) => number) {
  const estimated = createConfidenceEstimate();
  for (const [score, , prediction, rows] of analysis.toReversed()) {
    estimated.add(probability(score), prediction === 1, rows);
  }
  return estimated.finish();
}

function expand(rows: CountedRows) {
  const all = rows.flatMap(([score, label, , count]) => Array.from({ length: count }, () => ({ score, label })));
  return {
    scores: Float64Array.from(all, ({ score }) => score),
    labels: Uint8Array.from(all, ({ label }) => label),
  };
}

describe(`NannyML ${NANNYML_VERSION}`, () => {
  it.each(NANNYML_CASES)("estimates the same metrics: $name", ({ reference, analysis, needsCalibration, metrics }) => {
    const calibration = fitIsotonic(reference);
    const found = estimate(analysis, (score) => (needsCalibration ? calibrate(calibration, score) : score));
    for (const [name, { value }] of Object.entries(metrics)) {
      if (value === null) continue;
      expect(Math.abs((found[name] ?? Number.NaN) - value), name).toBeLessThan(1e-9);
    }
  });

  // Where the probabilities are good as they are, the answer hangs on how the rows were split.
  it.each(NANNYML_CASES.filter((found) => found.whateverTheSplits))(
    "needs calibration where NannyML does, whatever the splits: $name",
    ({ reference, needsCalibration: expected }) => {
      for (const seed of [1, 2, 3]) expect(needsCalibration(expand(reference), createRandom(seed))).toBe(expected);
    },
  );

  it.each(NANNYML_CASES)("gives the same sampling errors: $name", ({ reference, analysis, metrics }) => {
    const spread = createReferenceSpread();
    for (const [score, label, prediction, rows] of reference) spread.add(score, label === 1, prediction === 1, rows);
    const found = spread.finish();
    const rows = analysis.reduce((sum, [, , , count]) => sum + count, 0);
    const hasTies = reference.length < reference.reduce((sum, [, , , count]) => sum + count, 0);
    for (const [name, { error }] of Object.entries(metrics)) {
      if (error === undefined || error === null) continue;
      const difference = Math.abs((found[name] ?? Number.NaN) / Math.sqrt(rows) - error);
      // NannyML puts ties into the order in which its sort leaves them, and loses a row that is both first and positive.
      expect(difference / error, name).toBeLessThan(name === "roc-auc" && hasTies ? 0.03 : 1e-9);
    }
  });
});

describe("isotonic regression", () => {
  it.each(NANNYML_CASES)("is the one of scikit-learn: $name", ({ reference, isotonic }) => {
    const calibration = fitIsotonic(reference);
    for (const [score, probability] of isotonic) expect(calibrate(calibration, score)).toBeCloseTo(probability, 12);
  });

  it("pools neighbours that fall, and is level beyond the ends", () => {
    const fitted = createIsotonicFit();
    for (const [score, rows, positives] of [
      [0.1, 2, 1],
      [0.2, 2, 0],
      [0.5, 1, 1],
    ] as const)
      fitted.add(score, rows, positives);
    const calibration = fitted.finish();
    expect([0, 0.1, 0.15, 0.2, 0.35, 0.5, 2].map((score) => calibrate(calibration, score))).toEqual([
      0.25,
      0.25,
      0.25,
      0.25,
      expect.closeTo(0.625, 12),
      1,
      1,
    ]);
  });
});

describe("without anything to divide by", () => {
  it("says null where a metric is 0/0", () => {
    const estimated = createConfidenceEstimate();
    estimated.add(0, false, 3);
    expect(estimated.finish()).toEqual({
      "roc-auc": null,
      "pr-auc": null,
      accuracy: 1,
      precision: null,
      recall: null,
      specificity: 1,
      f1: null,
    });
  });

  it("says nothing about labels where rows have no prediction", () => {
    const estimated = createConfidenceEstimate();
    estimated.add(0.75, undefined, 1);
    estimated.add(0.25, undefined, 1);
    expect(Object.keys(estimated.finish())).toEqual(["roc-auc", "pr-auc"]);
  });

  it.each([[1], [0]])("does not calibrate where all labels are %i", (label) => {
    const scores = Float64Array.from({ length: 50 }, (_, row) => row / 50);
    expect(needsCalibration({ scores, labels: new Uint8Array(50).fill(label) }, createRandom(1))).toBe(false);
  });

  it("does not calibrate what tells the classes apart", () => {
    const scores = Float64Array.from({ length: 60 }, (_, row) => row / 600);
    const labels = Uint8Array.from({ length: 60 }, (_, row) => (row < 30 ? 0 : 1));
    expect(needsCalibration({ scores, labels }, createRandom(1))).toBe(false);
  });
});
