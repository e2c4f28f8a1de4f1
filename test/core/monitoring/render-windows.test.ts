import { describe, expect, it } from "vitest";
import type { Window, WindowPerformance } from "../../../src/core/monitoring/monitoring.ts";
import { renderWindowLine } from "../../../src/core/monitoring/render-window-line.ts";
import { renderWindows } from "../../../src/core/monitoring/render-windows.ts";
import { brokenWeek, scoreOf, weekOf } from "./window-cases.ts";

const SIZES = [2.13, 1.4, 0.4, 1.71, 0.1, 0, 0.9, 0.55, 0.3, 0.2, 0.25, 0.1, 0.31, 3];
const WEEKS = SIZES.map((size, week) => weekOf(week, size));

function performance(change: Partial<WindowPerformance> = {}): WindowPerformance {
  return {
    metric: "roc_auc",
    value: 0.612,
    interval: [0.601, 0.623],
    expected: 0.671,
    drop: 0.059,
    labelled: 61_000,
    rows: 61_204,
    provisional: false,
    ...change,
  };
}

const CASES: Readonly<Record<string, readonly Window[]>> = {
  "twelve-weeks": WEEKS,
  "one-window": [weekOf(0, 2.13)],
  "without-times": [
    weekOf(0, 0.2, { start: undefined, end: undefined }),
    weekOf(1, 0.1, { start: undefined, end: undefined }),
  ],
  "twice-a-day": ["03:17:00Z", "15:17:00Z"].map((time) =>
    weekOf(0, 1, { slot: `2026-11-26T${time}`, start: undefined }),
  ),
  "broken-feed": [brokenWeek(0), weekOf(1, 0.3, { dataset: "flights" }), weekOf(2, 1.2, { dataset: "flights" })],
  "two-datasets": [0, 1, 2].flatMap((week) => [
    weekOf(week, 0.2 * week, { dataset: "weather" }),
    weekOf(week, 1.5 - week, { dataset: "flights" }),
  ]),
  performance: [
    weekOf(0, 0.2, {
      performance: performance({ value: 0.64, labelled: 24_400, provisional: true, estimated: 0.633 }),
    }),
    weekOf(1, 0.2, { performance: performance({ value: null, labelled: 0, estimated: 0.634 }) }),
    weekOf(2, 1.2, { performance: performance() }),
    weekOf(3, 0.1),
    weekOf(4, 0.1, { performance: performance({ value: null, labelled: 0 }) }),
  ],
  "hostile-names": [
    weekOf(0, 2, { dataset: "flights", scores: [scoreOf("a|b`<img src=x>\n```mermaid", 2, { aspect: "@team #1" })] }),
    weekOf(1, 2, { dataset: "flights", workflowRun: { id: 1, url: "javascript:alert(1)" } }),
  ],
};

describe("renderWindows", () => {
  it.each(Object.entries(CASES))("shows: %s", async (name, windows) => {
    const page = `${renderWindowLine(windows, { atMost: 12 })}\n\n${renderWindows(windows, { atMost: 12 })}\n`;
    await expect(page).toMatchFileSnapshot(`__windows__/${name}.md`);
  });

  it("shows nothing where there are none", () => {
    expect(renderWindows([], { atMost: 12 })).toBe("");
    expect(renderWindowLine([], { atMost: 12 })).toBe("no windows yet");
  });

  it("is the same in whatever order they come", () => {
    expect(renderWindows(WEEKS.toReversed(), { atMost: 12 })).toBe(renderWindows(WEEKS, { atMost: 12 }));
    expect(renderWindowLine(WEEKS.toReversed(), { atMost: 12 })).toBe(renderWindowLine(WEEKS, { atMost: 12 }));
  });

  it("draws nothing but numbers and days, whatever the windows hold", () => {
    for (const windows of Object.values(CASES)) {
      for (const [, chart] of renderWindows(windows, { atMost: 12 }).matchAll(/```mermaid\n(.*?)```/gs)) {
        expect(chart).toMatch(
          /^xychart-beta\n {2}x-axis \["[\d: -]+"(?:, "[\d: -]+")*\]\n {2}y-axis "largest change \/ bound" 0 --> [\d.]+\n {2}bar \[[\d., ]+\]\n {2}line \[[1, ]+\]\n$/,
        );
      }
    }
  });
});

describe("renderWindowLine", () => {
  it.each`
    windows                                        | block
    ${[weekOf(0, 0)]}                              | ${"▁"}
    ${[weekOf(0, 0.3)]}                            | ${"▂"}
    ${[weekOf(0, 0.6)]}                            | ${"▃"}
    ${[weekOf(0, 0.99)]}                           | ${"▄"}
    ${[weekOf(0, 1)]}                              | ${"▅"}
    ${[weekOf(0, 1.5)]}                            | ${"▆"}
    ${[weekOf(0, 2)]}                              | ${"▇"}
    ${[weekOf(0, 4)]}                              | ${"█"}
    ${[weekOf(0, 5, { verdict: "stable" })]}       | ${"▄"}
    ${[weekOf(0, 5, { verdict: "inconclusive" })]} | ${"·"}
    ${[weekOf(0, 1, { scores: [] })]}              | ${"▅"}
    ${[brokenWeek(0)]}                             | ${"✕"}
    ${[weekOf(0, 2), weekOf(1, 0), brokenWeek(2)]} | ${"▁▇"}
  `("$block", ({ windows, block }) => {
    expect(renderWindowLine(windows, { atMost: 12 })).toContain(`\`${block}\``);
  });
});
