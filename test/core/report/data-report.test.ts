import { describe, expect, it } from "vitest";
import { renderReport } from "../../../src/core/report/render-report.ts";
import type { RenderedReport, ReportFacts } from "../../../src/core/report/report-facts.ts";
import { categories, profile } from "../dataset/build-profile.ts";
import {
  BROKEN,
  buildBaseData,
  buildDataFacts,
  buildSilentFacts,
  CONTRACT,
  dataOnly,
  watchedPlan,
} from "./build-data-facts.ts";
import { buildFacts } from "./build-facts.ts";
import { DATA_REPORT_CASES } from "./data-report-cases.ts";

const LIMIT = 65_000;

function transcript({ comment, commentIfOneExists, dataCheck, check }: RenderedReport): string {
  const state = dataCheck.status === "completed" ? dataCheck.conclusion : dataCheck.status;
  const annotations = dataCheck.status === "completed" ? dataCheck.annotations : [];
  const shown = annotations
    .slice(0, 4)
    .map(({ path, line, level, title, message }) => `\n- ${level} ${path}:${String(line)} ${title}: ${message}\n`);
  const more = annotations.length > 4 ? `\n- ${String(annotations.length - 4)} more annotations\n` : "";
  const body = comment ?? `*(no comment is made; one that exists becomes:)*\n\n${commentIfOneExists ?? ""}`;
  const experiment = check.status === "completed" ? check.conclusion : check.status;
  return `${body}\n\n---\n\nData check: ${state} · ${dataCheck.title}\n${shown.join("")}${more}\nExperiment check: ${experiment} · ${check.title}\n`;
}

function render(name: string): RenderedReport {
  const facts = DATA_REPORT_CASES[name];
  if (facts === undefined) throw new Error(`no case ${name}`);
  return renderReport(facts);
}

describe("data on a pull request", () => {
  it.each(Object.entries(DATA_REPORT_CASES))("%s", async (name, facts) => {
    await expect(transcript(renderReport(facts))).toMatchFileSnapshot(`__reports__/${name}.md`);
  });

  it.each([
    ["data-passes", "success"],
    ["data-passes-with-warnings", "success"],
    ["data-and-model", "success"],
    ["data-repaired", "success"],
    ["data-same-as-base", "success"],
    ["data-broken", "failure"],
    ["data-broken-before-model", "failure"],
    ["data-broken-so-not-trained", "failure"],
    ["data-leakage", "failure"],
    ["data-unreadable", "failure"],
    ["data-timed-out", "failure"],
    ["data-refused", "failure"],
    ["data-workflow-failed", "failure"],
    ["data-inconclusive", "neutral"],
    ["data-no-checks", "neutral"],
    ["data-other-contract", "neutral"],
    ["data-no-evidence", "neutral"],
    ["data-not-validated", "neutral"],
    ["data-not-validated-fork", "neutral"],
    ["data-not-watched", "neutral"],
    ["data-fork", "neutral"],
  ])("%s concludes %s", (name, conclusion) => {
    expect(render(name).dataCheck).toMatchObject({ status: "completed", conclusion });
  });

  it.each([
    ["data-queued", "queued"],
    ["data-running", "in_progress"],
    ["data-running-again", "in_progress"],
    ["data-two-datasets", "queued"],
  ])("%s is %s", (name, status) => {
    expect(render(name).dataCheck.status).toBe(status);
  });

  it.each(Object.keys(DATA_REPORT_CASES))("%s stays within the limits of GitHub", (name) => {
    const { comment, commentIfOneExists, dataCheck } = render(name);
    for (const text of [comment ?? commentIfOneExists ?? "", dataCheck.summary, dataCheck.text])
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
    expect(dataCheck.title.length).toBeLessThanOrEqual(255);
    expect(dataCheck.summary).not.toBe("");
    if (dataCheck.status === "completed") expect(dataCheck.annotations.length).toBeLessThanOrEqual(50);
  });
});

describe("the check about data", () => {
  it.each<[string, ReportFacts]>([
    ["no data", buildFacts()],
    ["no model either", buildFacts({ models: [] })],
    ["a dataset that nobody touched and nothing looked at", dataOnly(buildSilentFacts({ touchedFiles: [] }))],
  ])("is there and passes with %s", (_, facts) => {
    expect(renderReport(facts).dataCheck).toMatchObject({
      status: "completed",
      conclusion: "success",
      title: "No data change",
    });
  });

  it("is as red as the other one where the configuration is not valid", () => {
    const issues = [{ line: 3, column: 1, key: "models", message: "is missing." }];
    const { check, dataCheck } = renderReport(
      buildFacts({ models: [], config: { kind: "invalid", on: "head", issues } }),
    );
    expect(dataCheck).toMatchObject({ conclusion: "failure", title: check.title });
  });

  it("is neutral without a configuration", () => {
    expect(renderReport(buildFacts({ models: [], config: { kind: "absent" } })).dataCheck).toMatchObject({
      conclusion: "neutral",
    });
  });

  it("is neutral where files are missing from the list", () => {
    expect(renderReport(buildFacts({ models: [], fileListTruncated: true })).dataCheck).toMatchObject({
      conclusion: "neutral",
    });
  });

  it("leaves the check of the experiment as it is", () => {
    const facts = buildFacts({
      data: [{ model: "late-flights", datasets: [buildDataFacts({ checks: [...BROKEN] })] }],
    });
    expect(renderReport(facts).check).toEqual(renderReport(buildFacts()).check);
  });
});

describe("annotations", () => {
  it("stand on the broken lines of the contract", () => {
    const { dataCheck } = render("data-broken");
    const found = dataCheck.status === "completed" ? dataCheck.annotations : [];
    expect(found.map(({ path, line, level }) => [path, line, level])).toEqual([
      [CONTRACT, 31, "failure"],
      [CONTRACT, 40, "failure"],
      [CONTRACT, 46, "failure"],
    ]);
  });

  it("never stand on a file that the configuration does not name", () => {
    const facts = dataOnly(
      buildDataFacts({ checks: [...BROKEN], contract: { path: "src/train.py", sha256: "a".repeat(64) } }),
    );
    expect(renderReport(facts).dataCheck).toMatchObject({ conclusion: "failure", annotations: [] });
  });

  it("are 50 at most, errors first", () => {
    const { dataCheck } = render("data-three-thousand-checks");
    const found = dataCheck.status === "completed" ? dataCheck.annotations : [];
    expect(found).toHaveLength(50);
    expect(new Set(found.map(({ level }) => level))).toEqual(new Set(["failure"]));
  });
});

describe("the comment", () => {
  it("begins with the data where they are broken, and with the model where they are not", () => {
    const place = (name: string) => {
      const comment = render(name).comment ?? "";
      return comment.indexOf("Data `flights`") < comment.indexOf("late-flights is better");
    };
    expect(place("data-broken-before-model")).toBe(true);
    expect(place("data-and-model")).toBe(false);
  });

  it("is not made for data that nobody touched and that pass", () => {
    const untouched = buildDataFacts({ profile: buildBaseData().evidence.document.profile }, { touchedFiles: [] });
    expect(renderReport(dataOnly(untouched)).comment).toBeUndefined();
  });

  it("is made for data that nobody touched and that are broken", () => {
    const untouched = buildDataFacts({ checks: [...BROKEN] }, { touchedFiles: [] });
    expect(renderReport(dataOnly(untouched)).comment).toContain("contract broken");
  });

  it("shows no category that the profile has no name for", () => {
    const before = categories("city", { Rome: 2000, Oslo: 2000 }, { named: false });
    const after = categories("city", { Oslo: 1000, Bern: 3000 }, { named: false, reference: before });
    const base = buildBaseData({ profile: profile(4000, [before]) });
    const { comment } = renderReport(dataOnly(buildDataFacts({ profile: profile(4000, [after]) }, { base })));
    expect(comment).toContain("1 category gone (50 % of the rows before), 1 category new (75 % of the rows)");
    expect(comment).not.toMatch(/Rome|Oslo|Bern/);
  });

  it("names the configured workflow and step where evidence is missing", () => {
    const facts = dataOnly(buildSilentFacts({ plan: watchedPlan({ workflow: "nightly-data.yml" }), workflowRuns: [] }));
    const { comment } = renderReport(facts);
    expect(comment).toContain("`nightly-data.yml`");
    expect(comment).toContain("`pawl-ml/pawl/actions/validate-data@v1`");
  });
});
