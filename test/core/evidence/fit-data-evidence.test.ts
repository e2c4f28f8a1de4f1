import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Check } from "../../../src/core/dataset/check.ts";
import type { DriftFinding } from "../../../src/core/evidence/drift-evidence.ts";
import { fitDataEvidence } from "../../../src/core/evidence/fit-data-evidence.ts";
import { fitDriftEvidence } from "../../../src/core/evidence/fit-drift-evidence.ts";
import { MAX_EVIDENCE_BYTES } from "../../../src/core/evidence/limits.ts";
import { parseStatement, serializeEvidence } from "../../../src/core/evidence/statement.ts";
import { numbers, profile, sequence } from "../dataset/build-profile.ts";
import { anyData, anyDrift } from "./arbitrary-evidence.ts";
import { buildCheck, buildData, buildDrift } from "./build-evidence.ts";

function parse(text: string) {
  return parseStatement(Buffer.from(text), "data.json").predicate;
}

function checks(count: number, make: (index: number) => Partial<Check> = () => ({})): Check[] {
  return Array.from({ length: count }, (_, index) => buildCheck({ id: `rule.${String(index)}`, ...make(index) }));
}

/** As many columns with as many bins each as it takes to be too large. */
function wideProfile(columns: number) {
  const values = sequence(2000);
  return profile(
    2000,
    Array.from({ length: columns }, (_, index) => numbers(`column_${String(index)}`, values)),
  );
}

const FINDING: DriftFinding = {
  columns: ["delay"],
  aspect: "null",
  effect: 0.1,
  bound: 0.05,
  floor: 0.01,
  p1: 0.001,
  p2: null,
  signal: true,
  material: true,
  verdict: "drift",
  words: "share of nulls in delay rose from 2 % to 12 %",
};

describe("documents about data and drift", () => {
  it("are read back as they were written", () => {
    fc.assert(
      fc.property(fc.oneof(anyData, anyDrift), (evidence) => {
        expect(parse(serializeEvidence(evidence))).toEqual(evidence);
      }),
      { numRuns: 60 },
    );
  });

  it("that are good are left alone", () => {
    fc.assert(
      fc.property(anyData, (evidence) => {
        expect(fitDataEvidence(evidence).evidence).toEqual(evidence);
      }),
      { numRuns: 40 },
    );
    fc.assert(
      fc.property(anyDrift, (evidence) => {
        expect(fitDriftEvidence(evidence).evidence).toEqual(evidence);
      }),
      { numRuns: 40 },
    );
  });
});

describe("fitDataEvidence", () => {
  it.each<[string, Partial<Check>]>([
    ["a title that forges a line", { title: "x\u202ey" }],
    ["a column of several lines", { column: "a\nb" }],
    ["an empty id", { id: "" }],
    ["a text that is too long", { expected: "x".repeat(3000), actual: "y".repeat(3000), reason: "z".repeat(3000) }],
  ])("keeps a failed check with %s", (_, broken) => {
    const { evidence, text } = fitDataEvidence(
      buildData({ checks: [buildCheck({ ...broken, verdict: "fail" })], verdict: "fail" }),
    );
    expect(evidence.checks).toHaveLength(1);
    expect(evidence.notes).toEqual([]);
    expect(parse(text)).toEqual(evidence);
  });

  it("leaves out what nobody can make safe, says so, and keeps the verdict", () => {
    const rows = { rows: Number.NaN, of: 3 };
    const given = buildData({
      checks: checks(2, (index) => (index === 0 ? { failing: rows, verdict: "fail" } : {})),
      verdict: "fail",
    });
    const { evidence } = fitDataEvidence(given);
    expect(evidence.checks.map(({ id }) => id)).toEqual(["rule.1"]);
    expect(evidence.verdict).toBe("fail");
    expect(evidence.notes).toEqual(["1 checks could not be recorded and are left out; the verdict counts them."]);
  });

  it("has room for 3,000 checks, those that failed before those that passed, in their order", () => {
    const given = checks(5000, (index) => ({ verdict: index >= 4990 ? "fail" : "pass" }));
    const { evidence } = fitDataEvidence(buildData({ checks: given, verdict: "fail" }));
    expect(evidence.checks.length).toBeLessThanOrEqual(3000);
    expect(evidence.checks.slice(-10).map(({ id }) => id)).toEqual(given.slice(-10).map(({ id }) => id));
    expect(evidence.notes.join()).toMatch(/checks had no room and are left out/);
  });

  it("is never larger than what is accepted, and gives up neither the checks that failed nor the columns", () => {
    const long = "ö".repeat(400);
    const given = checks(3000, (index) => ({
      title: long,
      expected: long,
      actual: long,
      verdict: index % 30 === 0 ? "fail" : "pass",
    }));
    const { evidence, text } = fitDataEvidence(
      buildData({ checks: given, verdict: "fail", profile: wideProfile(200) }),
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_EVIDENCE_BYTES);
    expect(evidence.checks.filter(({ verdict }) => verdict === "fail")).toHaveLength(100);
    expect(evidence.profile?.columns).toHaveLength(200);
    expect(parse(text)).toEqual(evidence);
  });

  it("keeps a column with a name that cannot be written, under one that can", () => {
    const columns = [numbers("a\u0007b\nc", [1, 2, 3])];
    const { evidence } = fitDataEvidence(buildData({ profile: profile(3, columns) }));
    expect(evidence.profile?.columns.map(({ name }) => name)).toEqual(["a\uFFFDb c"]);
  });
});

describe("fitDriftEvidence", () => {
  it("is never larger than what is accepted, and keeps what drifted", () => {
    const findings = Array.from(
      { length: 6000 },
      (_, index): DriftFinding => ({
        ...FINDING,
        words: `${"ö".repeat(300)} ${String(index)}`,
        verdict: index % 60 === 0 ? "drift" : "stable",
      }),
    );
    const scores = Array.from({ length: 2000 }, (_, index) => ({
      column: `c${String(index)}`,
      method: "psi",
      score: 0.1,
      pValue: null,
    }));
    const { evidence, text } = fitDriftEvidence(
      buildDrift({ findings, scores, verdict: "drift", profile: wideProfile(200) }),
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_EVIDENCE_BYTES);
    expect(evidence.findings.filter(({ verdict }) => verdict === "drift")).toHaveLength(100);
    expect(evidence.notes.join()).toContain("findings had no room");
    expect(parse(text)).toEqual(evidence);
  });

  it("makes names and words safe", () => {
    const { evidence } = fitDriftEvidence(
      buildDrift({ findings: [{ ...FINDING, columns: ["a\u202eb"], words: "x\u0000" }] }),
    );
    expect(evidence.findings[0]).toMatchObject({ columns: ["a\uFFFDb"], words: "x\uFFFD" });
  });
});
