import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MetricEstimate } from "../../../src/core/evidence/evaluation-evidence.ts";
import { PerformanceEvidence } from "../../../src/core/evidence/performance-evidence.ts";
import { evaluatePredictions } from "../../../src/engine/evaluate-predictions.ts";
import { measurePerformance } from "../../../src/engine/performance/measure-performance.ts";
import type { PerformanceRequest } from "../../../src/engine/performance/performance-request.ts";
import { NANNYML_CASES, NANNYML_VERSION } from "../../core/performance/nannyml-cases.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import {
  DAY,
  drawServed,
  END,
  type ServedRow,
  WEEKLY,
  writeFile,
  writeLabels,
  writeReference,
  writeServed,
} from "./scene.ts";

let opened: TestEngine;
beforeEach(async () => {
  opened = await openTestEngine();
});
afterEach(() => opened.close());

async function measure(request: PerformanceRequest) {
  const found = await measurePerformance(opened.engine, request);
  // What was found is a document as it stands.
  expect(PerformanceEvidence.parse(found.evidence)).toEqual(found.evidence);
  return found;
}

function inWindow(rows: readonly ServedRow[], window: number): ServedRow[] {
  const end = Date.parse(END) - window * 7 * DAY;
  return rows.filter(({ time }) => Date.parse(time) >= end - 7 * DAY && Date.parse(time) < end);
}

/** Sums of the same numbers in another order differ in their last digits. */
function almost(metric: MetricEstimate) {
  const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 10));
  return {
    ...metric,
    value: near(metric.value),
    interval: metric.interval === null ? null : metric.interval.map(near),
  };
}

describe("labels that arrive later", () => {
  it("measures each window on the rows whose label has arrived, as an evaluation of these rows would", async () => {
    const rows = drawServed({ seed: 1, rows: 1200, days: 28 });
    const newest = inWindow(rows, 0);
    const late = new Set(newest.slice(150).map(({ id }) => id));
    const arrived = rows.filter(({ id }) => !late.has(id));
    const { evidence } = await measure({
      ...WEEKLY,
      predictions: [writeServed(opened, rows)],
      labels: { files: [writeLabels(opened, arrived)], columns: {} },
    });
    expect(
      evidence.windows.map(({ start, end, rows: count, labelled, leftOut, provisional }) => [
        start,
        end,
        count,
        labelled,
        leftOut,
        provisional,
      ]),
    ).toEqual([
      ["2026-11-16T00:00:00.000Z", END, 300, 150, 0, true],
      ["2026-11-09T00:00:00.000Z", "2026-11-16T00:00:00.000Z", 300, 300, 0, false],
      ["2026-11-02T00:00:00.000Z", "2026-11-09T00:00:00.000Z", 300, 300, 0, false],
    ]);
    for (const [index, window] of evidence.windows.entries()) {
      const judged = inWindow(arrived, index);
      const file = writeReference(opened, judged, `window-${String(index)}.csv`);
      const other = await openTestEngine();
      const expected = await evaluatePredictions(other.engine, { ...file, columns: { slices: [] } });
      other.close();
      expect(window.metrics.length).toBeGreaterThan(5);
      expect(window.metrics).toEqual(expected.metrics.map(almost));
    }
    expect(evidence.notes).toContain("Of a time outside the windows: 300 rows.");
  });

  it("keeps the beginning of a window and leaves its end to the next", async () => {
    const at = (time: string, index: number) => ({ id: `x${String(index)}`, time, score: 0.4, truth: 0 });
    const rows = ["2026-11-15T23:59:59.999Z", "2026-11-16T00:00:00Z", "2026-11-22T23:59:59.999Z", END].map(at);
    const { evidence } = await measure({ ...WEEKLY, task: "binary", predictions: [writeServed(opened, rows)] });
    expect(evidence.windows.map(({ rows: count }) => count)).toEqual([2, 1]);
    expect(evidence.notes).toContain("Of a time outside the windows: 1 row.");
  });

  it.each<[string, Partial<PerformanceRequest>, boolean]>([
    ["is final when labels have had their time", { now: "2026-11-26T00:00:00.000Z" }, false],
    ["is provisional as long as they have not, however many have arrived", { now: "2026-11-25T23:59:59.000Z" }, true],
    ["asks for every label where nothing is declared", { plan: undefined }, false],
  ])("a window %s", async (_, change, provisional) => {
    const rows = inWindow(drawServed({ seed: 2, rows: 300, days: 21 }), 0);
    const { evidence } = await measure({
      ...WEEKLY,
      predictions: [writeServed(opened, rows)],
      labels: { files: [writeLabels(opened, rows)], columns: {} },
      ...change,
    });
    expect(evidence.windows[0]?.provisional).toBe(provisional);
  });

  it("leaves out rows that a model was trained on, ids that come again, and labels that disagree", async () => {
    const rows = inWindow(drawServed({ seed: 3, rows: 300, days: 21 }), 0);
    const [first, second, third, fourth] = rows;
    if (first === undefined || second === undefined || third === undefined || fourth === undefined)
      throw new Error("no rows");
    const labels = [
      ...rows.map(({ id, truth }) => ({ id, label: truth, time: "2026-11-23T00:00:00Z" })),
      { id: first.id, label: 1 - first.truth, time: "2026-11-24T00:00:00Z" },
      { id: second.id, label: 1 - second.truth, time: "2026-11-23T00:00:00Z" },
      { id: "nobody", label: 1, time: "2026-11-23T00:00:00Z" },
    ];
    const { evidence } = await measure({
      ...WEEKLY,
      predictions: [writeServed(opened, [...rows, third])],
      labels: {
        files: [
          writeFile(opened, "labels.csv", {
            id: labels.map(({ id }) => id),
            label: labels.map(({ label }) => label),
            time: labels.map(({ time }) => time),
          }),
        ],
        columns: {},
      },
      trainedOn: [writeFile(opened, "trained.csv", { id: [fourth.id, "other", fourth.id] })],
    });
    const [window] = evidence.windows;
    // The second's labels came at the same moment and contradict each other.
    expect(window).toMatchObject({ rows: 99, labelled: 98, leftOut: 1 });
    expect(evidence.notes).toEqual(
      expect.arrayContaining([
        "Left out because an earlier prediction has the same id: 1 row.",
        "Ids with several labels that differ: 2; the newest counts, where that can be told.",
      ]),
    );
    const judged = rows
      .filter(({ id }) => id !== second.id && id !== fourth.id)
      .map((row) => (row.id === first.id ? { ...row, truth: 1 - row.truth } : row));
    const right = judged.filter(({ score, truth }) => (score >= 0.5 ? 1 : 0) === truth).length;
    expect(window?.metrics.find(({ name }) => name === "accuracy")?.value).toBeCloseTo(right / 98, 12);
  });

  it("takes labels that stand with the predictions, unless a later one says something else", async () => {
    const rows = inWindow(drawServed({ seed: 4, rows: 150, days: 21 }), 0);
    const [first, ...others] = rows;
    if (first === undefined) throw new Error("no rows");
    const file = writeFile(opened, "served.csv", {
      key: rows.map(({ id }) => id),
      at: rows.map(({ time }) => time),
      p: rows.map(({ score }) => score),
      outcome: rows.map(({ truth }, row) => (row === 1 ? "" : truth)),
    });
    const { evidence } = await measure({
      ...WEEKLY,
      predictions: [file],
      columns: { id: "key", time: "at", score: "p", label: "outcome" },
      labels: { files: [writeLabels(opened, [{ ...first, truth: 1 - first.truth }])], columns: {} },
    });
    expect(evidence.windows[0]).toMatchObject({ rows: others.length + 1, labelled: others.length });
    expect(evidence.notes).toContain(
      "The label that came later is another than the one in the predictions, and counts: 1 row.",
    );
  });
});

describe(`the label-free estimate is that of NannyML ${NANNYML_VERSION}`, () => {
  it.each(NANNYML_CASES.filter(({ whateverTheSplits }) => whateverTheSplits))("$name", async (one) => {
    const columns = (counted: typeof one.reference) => {
      const rows = counted.flatMap(([score, label, prediction, count]) =>
        Array.from({ length: count }, () => ({ score, label, prediction })),
      );
      return {
        id: rows.map((_, row) => row),
        score: rows.map(({ score }) => score),
        prediction: rows.map(({ prediction }) => prediction),
        label: rows.map(({ label }) => label),
      };
    };
    const { label: _, ...unlabelled } = columns(one.analysis);
    const { evidence } = await measure({
      predictions: [writeFile(opened, "served.csv", unlabelled)],
      reference: { file: writeFile(opened, "reference.csv", columns(one.reference)) },
      columns: {},
      now: END,
      seed: 7,
    });
    expect(evidence.estimator).toMatchObject({ name: "cbpe", calibrated: one.needsCalibration });
    const estimated = evidence.windows[0]?.estimated ?? [];
    expect(estimated.map(({ name }) => name).toSorted()).toEqual(Object.keys(one.metrics).toSorted());
    for (const { name, value } of estimated) {
      expect(Math.abs((value ?? Number.NaN) - (one.metrics[name]?.value ?? Number.NaN)), name).toBeLessThan(1e-9);
    }
  });
});

describe("the estimator", () => {
  it("tells its own error on windows whose labels have arrived since", async () => {
    const rows = drawServed({ seed: 5, rows: 3000, days: 21 });
    const { evidence } = await measure({
      ...WEEKLY,
      now: "2026-11-24T00:00:00.000Z",
      predictions: [writeServed(opened, rows)],
      labels: { files: [writeLabels(opened, rows)], columns: {} },
      reference: { file: writeReference(opened, drawServed({ seed: 6, rows: 3000, days: 1 })) },
    });
    const [, second, third] = evidence.windows;
    const gap = (window: typeof second) => {
      const value = (list: "metrics" | "estimated") =>
        window?.[list].find(({ name }) => name === "accuracy")?.value ?? Number.NaN;
      return Math.abs(value("metrics") - value("estimated"));
    };
    // The newest window is younger than labels take.
    expect(evidence.estimator?.error["accuracy"]).toBeCloseTo((gap(second) + gap(third)) / 2, 12);
    expect(evidence.estimator?.error["accuracy"]).toBeLessThan(0.05);
    expect(Object.keys(evidence.estimator?.error ?? {})).not.toContain("specificity");
    expect(evidence.estimator?.preconditions).toHaveLength(3);
  });

  it("gives no estimate where the scores are not those that it knows", async () => {
    const rows = inWindow(drawServed({ seed: 8, rows: 600, days: 21 }), 0);
    const low = drawServed({ seed: 9, rows: 500, days: 1 }).map((row) => ({ ...row, score: row.score / 2 }));
    const { evidence } = await measure({
      ...WEEKLY,
      predictions: [writeServed(opened, rows)],
      reference: { file: writeReference(opened, low) },
    });
    expect(evidence.windows[0]?.estimated).toEqual([]);
    expect(evidence.notes.join("\n")).toMatch(
      /has no estimate: \d+ % of its scores are beyond all scores of reference\.csv/,
    );
  });
});

describe("what cannot be measured is said", () => {
  const served = () => writeServed(opened, inWindow(drawServed({ seed: 10, rows: 90, days: 21 }), 0));

  it.each<[string, () => Partial<PerformanceRequest>, RegExp]>([
    ["no label and no task", () => ({}), /no label has arrived, and nothing else says what kind/],
    ["no such time", () => ({ columns: { time: "when" } }), /has no column "when"/],
    ["a window that ends never", () => ({ windows: { end: "soon", lengthMs: DAY, count: 1 } }), /"soon" is no moment/],
    ["too many windows", () => ({ windows: { end: END, lengthMs: DAY, count: 25 } }), /25 windows cannot be looked at/],
    ["labels without ids", () => ({ columns: { id: "key" } }), /has no column "key"/],
  ])("%s", async (_, change, message) => {
    await expect(
      measurePerformance(opened.engine, { ...WEEKLY, predictions: [served()], ...change() }),
    ).rejects.toThrow(message);
    // The engine can be used again.
    await expect(
      measurePerformance(opened.engine, { ...WEEKLY, task: "regression", predictions: [served()] }),
    ).rejects.toThrow();
  });

  it("names the file and the column where files of one kind differ", async () => {
    const other = writeFile(opened, "other.csv", { id: [1], score: [0.5] });
    await expect(measurePerformance(opened.engine, { ...WEEKLY, predictions: [served(), other] })).rejects.toThrow(
      'other.csv has no column "time", which served.csv has',
    );
  });
});
