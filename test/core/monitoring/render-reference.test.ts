import { expect, it } from "vitest";
import type { DriftEvidence, DriftFinding } from "../../../src/core/evidence/drift-evidence.ts";
import { renderReference } from "../../../src/core/monitoring/render-reference.ts";
import { buildDrift } from "../evidence/build-evidence.ts";

const batch = (name: string, from?: "training" | "accepted" | "window") => ({
  name,
  rows: 1000,
  ...(from === undefined ? {} : { from }),
});
const calm = (name: string) => ({ name, surprise: 0, columns: [] });
const CALIBRATION: DriftEvidence["calibration"] = {
  batches: [
    calm("v3/part-01"),
    { name: "v3/part-02", surprise: 2.96, columns: ["delay"], aspect: "location" },
    calm("2026-11-25T03:17Z"),
  ],
  surprise: 4.18,
  level: 0.02,
  threshold: 3.41,
};
const FINDING: DriftFinding = {
  columns: ["delay"],
  aspect: "location",
  effect: 0.1,
  bound: 0.03,
  floor: 0.01,
  p1: 0,
  p2: 0,
  signal: true,
  material: true,
  verdict: "drift",
  words: "delay moved",
};
const compared = (more: Partial<DriftEvidence> = {}) =>
  buildDrift({
    reference: [batch("v3/part-01", "training"), batch("v3/part-02", "training"), batch("2026-11-25T03:17Z", "window")],
    current: { name: "2026-11-26T03:17Z", path: "window.parquet", rows: 1000 },
    calibration: CALIBRATION,
    ...more,
  });

it.each<[name: string, evidence: DriftEvidence]>([
  [
    "drift",
    compared({
      verdict: "drift",
      findings: [FINDING],
    }),
  ],
  [
    "creep",
    compared({
      creep: {
        verdict: "drift",
        reason: "1 of 5 columns drifted: delay moved.",
        windows: 7,
        rows: 7000,
        batches: 2,
        pRun: 0.004,
        level: 0.01,
        findings: [FINDING],
      },
    }),
  ],
  [
    "weekly",
    compared({
      weekly: { weekday: "Monday", pValue: 0.00002 },
      creep: { verdict: "stable", reason: "", windows: 2, rows: 2000, batches: 2, pRun: null, findings: [] },
    }),
  ],
  [
    "hostile",
    compared({
      reference: [batch("v3/part-02", "accepted")],
      calibration: {
        ...CALIBRATION,
        threshold: null,
        batches: [{ name: "x` @ana <img src=x>", surprise: 2, columns: ["a|b\n# c"], aspect: "![](//x)" }],
      },
    }),
  ],
  ["files", compared({ reference: [batch("a.csv"), batch("b.csv")], calibration: { ...CALIBRATION, batches: [] } })],
])("%s", async (name, evidence) => {
  await expect(`${renderReference(evidence)}\n`).toMatchFileSnapshot(`__reference__/${name}.md`);
});

it("is nothing where nothing was compared", () => {
  expect(renderReference(buildDrift({ reference: [] }))).toBe("");
  expect(renderReference(buildDrift())).toBe("");
});
