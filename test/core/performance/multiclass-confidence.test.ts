import { describe, expect, it } from "vitest";
import type { Calibration } from "../../../src/core/performance/calibration.ts";
import { classProbabilities } from "../../../src/core/performance/class-probabilities.ts";
import { createRandom } from "../../../src/core/performance/create-random.ts";
import { createIsotonicFit } from "../../../src/core/performance/isotonic-fit.ts";
import { createMulticlassConfidence } from "../../../src/core/performance/multiclass-confidence.ts";
import { combineSpreads } from "../../../src/core/performance/multiclass-spread.ts";
import { needsCalibration } from "../../../src/core/performance/needs-calibration.ts";
import { createRankedTies } from "../../../src/core/performance/ranked-ties.ts";
import { createReferenceSpread } from "../../../src/core/performance/reference-spread.ts";
import { MULTICLASS_CASES, type MulticlassCase, type MulticlassRows, NANNYML_VERSION } from "./multiclass-cases.ts";

/** In rising order of the score of a class. */
function ranked(rows: readonly MulticlassRows[], index: number) {
  return rows
    .map((row) => ({ ...row, score: row.scores[index] ?? Number.NaN }))
    .toSorted((one, other) => one.score - other.score);
}

function fitIsotonic(rows: readonly MulticlassRows[], index: number): Calibration {
  const ties = new Map<number, { rows: number; positives: number }>();
  for (const { score, label, rows: count } of ranked(rows, index)) {
    const { rows: before, positives } = ties.get(score) ?? { rows: 0, positives: 0 };
    ties.set(score, { rows: before + count, positives: positives + (label === index ? count : 0) });
  }
  const fitted = createIsotonicFit();
  for (const [score, tie] of ties) fitted.add(score, tie.rows, tie.positives);
  return fitted.finish();
}

function estimate({ classes, needsCalibration: needed, reference, analysis }: MulticlassCase) {
  const calibrations = needed.map((need, index) => (need ? fitIsotonic(reference, index) : undefined));
  const labels = createMulticlassConfidence(classes.length);
  for (const { scores, prediction, rows } of analysis) {
    labels.add(classProbabilities(calibrations, scores), prediction, rows);
  }
  const areas = classes.map((_, index) => {
    const curve = createRankedTies();
    for (const { score, scores, rows } of ranked(analysis, index).toReversed()) {
      curve.add(score, classProbabilities(calibrations, scores)[index] ?? Number.NaN, rows);
    }
    return curve.finish() ?? Number.NaN;
  });
  return { ...labels.finish(), "roc-auc": areas.reduce((sum, area) => sum + area, 0) / areas.length };
}

function isTied({ reference }: MulticlassCase): boolean {
  return reference.some(({ rows }) => rows > 1);
}

/** NannyML's area loses the row with the lowest score of a class where it is of that class. */
function losesRow({ classes, reference }: MulticlassCase): boolean {
  return classes.some((_, index) => ranked(reference, index)[0]?.label === index);
}

describe(`NannyML ${NANNYML_VERSION}, several classes`, () => {
  it.each(MULTICLASS_CASES)("estimates the same metrics: $name", (one) => {
    const found: Readonly<Record<string, number | null>> = estimate(one);
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(one.metrics).toSorted());
    for (const [name, { value, tiesAlike = value }] of Object.entries(one.metrics)) {
      expect(Math.abs((found[name] ?? Number.NaN) - tiesAlike), name).toBeLessThan(1e-9);
      // Ties in the order in which its sort leaves them change NannyML's area that little.
      expect(Math.abs(tiesAlike - value), name).toBeLessThan(isTied(one) ? 2e-6 : 1e-12);
    }
  });

  it.each(MULTICLASS_CASES)("gives the same sampling errors: $name", (one) => {
    const { classes, reference, analysis, metrics } = one;
    const spreads = classes.map((_, index) => {
      const spread = createReferenceSpread();
      for (const { score, label, prediction, rows } of ranked(reference, index)) {
        spread.add(score, label === index, prediction === index, rows);
      }
      return spread.finishClass();
    });
    const count = (rows: readonly MulticlassRows[]) => rows.reduce((sum, { rows: found }) => sum + found, 0);
    const right = count(reference.filter(({ label, prediction }) => label === prediction));
    const found = combineSpreads(spreads, { right, rows: count(reference) });
    for (const [name, { error }] of Object.entries(metrics)) {
      if (error === null) expect(found[name], name).toBeUndefined();
      else {
        const difference = Math.abs((found[name] ?? Number.NaN) / Math.sqrt(count(analysis)) - error);
        const most = name !== "roc-auc" ? 1e-9 : isTied(one) ? 0.03 : losesRow(one) ? 2e-3 : 1e-9;
        expect(difference / error, name).toBeLessThan(most);
      }
    }
  });

  it.each(MULTICLASS_CASES.filter(({ whateverTheSplits }) => whateverTheSplits))(
    "needs calibration of the classes for which NannyML does, whatever the splits: $name",
    ({ classes, reference, needsCalibration: expected }) => {
      const found = classes.map((_, index) => {
        const rows = ranked(reference, index);
        const scores = Float64Array.from(rows, ({ score }) => score);
        const labels = Uint8Array.from(rows, ({ label }) => (label === index ? 1 : 0));
        return needsCalibration({ scores, labels }, createRandom(1));
      });
      expect(found).toEqual(expected);
    },
  );
});

describe("classes that are missing", () => {
  const metricsOf = (rows: readonly [probabilities: readonly number[], predicted: number][]) => {
    const confidence = createMulticlassConfidence(3);
    for (const [probabilities, predicted] of rows) confidence.add(probabilities, predicted, 2);
    return confidence.finish();
  };
  const third = expect.closeTo(1 / 3, 12);

  it.each<[string, Parameters<typeof metricsOf>[0], Readonly<Record<string, unknown>>]>([
    ["no rows are nothing", [], { accuracy: null, precision: null, recall: null, specificity: null, f1: null }],
    [
      "one that is likely but never predicted counts as 0 where it is 0/0",
      [
        [[1, 0, 0], 0],
        [[0, 0, 1], 1],
        [[0, 1, 0], 1],
      ],
      {
        accuracy: expect.closeTo(2 / 3, 12),
        precision: 0.5,
        recall: expect.closeTo(2 / 3, 12),
        specificity: expect.closeTo(5 / 6, 12),
        f1: expect.closeTo(5 / 9, 12),
      },
    ],
    [
      "one that is neither likely nor predicted does not count",
      [
        [[1, 0, 0], 0],
        [[0, 1, 0], 1],
      ],
      { accuracy: 1, precision: 1, recall: 1, specificity: 1, f1: 1 },
    ],
    [
      "a prediction that is none of the classes is wrong, and found by none",
      [[[1 / 3, 1 / 3, 1 / 3], -1]],
      { accuracy: 0, precision: 0, recall: 0, specificity: 1, f1: 0 },
    ],
    [
      "one prediction for all",
      [[[1 / 3, 1 / 3, 1 / 3], 0]],
      { accuracy: third, precision: expect.closeTo(1 / 9, 12), recall: third, specificity: expect.closeTo(2 / 3, 12) },
    ],
  ])("%s", (_, rows, expected) => {
    expect(metricsOf(rows)).toMatchObject(expected);
  });

  it.each([
    ["all sure", 1],
    ["none possible", 0],
  ])("there is no area where rows are of one class: %s", (_, probability) => {
    const curve = createRankedTies();
    curve.add(0.5, probability, 3);
    expect(curve.finish()).toBeNull();
  });

  it("rows of one score count alike, in whatever order they come", () => {
    const areas = [
      [0.9, 0.1],
      [0.1, 0.9],
    ].map((probabilities) => {
      const curve = createRankedTies();
      curve.add(0.8, 1, 1);
      for (const probability of probabilities) curve.add(0.5, probability, 1);
      curve.add(0.2, 0, 1);
      return curve.finish();
    });
    expect(areas).toEqual([0.875, 0.875]);
  });
});

describe("probabilities of the classes of a row", () => {
  const zero: Calibration = { scores: [0, 1], probabilities: [0, 0] };
  const half: Calibration = { scores: [0, 1], probabilities: [0, 0.5] };

  it.each<[string, (Calibration | undefined)[], number[], number[]]>([
    ["are shares of their sum", [undefined, undefined], [0.2, 0.6], [0.25, 0.75]],
    ["are calibrated first", [half, undefined], [0.4, 0.6], [0.25, 0.75]],
    ["are alike where all are 0", [zero, zero, zero, zero], [0.1, 0.2, 0.3, 0.4], [0.25, 0.25, 0.25, 0.25]],
  ])("%s", (_, calibrations, scores, expected) => {
    const found = classProbabilities(calibrations, scores);
    for (const [index, probability] of expected.entries()) expect(found[index]).toBeCloseTo(probability, 12);
  });
});
