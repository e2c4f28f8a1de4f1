import { describe, expect, it } from "vitest";
import { COMMENT_MARKER, renderReport } from "../../../src/core/report/render-report.ts";
import type { RenderedReport } from "../../../src/core/report/report-facts.ts";
import { REPORT_CASES } from "./report-cases.ts";

/** The comment as a reader sees it, and what the check says beside it. */
function transcript({ comment, commentIfOneExists, check }: RenderedReport): string {
  const state = check.status === "completed" ? check.conclusion : check.status;
  const annotations =
    check.status === "completed"
      ? check.annotations.map(
          ({ path, line, level, title, message }) => `${level} ${path}:${String(line)} ${title}: ${message}`,
        )
      : [];
  const body = comment ?? `*(no comment is made; one that exists becomes:)*\n\n${commentIfOneExists ?? ""}`;
  return `${body}\n\n---\n\nCheck: ${state} · ${check.title}\n${annotations.map((line) => `\n- ${line}\n`).join("")}`;
}

describe("the report on a pull request", () => {
  it.each(Object.entries(REPORT_CASES))("%s", async (name, facts) => {
    await expect(transcript(renderReport(facts))).toMatchFileSnapshot(`__reports__/${name}.md`);
  });

  it.each([
    ["better", "success"],
    ["same", "success"],
    ["not-worse", "success"],
    ["no-model-touched", "success"],
    ["worse", "failure"],
    ["failed", "failure"],
    ["timed-out", "failure"],
    ["evaluation-failed", "failure"],
    ["failed-before-evidence", "failure"],
    ["refused", "failure"],
    ["config-invalid-on-head", "failure"],
    ["config-invalid-on-base", "failure"],
    ["config-broken-by-head", "failure"],
    ["two-models", "failure"],
    ["inconclusive", "neutral"],
    ["not-trained", "neutral"],
    ["not-trained-fork", "neutral"],
    ["first-run", "neutral"],
    ["cancelled", "neutral"],
    ["evaluation-code-changed", "neutral"],
    ["other-training-data", "neutral"],
    ["training-metrics-only", "neutral"],
    ["ambiguous-log", "neutral"],
    ["preview", "neutral"],
  ])("%s concludes %s", (name, conclusion) => {
    expect(render(name).check).toMatchObject({ status: "completed", conclusion });
  });

  it.each([
    ["queued", "queued"],
    ["running", "in_progress"],
    ["running-again", "in_progress"],
    ["two-models-one-missing", "in_progress"],
  ])("%s is %s", (name, status) => {
    expect(render(name).check.status).toBe(status);
  });

  it.each(Object.keys(REPORT_CASES))("%s begins with the marker", (name) => {
    const { comment, commentIfOneExists } = render(name);
    expect((comment ?? commentIfOneExists)?.split("\n")[0]).toBe(COMMENT_MARKER);
  });

  it("makes no comment where no model is touched, and says what an old one becomes", () => {
    const { comment, commentIfOneExists } = render("no-model-touched");
    expect(comment).toBeUndefined();
    expect(commentIfOneExists).toContain("No model change");
  });

  it("is the same an hour later, so that nothing is written because time passes", () => {
    const facts = REPORT_CASES["better"]!;
    expect(renderReport({ ...facts, now: "2026-11-24T11:05:00Z" })).toEqual(renderReport(facts));
  });

  it("does not depend on the order in which documents arrived", () => {
    const facts = REPORT_CASES["seeds-better"]!;
    const reversed = facts.models.map((model) => ({
      ...model,
      evidence: { runs: model.evidence.runs.toReversed(), evaluations: model.evidence.evaluations.toReversed() },
    }));
    expect(renderReport({ ...facts, models: reversed })).toEqual(renderReport(facts));
  });
});

function render(name: string): RenderedReport {
  const facts = REPORT_CASES[name];
  if (facts === undefined) throw new Error(`no case ${name}`);
  return renderReport(facts);
}
