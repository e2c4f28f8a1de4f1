import { describe, expect, it } from "vitest";
import { fitToLimit } from "../../../src/core/report/fit-to-limit.ts";
import { renderReport } from "../../../src/core/report/render-report.ts";
import type { RenderedReport, ReportFacts } from "../../../src/core/report/report-facts.ts";
import { buildEvaluation, buildRun } from "../evidence/build-evidence.ts";
import { accept, buildComparison, buildFacts, buildModel, buildPlan } from "./build-facts.ts";

const LONG = "ö".repeat(199);

function numbered<Value>(count: number, value: (index: number) => Value): Record<string, Value> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${LONG.slice(0, 190)}${String(index)}`, value(index)]),
  );
}

/** As much of everything as the schemas let through. */
function hugeModel(index: number) {
  const slices = Array.from({ length: 500 }, (_, row) => ({
    slice: { column: LONG, value: `${LONG.slice(0, 190)}${String(row)}` },
    rows: 100,
    metrics: [
      { name: "roc-auc", here: 0.5, there: 0.6, difference: -0.1, interval: [-0.11, -0.09] as [number, number] },
    ],
  }));
  const run = buildRun({
    parameters: numbered(1000, () => "v".repeat(1000)),
    metrics: numbered(1000, (row) => row / 7),
    curves: Array.from({ length: 100 }, (_, row) => ({
      metric: `curve ${String(row)}`,
      axis: "step" as const,
      steps: Array.from({ length: 200 }, (__, step) => step * 1e6),
      values: Array.from({ length: 200 }, (__, step) => 1e-9 * step + row),
    })),
    outputs: Array.from({ length: 1000 }, (_, row) => ({
      path: `${LONG}${String(row)}`,
      bytes: 1,
      sha256: "a".repeat(64),
    })),
    notes: Array.from({ length: 50 }, () => "n".repeat(500)),
  });
  const evaluation = buildEvaluation({
    customMetrics: numbered(200, (row) => row),
    comparisons: [{ ...buildComparison({ "roc-auc": [0.037, 0.033, 0.041] }), slices }],
    notes: Array.from({ length: 50 }, (_, row) => `${String(row)} ${"n".repeat(490)}`),
  });
  return buildModel({
    plan: buildPlan({ name: `model-${String(index)}` }),
    touchedFiles: Array.from({ length: 3000 }, (_, row) => `src/${LONG}/${String(row)}.py`),
    evidence: { runs: [accept(run)], evaluations: [accept(evaluation)] },
    refused: Array.from({ length: 100 }, () => ({
      artifact: LONG,
      reason: LONG,
      workflowRunUrl: "https://github.com/a/b",
    })),
  });
}

function failedModel(index: number) {
  const logTail = Array.from({ length: 50 }, () => "`".repeat(2000));
  const run = buildRun({ outcome: { kind: "failed", exitCode: 1, logTail }, metrics: {} });
  return buildModel({
    plan: buildPlan({ name: `model-${String(index)}` }),
    evidence: { runs: [accept(run)], evaluations: [] },
  });
}

function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const HUGE: Readonly<Record<string, ReportFacts>> = {
  "one model with everything": buildFacts({ models: [hugeModel(0)] }),
  "four models with everything": buildFacts({ models: times(4, hugeModel) }),
  "a hundred failed models": buildFacts({ models: times(100, failedModel) }),
  "three hundred models": buildFacts({
    models: times(300, (index) => buildModel({ plan: buildPlan({ name: `m${String(index)}` }) })),
  }),
  "five hundred mistakes": buildFacts({
    headConfigIssues: times(500, (line) => ({ line: line + 1, column: 1, key: LONG, message: LONG, hint: LONG })),
  }),
  "a preview of a thousand models": buildFacts({
    models: [],
    config: {
      kind: "preview",
      project: {
        staleAfterDays: 14,
        models: times(1000, (index) => buildPlan({ name: `m${String(index)}`, paths: times(100, () => LONG) })),
      },
    },
  }),
};

/** Characters as GitHub counts them at worst. */
function size(text: string | undefined): number {
  return Math.max((text ?? "").length, Buffer.byteLength(text ?? ""));
}

describe("GitHub's limits", () => {
  it.each(Object.entries(HUGE))("hold for %s", (_, facts) => {
    const { comment, check } = renderReport(facts);
    expect(size(comment)).toBeLessThanOrEqual(65_535);
    expect(size(check.summary)).toBeLessThanOrEqual(65_535);
    expect(size(check.text)).toBeLessThanOrEqual(65_535);
    expect([...check.title].length).toBeLessThanOrEqual(255);
    if (check.status === "completed") expect(check.annotations.length).toBeLessThanOrEqual(50);
  });

  it.each(Object.entries(HUGE))("cut between sections only: %s", (_, facts) => {
    const { comment = "", check } = withText(renderReport(facts));
    for (const text of [comment, check.summary, check.text]) {
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
      expect(text.match(/^`{3,}/gm)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
    }
    expect(comment.startsWith("<!-- pawl:experiment -->\n")).toBe(true);
    expect(comment).toMatch(/<sub>Updated for .*<\/sub>$/);
  });

  it("keeps the headline and says where the rest is", () => {
    const { comment = "" } = withText(renderReport(HUGE["four models with everything"]!));
    expect(comment).toContain("### ✅ 4 models: 4 better");
    expect(comment).toContain("`pawl / experiment`");
  });

  it("shows everything where there is room", () => {
    const sections = [
      { weight: "essential", markdown: "a" },
      { weight: "detail", markdown: "b" },
    ] as const;
    expect(fitToLimit(sections, "foot", "pointer")).toBe("a\n\nb\n\nfoot");
  });

  it.each([
    [30, "aaaa\n\npointer\n\nfoot"],
    [40, "aaaa\n\nuuuu\n\npointer\n\nfoot"],
  ])("within %i bytes leaves out details first", (limit, expected) => {
    const sections = [
      { weight: "essential", markdown: "aaaa" },
      { weight: "detail", markdown: "d".repeat(50) },
      { weight: "useful", markdown: "uuuu" },
    ] as const;
    const fitted = fitToLimit(sections, "foot", "pointer", limit - (limit === 30 ? 6 : 0));
    expect(fitted).toBe(expected);
  });
});

function withText({ comment, check }: RenderedReport) {
  return { ...(comment === undefined ? {} : { comment }), check };
}
