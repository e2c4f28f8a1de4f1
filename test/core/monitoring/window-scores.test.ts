import { describe, expect, it } from "vitest";
import type { DriftFinding } from "../../../src/core/evidence/drift-evidence.ts";
import { scoreWindow } from "../../../src/core/monitoring/window-scores.ts";

function finding(columns: readonly string[], aspect: string, more: Partial<DriftFinding> = {}): DriftFinding {
  return {
    columns: [...columns],
    aspect,
    effect: 0.4,
    bound: 0.1,
    floor: 0.01,
    p1: 0,
    p2: null,
    signal: true,
    material: true,
    verdict: "drift",
    words: "changed",
    ...more,
  };
}

describe("whether a window is about the feed", () => {
  it.each([
    ["nulls", [finding(["delay"], "null")], true],
    ["a stand-in value", [finding(["delay"], "spike")], true],
    [
      "another unit, whatever else that did",
      [finding(["delay"], "value"), finding(["delay"], "distribution", { rescaled: 60 })],
      true,
    ],
    ["rows that repeat", [finding([], "duplicates")], true],
    [
      "nulls that also moved the distribution of their column",
      [finding(["delay"], "null"), finding(["delay"], "distribution")],
      true,
    ],
    ["a distribution that moved", [finding(["delay"], "distribution")], false],
    ["new categories", [finding(["origin"], "unseen")], false],
    ["another association", [finding(["origin", "delay"], "association")], false],
    [
      "nulls in one column while another one really moved",
      [finding(["delay"], "null"), finding(["origin"], "distribution")],
      false,
    ],
    ["nothing that drifted", [finding(["delay"], "null", { verdict: "stable" })], false],
    ["an aspect of a later version", [finding(["delay"], "entropy")], false],
  ])("%s", (_, findings, structural) => {
    expect(scoreWindow({ findings }).structural).toBe(structural);
  });
});

describe("scores", () => {
  it("are one for each column, what drifted first, named by both columns of a pair and as rows", () => {
    const { scores } = scoreWindow({
      findings: [
        finding(["calm"], "distribution", { verdict: "stable", effect: 0.01 }),
        finding(["delay"], "distribution"),
        finding(["delay"], "tail"),
        finding(["origin", "delay"], "association", { verdict: "inconclusive" }),
        finding([], "duplicates"),
      ],
    });
    expect(scores.map(({ column, aspect, verdict }) => `${column} ${aspect} ${verdict}`)).toEqual([
      "delay distribution drift",
      "(rows) duplicates drift",
      "origin × delay association inconclusive",
      "calm distribution stable",
    ]);
  });

  it("are twenty at most", () => {
    const findings = Array.from({ length: 50 }, (_, index) => finding([`column-${String(index)}`], "distribution"));
    expect(scoreWindow({ findings }).scores).toHaveLength(20);
  });
});
