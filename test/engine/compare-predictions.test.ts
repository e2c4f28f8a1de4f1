import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EvaluationTask } from "../../src/core/evidence/evaluation-evidence.ts";
import { comparePredictions } from "../../src/engine/compare-predictions.ts";
import { type EvaluationRequest, evaluatePredictions } from "../../src/engine/evaluate-predictions.ts";
import { statisticsVectors } from "../core/statistics/statistics-vectors.ts";
import { openTestEngine, type TestEngine, toCsv } from "./open-test-engine.ts";

let opened: TestEngine;
beforeEach(async () => {
  opened = await openTestEngine();
});
afterEach(() => opened.close());

type Columns = Readonly<Record<string, readonly unknown[]>>;

async function compare(
  here: Columns,
  there: Columns,
  { slices = [], ...inputs }: Partial<EvaluationRequest> & { slices?: string[]; task?: EvaluationTask } = {},
) {
  const path = (name: string) => join(opened.folder, `${name}.csv`);
  writeFileSync(path("here"), toCsv(here));
  writeFileSync(path("there"), toCsv(there));
  const columns = { slices, ...inputs.columns };
  const evaluation = await evaluatePredictions(opened.engine, {
    ...inputs,
    path: path("here"),
    name: "here.csv",
    columns,
  });
  const comparison = await comparePredictions(opened.engine, evaluation, {
    path: path("there"),
    name: "there.csv",
    columns,
    against: "baseline",
    predictions: { path: "there.csv", bytes: 1, sha256: "0".repeat(64) },
  });
  const metric = (name: string) => {
    const found = comparison.metrics.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  return { evaluation, comparison, metric };
}

const ids = (length: number) => Array.from({ length }, (_, index) => `row ${String(index)}`);

/** The same sequence on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("reference vectors", () => {
  it("DeLong with ties, paired (pROC)", async () => {
    const [{ input, expected }] = statisticsVectors("DeLong paired (n=40");
    const rows = { id: ids(input.y.length), label: input.y };
    const { metric, evaluation } = await compare({ ...rows, score: input.s1 }, { ...rows, score: input.s2 });
    const auc = metric("roc-auc");
    expect(auc.here).toBeCloseTo(expected.auc1, 11);
    expect(auc.there).toBeCloseTo(expected.auc2, 11);
    expect(auc.interval?.[0]).toBeCloseTo(expected.ci_diff[0], 10);
    expect(auc.interval?.[1]).toBeCloseTo(expected.ci_diff[1], 10);
    expect(auc.pValue).toBeCloseTo(expected.p, 10);
    // The interval of one area is made on the logit scale, from the same variance.
    const single = evaluation.metrics.find(({ name }) => name === "roc-auc");
    const half = (Math.sqrt(expected.var1) * 1.959963984540054) / (expected.auc1 * (1 - expected.auc1));
    const centre = Math.log(expected.auc1 / (1 - expected.auc1));
    expect(single?.interval?.[0]).toBeCloseTo(1 / (1 + Math.exp(half - centre)), 9);
  });

  it.each(["roc_auc", "brier", "log_loss"])("%s of the vectors (scikit-learn 1.2.1)", async (name) => {
    for (const { input, expected } of statisticsVectors(name)) {
      const test = await openTestEngine();
      const path = join(test.folder, "v.csv");
      writeFileSync(path, toCsv({ label: input.y, score: input.s }));
      const { metrics } = await evaluatePredictions(test.engine, { path, name: "v.csv", columns: { slices: [] } });
      const key = { roc_auc: "roc-auc", brier: "brier", log_loss: "log-loss" }[name];
      expect(metrics.find((metric) => metric.name === key)?.value).toBeCloseTo(expected, 12);
      test.close();
    }
  });

  it("McNemar's exact test and Tango's interval from counts (Agresti's approval ratings)", async () => {
    // 794 right by both, 86 here alone, 150 there alone, 570 wrong by both
    const cells = [
      [794, 1, 1],
      [86, 1, 0],
      [150, 0, 1],
      [570, 0, 0],
    ] as const;
    const predict = (side: 1 | 2) => cells.flatMap((cell) => Array.from({ length: cell[0] }, () => cell[side]));
    const label = predict(1).map(() => 1);
    label[0] = 1;
    const rows = { id: ids(label.length), label };
    const { metric } = await compare(
      { ...rows, prediction: predict(1) },
      { ...rows, prediction: predict(2) },
      { task: "binary" },
    );
    const accuracy = metric("accuracy");
    expect(accuracy.difference).toBeCloseTo((86 - 150) / 1600, 12);
    expect(accuracy.interval?.[0]).toBeLessThan((86 - 150) / 1600);
    // mid-p is a little smaller than the exact 3.716e-5
    expect(accuracy.pValue).toBeLessThan(3.715936139571387e-5);
    expect(accuracy.pValue).toBeGreaterThan(2.5e-5);
    expect(accuracy.method).toBe("tango");
  });
});

describe("accounting of the join", () => {
  it("counts what only one file has, doubled ids and labels that differ, and leaves them out", async () => {
    const here = {
      id: ["a", "b", "c", "d", "d", "e", "f"],
      label: [1, 0, 1, 0, 0, 1, 0],
      prediction: [1, 0, 1, 1, 0, 1, 1],
    };
    const there = {
      id: ["f", "e", "c", "c", "b", "g", "a"],
      label: [1, 1, 1, 1, 0, 0, 1],
      prediction: [0, 1, 0, 0, 0, 1, 0],
    };
    const { comparison } = await compare(here, there);
    expect(comparison.rows).toEqual({
      joined: 3, // a, b, e
      labelsDiffer: 1, // f
      onlyHere: 0,
      onlyThere: 1, // g
      doubledHere: 1, // d
      doubledThere: 1, // c
    });
  });

  it("joins 1, 1.0 and True with their other spellings", async () => {
    const here = { id: [1, 2, 3], label: [true, false, true], prediction: [true, true, true] };
    const there = {
      id: ["1.0", " 2", "3.0"],
      label: ["True", "False", "TRUE"],
      prediction: ["True", "False", "False"],
    };
    expect((await compare(here, there)).comparison.rows.joined).toBe(3);
  });

  it("has no metric where no row is common", async () => {
    const rows = { label: [0, 1], prediction: [0, 1] };
    const { comparison } = await compare({ id: [1, 2], ...rows }, { id: [3, 4], ...rows });
    expect(comparison).toMatchObject({ metrics: [], slices: [], rows: { joined: 0, onlyHere: 2, onlyThere: 2 } });
  });

  it("says which input is missing where rows have no id", async () => {
    const rows = { label: [0, 1], prediction: [0, 1] };
    await expect(compare(rows, rows)).rejects.toMatchObject({
      code: "PREDICTIONS_INVALID",
      hint: expect.stringContaining("id-column"),
    });
  });
});

describe("models that are the same", () => {
  it("differ by nothing, whatever the metric", async () => {
    const random = createRandom(1);
    const label = ids(60).map(() => (random() < 0.4 ? 1 : 0));
    const rows = { id: ids(60), label, score: label.map(() => random()), place: ids(60).map((_, index) => index % 3) };
    const { comparison } = await compare(rows, rows, { slices: ["place"] });
    expect(comparison.metrics).toHaveLength(10);
    for (const metric of [...comparison.metrics, ...comparison.slices.flatMap((slice) => slice.metrics)]) {
      expect(metric).toMatchObject({ difference: 0, interval: [0, 0], method: "identical" });
    }
  });
});

describe("the interval of a difference agrees with a paired bootstrap", () => {
  // resamples of the rows, each metric computed anew by the engine's own definitions in plain TypeScript
  it("for PR AUC, F1, precision and MCC of two classes", async () => {
    const random = createRandom(7);
    const rows = Array.from({ length: 600 }, () => {
      const y = random() < 0.3 ? 1 : 0;
      const shared = random() + 0.35 * y;
      return { y, a: (shared + 0.5 * random() + 0.15 * y) / 2.2, b: (shared + 0.7 * random()) / 2.2 };
    });
    const columns = (side: "a" | "b") => ({
      id: ids(600),
      label: rows.map(({ y }) => y),
      score: rows.map((row) => row[side]),
    });
    const { metric } = await compare(columns("a"), columns("b"));
    const statistics = {
      "pr-auc": (sample: typeof rows, side: "a" | "b") =>
        averagePrecision(sample.map((row) => ({ y: row.y, s: row[side] }))),
      f1: (sample: typeof rows, side: "a" | "b") => confusion(sample, side).f1,
      precision: (sample: typeof rows, side: "a" | "b") => confusion(sample, side).precision,
      mcc: (sample: typeof rows, side: "a" | "b") => confusion(sample, side).mcc,
    };
    const draws: Record<string, number[]> = { "pr-auc": [], f1: [], precision: [], mcc: [] };
    for (let draw = 0; draw < 800; draw++) {
      const sample = rows.map(() => rows[Math.floor(random() * rows.length)]!);
      for (const [name, of] of Object.entries(statistics)) draws[name]?.push(of(sample, "a") - of(sample, "b"));
    }
    for (const [name, values] of Object.entries(draws)) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
      const { interval, difference } = metric(name);
      const of = statistics[name as keyof typeof statistics];
      expect(difference, name).toBeCloseTo(of(rows, "a") - of(rows, "b"), 9);
      const half = ((interval?.[1] ?? 0) - (interval?.[0] ?? 0)) / 2;
      // 800 draws know a standard deviation to 2.5 %
      expect(half / (1.96 * sd), name).toBeGreaterThan(0.88);
      expect(half / (1.96 * sd), name).toBeLessThan(1.14);
    }
  });

  it("for macro ROC AUC of three classes", async () => {
    const random = createRandom(9);
    const classes = ["a", "b", "c"];
    const scored = Array.from({ length: 300 }, () => {
      const k = Math.floor(random() * 3);
      const score = (gain: number) => {
        const raw = classes.map((_, index) => random() + (index === k ? gain : 0) + 0.05);
        const total = raw.reduce((sum, value) => sum + value, 0);
        return raw.map((value) => value / total);
      };
      return { label: classes[k], here: score(0.6), there: score(0.4) };
    });
    const file = (side: "here" | "there") => ({
      id: ids(300),
      label: scored.map(({ label }) => label),
      ...Object.fromEntries(classes.map((name, index) => [name, scored.map((row) => row[side][index])])),
    });
    const classScores = classes.map((name) => ({ name, column: name }));
    const { metric } = await compare(file("here"), file("there"), { columns: { slices: [], classScores } });
    const area = (sample: typeof scored, side: "here" | "there") =>
      classes.reduce(
        (sum, name, index) =>
          sum + auc(sample.map((row) => ({ y: row.label === name ? 1 : 0, s: row[side][index] ?? 0 }))) / 3,
        0,
      );
    const draws = Array.from({ length: 300 }, () => {
      const sample = scored.map(() => scored[Math.floor(random() * scored.length)]!);
      return area(sample, "here") - area(sample, "there");
    });
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const sd = Math.sqrt(draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws.length - 1));
    const { interval, difference } = metric("roc-auc");
    expect(difference).toBeCloseTo(area(scored, "here") - area(scored, "there"), 9);
    const half = ((interval?.[1] ?? 0) - (interval?.[0] ?? 0)) / 2;
    expect(half / (1.96 * sd)).toBeGreaterThan(0.85);
    expect(half / (1.96 * sd)).toBeLessThan(1.17);
  });

  it("for RMSE, R², MAE of quantities", async () => {
    const random = createRandom(3);
    const rows = Array.from({ length: 500 }, () => {
      const y = 10 * random();
      return { y, a: y + random() - 0.5, b: y + 1.4 * (random() - 0.5) };
    });
    const file = (side: "a" | "b") => ({
      id: ids(500),
      label: rows.map(({ y }) => y),
      prediction: rows.map((row) => row[side]),
    });
    const { metric } = await compare(file("a"), file("b"));
    const errors = (sample: typeof rows, side: "a" | "b") => {
      const centre = sample.reduce((sum, { y }) => sum + y, 0) / sample.length;
      const mse = sample.reduce((sum, row) => sum + (row.y - row[side]) ** 2, 0) / sample.length;
      const spread = sample.reduce((sum, { y }) => sum + (y - centre) ** 2, 0) / sample.length;
      const mae = sample.reduce((sum, row) => sum + Math.abs(row.y - row[side]), 0) / sample.length;
      return { rmse: Math.sqrt(mse), r2: 1 - mse / spread, mae };
    };
    for (const name of ["rmse", "r2", "mae"] as const) {
      const of = (sample: typeof rows) => errors(sample, "a")[name] - errors(sample, "b")[name];
      const draws = Array.from({ length: 800 }, () => of(rows.map(() => rows[Math.floor(random() * rows.length)]!)));
      const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
      const sd = Math.sqrt(draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws.length - 1));
      const { interval, difference } = metric(name);
      expect(difference, name).toBeCloseTo(of(rows), 9);
      const half = ((interval?.[1] ?? 0) - (interval?.[0] ?? 0)) / 2;
      expect(half / (1.96 * sd), name).toBeGreaterThan(0.88);
      expect(half / (1.96 * sd), name).toBeLessThan(1.14);
    }
  });
});

interface Scored {
  readonly y: number;
  readonly s: number;
}

function averagePrecision(rows: readonly Scored[]): number {
  const sorted = rows.toSorted((left, right) => right.s - left.s);
  let found = 0;
  let seen = 0;
  let sum = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    let positives = 0;
    while (end < sorted.length && sorted[end]?.s === sorted[start]?.s) positives += sorted[end++]?.y ?? 0;
    seen += end - start;
    found += positives;
    sum += (positives * found) / seen;
    start = end;
  }
  return sum / found;
}

function auc(rows: readonly Scored[]): number {
  const positives = rows.filter(({ y }) => y === 1);
  const negatives = rows.filter(({ y }) => y === 0);
  let sum = 0;
  for (const { s } of positives) for (const other of negatives) sum += s > other.s ? 1 : s === other.s ? 0.5 : 0;
  return sum / positives.length / negatives.length;
}

function confusion(rows: readonly { readonly y: number; readonly a: number; readonly b: number }[], side: "a" | "b") {
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  for (const row of rows) {
    const called = row[side] >= 0.5;
    if (row.y === 1) called ? tp++ : fn++;
    else called ? fp++ : tn++;
  }
  return {
    f1: (2 * tp) / (2 * tp + fp + fn),
    precision: tp / (tp + fp),
    mcc: (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)),
  };
}
