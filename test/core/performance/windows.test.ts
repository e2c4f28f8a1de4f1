import { describe, expect, it } from "vitest";
import { createConceptWatch } from "../../../src/core/performance/concept-watch.ts";
import { estimatorError } from "../../../src/core/performance/estimator-error.ts";
import { locateChange } from "../../../src/core/performance/locate-change.ts";
import { createPageHinkley } from "../../../src/core/performance/page-hinkley.ts";
import { isProvisional, planWindows } from "../../../src/core/performance/plan-windows.ts";

const HOUR = 3_600_000;

describe("windows", () => {
  it("reach back from their end, the newest first, without gaps", () => {
    expect(planWindows({ end: "2026-03-29T02:00:00Z", lengthMs: 12 * HOUR, count: 3 })).toEqual([
      { start: "2026-03-28T14:00:00.000Z", end: "2026-03-29T02:00:00.000Z" },
      { start: "2026-03-28T02:00:00.000Z", end: "2026-03-28T14:00:00.000Z" },
      { start: "2026-03-27T14:00:00.000Z", end: "2026-03-28T02:00:00.000Z" },
    ]);
    expect(planWindows({ end: "2026-03-29T02:00:00Z", lengthMs: HOUR, count: 99 })).toHaveLength(24);
  });

  const plan = { delayMs: 24 * HOUR, share: 0.9 };
  it.each([
    { rows: 100, labelled: 90, end: "2026-01-01T00:00:00Z", plan, provisional: false, why: "old, and enough labels" },
    { rows: 100, labelled: 89, end: "2026-01-01T00:00:00Z", plan, provisional: true, why: "too few labels" },
    { rows: 100, labelled: 100, end: "2026-01-09T00:00:00.001Z", plan, provisional: true, why: "too young" },
    { rows: 100, labelled: 100, end: "2026-01-09T00:00:00Z", plan, provisional: false, why: "just old enough" },
    { rows: 100, labelled: 95, end: undefined, plan, provisional: false, why: "without a time" },
    {
      rows: 100,
      labelled: 99,
      end: undefined,
      plan: undefined,
      provisional: true,
      why: "nothing declared: all labels",
    },
  ])("$why: provisional $provisional", ({ provisional, plan: declared, ...window }) => {
    expect(isProvisional(window, declared, "2026-01-10T00:00:00Z")).toBe(provisional);
  });
});

describe("the estimator's own error", () => {
  const metric = (name: string, value: number | null) => ({ name, value, interval: null });
  it("is the mean over the windows that have both numbers and are not provisional", () => {
    const windows = [
      { provisional: true, metrics: [metric("f1", 0)], estimated: [metric("f1", 1)] },
      {
        provisional: false,
        metrics: [metric("f1", 0.5), metric("mcc", 0)],
        estimated: [metric("f1", 0.6), metric("recall", 1)],
      },
      { provisional: false, metrics: [metric("f1", 0.5)], estimated: [metric("f1", 0.2)] },
      { provisional: false, metrics: [metric("f1", null)], estimated: [metric("f1", 0.9)] },
    ];
    expect(estimatorError(windows)).toEqual({ f1: expect.closeTo(0.2, 12) });
    expect(estimatorError([])).toEqual({});
  });
});

describe("a change that a detector alarmed at", () => {
  const watch = (before: readonly number[], after: readonly number[]) => {
    const found = createConceptWatch(
      [
        {
          method: "page-hinkley",
          detector: locateChange(createPageHinkley({ threshold: 10 })),
          parameters: { threshold: 10 },
        },
      ],
      "errors",
    );
    for (const value of before) found.add(value, 1, Number.NaN);
    for (const [row, value] of after.entries()) found.add(value, 0, 1_767_225_600 + row);
    return [found.finish(1), found.finish(0), found.finish(2)];
  };
  const every = (n: number, rows: number) => Array.from({ length: rows }, (_, row) => (row % n === 0 ? 1 : 0));

  it("stands in the window of the row at which it alarmed, with when and how large it was", () => {
    const [older, newer, none] = watch(every(10, 1000), every(2, 100));
    expect(older).toEqual([
      {
        method: "page-hinkley",
        detected: false,
        rows: 1000,
        parameters: { threshold: 10 },
        words: "Page-Hinkley: the share of errors did not rise by more than chance over 1,000 rows.",
      },
    ]);
    expect(newer).toEqual([
      {
        method: "page-hinkley",
        detected: true,
        rows: 100,
        at: 25,
        atTime: "2026-01-01T00:00:24.000Z",
        parameters: { threshold: 10 },
        words: "Page-Hinkley: the share of errors rose from 10 % to 52 % within the 25 rows up to row 25 of 100.",
      },
    ]);
    expect(none).toEqual([]);
  });
});
