import { describe, expect, it } from "vitest";
import { describeConcept, renderPerformance } from "../../../src/core/drift/render-performance.ts";
import type { PerformanceEvidence, PerformanceWindow } from "../../../src/core/evidence/performance-evidence.ts";

const older: PerformanceWindow = {
  start: "2026-11-08T03:17:00Z",
  end: "2026-11-15T03:17:00Z",
  rows: 1000,
  labelled: 980,
  leftOut: 12,
  provisional: false,
  metrics: [
    { name: "accuracy", value: 0.81, interval: [0.785, 0.833], method: "wilson" },
    { name: "roc-auc", value: 0.7134, interval: [0.678, 0.746], method: "delong-logit" },
    { name: "recall", value: null, interval: null, reason: "no row is positive | none" },
    { name: "lift <b>at</b> 10", value: 2.5, interval: null },
  ],
  estimated: [{ name: "roc-auc", value: 0.742, interval: null }],
  concept: [
    {
      method: "page-hinkley",
      detected: true,
      rows: 980,
      at: 512,
      parameters: {},
      words: "The share of errors rose from 7.3 % to 31 %.",
    },
    { method: "adwin", detected: false, rows: 980, parameters: {}, words: "The errors are what they were." },
  ],
};
const newest: PerformanceWindow = {
  ...older,
  start: "2026-11-15T03:17:00Z",
  end: "2026-11-22T03:17:00Z",
  labelled: 130,
  provisional: true,
  metrics: [{ name: "roc-auc", value: 0.69, interval: [0.57, 0.79] }],
  concept: [],
};
const performance: PerformanceEvidence = {
  task: "binary",
  estimator: {
    name: "cbpe",
    calibrated: true,
    preconditions: ["The scores are probabilities.", "No concept drift."],
    error: { "roc-auc": 0.0286 },
  },
  windows: [newest, older],
  notes: ["2 labels came twice and differ."],
};

describe("how the model does", () => {
  it.each([
    ["windows", performance, "roc-auc"],
    [
      "regression without windows",
      { ...performance, task: "regression", estimator: undefined, windows: [noTime()] },
      undefined,
    ],
    ["nothing known", { task: "multiclass", windows: [], notes: [] }, "accuracy"],
  ] as const)("is told as a page: %s", async (name, given, primary) => {
    const { estimator, ...rest } = { estimator: undefined, ...given };
    const shown: PerformanceEvidence = {
      ...rest,
      windows: [...given.windows],
      notes: [...given.notes],
      ...(estimator === undefined ? {} : { estimator }),
    };
    const file = `__summaries__/performance-${name.replaceAll(" ", "-")}.md`;
    await expect(`${renderPerformance(shown, primary)}\n`).toMatchFileSnapshot(file);
  });

  it("marks what is provisional, and what an estimate assumes", () => {
    const text = renderPerformance(performance, "roc-auc");
    expect(text).toContain("| 1,000 | 13 %, provisional | 0.690 (0.570 to 0.790) | 0.742 |");
    expect(text).toContain("it assumes calibration and no concept drift");
  });

  it("shows no markup that names bring along", () => {
    const text = renderPerformance(performance, "roc-auc");
    expect(text).not.toContain("<b>");
    expect(text).toContain("lift");
  });

  it("says of detectors only where they alarmed", () => {
    expect(describeConcept(performance.windows)).toEqual([
      "Window to 2026-11-15 03:17 UTC: The share of errors rose from 7.3 % to 31 %.",
    ]);
    expect(describeConcept([noTime()])).toEqual([]);
  });
});

function noTime(): PerformanceWindow {
  const { start: _, end: __, ...rest } = older;
  return { ...rest, estimated: [], concept: [], metrics: [{ name: "rmse", value: 12.5, interval: [11.9, 13.2] }] };
}
