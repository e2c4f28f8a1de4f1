import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PerformanceEvidence } from "../../../src/core/evidence/performance-evidence.ts";
import { measurePerformance } from "../../../src/engine/performance/measure-performance.ts";
import type { PerformanceRequest } from "../../../src/engine/performance/performance-request.ts";
import {
  MULTICLASS_CASES,
  type MulticlassCase,
  type MulticlassRows,
  NANNYML_VERSION,
} from "../../core/performance/multiclass-cases.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { DAY, END, writeFile } from "./scene.ts";

let opened: TestEngine;
beforeEach(async () => {
  opened = await openTestEngine();
});
afterEach(() => opened.close());

type Columns = Readonly<Record<string, readonly unknown[]>>;

/** A file's columns: `p_<class>` for each class, `prediction`, `label`. */
function toColumns(
  counted: readonly MulticlassRows[],
  classes: readonly string[],
): Columns & { readonly id: readonly number[] } {
  const rows = counted.flatMap((row) => Array.from({ length: row.rows }, () => row));
  const scores = classes.map((name, index) => [`p_${name}`, rows.map((row) => row.scores[index])]);
  return {
    id: rows.map((_, row) => row),
    label: rows.map(({ label }) => classes[label]),
    prediction: rows.map(({ prediction }) => classes[prediction]),
    ...Object.fromEntries(scores),
  };
}

function without(columns: Columns, ...names: readonly string[]): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([name]) => !names.includes(name)));
}

const scoresOf = (classes: readonly string[]) => classes.map((name) => ({ name, column: `p_${name}` }));

async function measure(request: Omit<PerformanceRequest, "now" | "seed">) {
  const { evidence } = await measurePerformance(opened.engine, { ...request, now: END, seed: 7 });
  expect(PerformanceEvidence.parse(evidence)).toEqual(evidence);
  return evidence;
}

function estimateCase({ classes, reference, analysis }: MulticlassCase) {
  return measure({
    predictions: [writeFile(opened, "served.csv", without(toColumns(analysis, classes), "label"))],
    // Score columns of the reference are found by the names of their classes.
    reference: {
      file: writeFile(opened, "reference.csv", toColumns(reference, classes)),
      columns: { classScores: scoresOf(classes.toReversed()) },
    },
    columns: { classScores: scoresOf(classes) },
  });
}

describe(`the label-free estimate of several classes is that of NannyML ${NANNYML_VERSION}`, () => {
  it.each(MULTICLASS_CASES.filter(({ whateverTheSplits }) => whateverTheSplits))("$name", async (one) => {
    const { estimator, windows } = await estimateCase(one);
    expect(estimator).toMatchObject({ name: "cbpe", calibrated: true });
    expect(estimator?.preconditions[0]).toMatch(/labelled rows of reference\.csv has calibrated each class/);
    const estimated = windows[0]?.estimated ?? [];
    expect(estimated.map(({ name }) => name).toSorted()).toEqual(Object.keys(one.metrics).toSorted());
    for (const { name, value, interval } of estimated) {
      const { value: expected, error } = one.metrics[name] ?? { value: 2, error: 1 };
      expect(Math.abs((value ?? 0) - expected), name).toBeLessThan(1e-9);
      if (interval === null) expect(error, name).toBeNull();
      // A row that NannyML's area loses; the test of the spread knows which.
      else expect((interval[1] - interval[0]) / 2 / 1.959964, name).toBeCloseTo(error ?? 1, name === "roc-auc" ? 4 : 8);
    }
  });

  it.each(MULTICLASS_CASES.filter(({ whateverTheSplits }) => !whateverTheSplits))(
    "is near where the splits of the rows decide what is calibrated: $name",
    async (one) => {
      const { windows } = await estimateCase(one);
      expect(windows[0]?.estimated).toHaveLength(6);
      for (const { name, value } of windows[0]?.estimated ?? []) {
        expect(Math.abs((value ?? 2) - (one.metrics[name]?.value ?? 0)), name).toBeLessThan(0.01);
      }
    },
  );
});

const [OVERCONFIDENT, , , CALIBRATED] = MULTICLASS_CASES;

function caseColumns(one = OVERCONFIDENT) {
  if (one === undefined) throw new Error("no case");
  const { classes, reference, analysis } = one;
  return { classes, reference: toColumns(reference, classes), served: toColumns(analysis, classes) };
}

describe("the estimator of several classes", () => {
  it("tells its own error where labels have arrived", async () => {
    const { classes, reference, served } = caseColumns(CALIBRATED);
    const evidence = await measure({
      predictions: [writeFile(opened, "served.csv", served)],
      reference: { file: writeFile(opened, "reference.csv", reference) },
      columns: { classScores: scoresOf(classes) },
    });
    const [window] = evidence.windows;
    const value = (list: "metrics" | "estimated", name: string) =>
      window?.[list].find((metric) => metric.name === name)?.value ?? Number.NaN;
    const { error = {} } = evidence.estimator ?? {};
    expect(Object.keys(error).toSorted()).toEqual(["accuracy", "f1", "precision", "recall", "roc-auc"]);
    for (const [name, gap] of Object.entries(error)) {
      expect(gap).toBeCloseTo(Math.abs(value("metrics", name) - value("estimated", name)), 12);
      // About two sampling errors of 1000 rows.
      expect(gap, name).toBeLessThan(0.035);
    }
  });

  it("estimates each window by itself, and predictions that only the scores tell", async () => {
    const { classes, reference, served } = caseColumns();
    const time = served.id.map((row) => new Date(Date.parse(END) - ((row % 2) + 0.5) * DAY).toISOString());
    const evidence = await measure({
      predictions: [writeFile(opened, "served.csv", { ...without(served, "label", "prediction"), time })],
      reference: { file: writeFile(opened, "reference.csv", without(reference, "prediction")) },
      columns: { classScores: scoresOf(classes) },
      windows: { end: END, lengthMs: DAY, count: 2 },
    });
    const accuracies = evidence.windows.map(
      ({ estimated }) => estimated.find(({ name }) => name === "accuracy")?.value ?? Number.NaN,
    );
    // In this case NannyML's predictions are the likeliest classes too.
    const whole = OVERCONFIDENT?.metrics["accuracy"]?.value ?? Number.NaN;
    expect(accuracies).toHaveLength(2);
    expect(accuracies[0]).not.toBeCloseTo(accuracies[1] ?? 0, 6);
    expect(((accuracies[0] ?? 0) + (accuracies[1] ?? 0)) / 2).toBeCloseTo(whole, 9);
  });

  it.each<[string, { served?: (columns: Columns) => Columns; reference?: (columns: Columns) => Columns }, RegExp]>([
    [
      "scores beyond those of the reference",
      {
        reference: (columns) => ({
          ...columns,
          "p_class 0": columns["p_class 0"]?.map((score) => Number(score) / 2) ?? [],
        }),
      },
      /has no estimate: \d+ % of its scores are beyond all scores of reference\.csv/,
    ],
    [
      "a class without a row in the reference",
      {
        reference: (columns) => ({
          ...columns,
          label: columns["label"]?.map((one) => (one === "class 2" ? "class 1" : one)) ?? [],
        }),
      },
      /no label-free estimate: reference\.csv has no row whose label is the class class 2\./,
    ],
    [
      "a label without a probability",
      {
        reference: (columns) => ({
          ...columns,
          label: columns["label"]?.map((one, row) => (row === 5 ? "new" : one)) ?? [],
        }),
      },
      /no label-free estimate: reference\.csv has rows of the class new, of which there is no probability\./,
    ],
    [
      "a prediction without a probability",
      {
        served: (columns) => ({
          ...columns,
          prediction: columns["prediction"]?.map((one, row) => (row < 3 ? "new" : one)) ?? [],
        }),
      },
      /has no estimate: 3 of its predictions are no class that has a probability/,
    ],
    [
      "scores of the reference that are no probabilities",
      {
        reference: (columns) => ({
          ...columns,
          "p_class 0": columns["p_class 0"]?.map((score) => Number(score) * 9) ?? [],
        }),
      },
      /no label-free estimate: reference\.csv has no probabilities\./,
    ],
    [
      "scores of the window that are no probabilities",
      {
        served: (columns) => ({
          ...columns,
          "p_class 0": columns["p_class 0"]?.map((score) => Number(score) * 9) ?? [],
        }),
      },
      /has no estimate: its scores are no probabilities/,
    ],
  ])("gives no estimate: %s", async (_, change, note) => {
    const { classes, reference, served } = caseColumns();
    const same = (columns: Columns) => columns;
    const { served: changeServed = same, reference: changeReference = same } = change;
    const evidence = await measure({
      predictions: [writeFile(opened, "served.csv", changeServed(without(served, "label")))],
      reference: { file: writeFile(opened, "reference.csv", changeReference(reference)) },
      columns: { classScores: scoresOf(classes) },
    });
    expect(evidence.windows[0]?.estimated).toEqual([]);
    expect(evidence.notes.join("\n")).toMatch(note);
  });

  it.each([
    ["no probabilities", "prediction" as const, /no label-free estimate: reference\.csv has no probabilities/],
    ["no reference", "none" as const, /needs predictions with labels to learn from/],
  ])("says why there is none: %s", async (_, kind, note) => {
    const { classes, reference, served } = caseColumns();
    const names = classes.map((name) => `p_${name}`);
    const bare = (columns: Columns) => (kind === "none" ? columns : without(columns, ...names));
    const evidence = await measure({
      predictions: [writeFile(opened, "served.csv", bare(served))],
      ...(kind === "none" ? {} : { reference: { file: writeFile(opened, "reference.csv", bare(reference)) } }),
      columns: kind === "none" ? { classScores: scoresOf(classes) } : {},
    });
    expect(evidence.estimator).toBeUndefined();
    expect(evidence.notes.join("\n")).toMatch(note);
  });

  it.each([
    [20, 6, undefined],
    [21, 6, "there are more than 20 classes"],
    [101, 0, undefined],
  ])("ranks at most 20 classes, and estimates at most 100: %i", async (count, metrics, reason) => {
    const classes = Array.from({ length: count }, (_, index) => `c${String(index)}`);
    const rows = classes.flatMap((_, label) =>
      classes.slice(0, 4).map((__, shift) => ({
        scores: classes.map((___, index) => (index === (label + shift) % count ? 0.5 : 0.5 / (count - 1))),
        label,
        prediction: (label + shift) % count,
        rows: 15,
      })),
    );
    const columns = toColumns(rows, classes);
    const evidence = await measure({
      predictions: [writeFile(opened, "served.csv", without(columns, "label"))],
      reference: { file: writeFile(opened, "reference.csv", columns) },
      columns: { classScores: scoresOf(classes) },
    });
    const estimated = evidence.windows[0]?.estimated ?? [];
    expect(estimated).toHaveLength(metrics);
    expect(estimated.find(({ name }) => name === "roc-auc")?.reason).toBe(reason);
    if (metrics === 0)
      expect(evidence.notes.join("\n")).toContain("there are 101 classes, and at most 100 are calibrated");
    // One in four is right, and that is what calibration finds.
    else expect(estimated.find(({ name }) => name === "accuracy")?.value).toBeCloseTo(0.25, 1);
  });
});
