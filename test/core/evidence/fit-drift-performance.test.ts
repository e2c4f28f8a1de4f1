import { describe, expect, it } from "vitest";
import { fitDriftEvidence } from "../../../src/core/evidence/fit-drift-evidence.ts";
import { MAX_EVIDENCE_BYTES } from "../../../src/core/evidence/limits.ts";
import type { PerformanceEvidence, PerformanceWindow } from "../../../src/core/evidence/performance-evidence.ts";
import { parseStatement } from "../../../src/core/evidence/statement.ts";
import { buildDrift } from "./build-evidence.ts";

const metrics = (count: number, name: string): PerformanceWindow["metrics"] =>
  Array.from({ length: count }, (_, at) => ({
    name: `${name}-${String(at)}`,
    value: 0.123456789,
    interval: [0.1, 0.2],
    reason: "€".repeat(300),
  }));
const window = (index: number, name = "roc-auc"): PerformanceWindow => ({
  start: `2026-10-${String(24 - index).padStart(2, "0")}T00:00:00Z`,
  end: `2026-10-${String(25 - index).padStart(2, "0")}T00:00:00Z`,
  rows: 100,
  labelled: 100,
  leftOut: 0,
  provisional: false,
  metrics: metrics(40, name),
  estimated: metrics(20, name),
  concept: [],
});
const performance = (windows: PerformanceWindow[]): PerformanceEvidence => ({ task: "binary", windows, notes: [] });

describe("performance in drift evidence", () => {
  it("is kept as it is where there is room", () => {
    const given = performance([window(0)]);
    const { evidence, text } = fitDriftEvidence(buildDrift({ performance: given }));
    expect(evidence.performance).toEqual(given);
    expect(parseStatement(Buffer.from(text), "drift.json").predicate).toMatchObject({ performance: given });
  });

  it("loses its oldest windows where there is none, and says so", () => {
    const windows = Array.from({ length: 24 }, (_, index) => window(index));
    const { evidence, text } = fitDriftEvidence(buildDrift({ performance: performance(windows) }));
    const kept = evidence.performance?.windows ?? [];
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_EVIDENCE_BYTES);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept).toEqual(windows.slice(0, kept.length));
    expect(evidence.notes.join()).toContain(`${String(24 - kept.length)} older windows of performance had no room`);
  });

  it.each([
    ["a number that is none", performance([{ ...window(0), rows: Number.NaN }])],
    ["a name that reorders what is read", performance([window(0, "a\u202eb")])],
  ])("is left out with a note, and nothing else is, where it has %s", (_, given) => {
    const { evidence } = fitDriftEvidence(buildDrift({ performance: given, reason: "Still here." }));
    expect([evidence.performance, evidence.reason]).toEqual([undefined, "Still here."]);
    expect(evidence.notes.join()).toContain("Performance could not be recorded");
  });
});
