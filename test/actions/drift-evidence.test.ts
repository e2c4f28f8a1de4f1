import { describe, expect, it } from "vitest";
import { withPerformance } from "../../actions/drift/drift-evidence.ts";
import { DriftInputs } from "../../actions/drift/inputs.ts";
import type { DriftJob } from "../../actions/drift/plan-drift.ts";
import { createRedact } from "../../src/runner/redact.ts";
import { buildDrift, buildIdentity } from "../core/evidence/build-evidence.ts";
import { finding } from "../templates/monitoring/prometheus-metrics.ts";

const job: DriftJob = {
  inputs: DriftInputs.parse({ model: "late-flights", current: "now.csv" }),
  identity: buildIdentity(),
  folder: "/nowhere",
  model: undefined,
  plan: undefined,
  key: "flights",
  reference: { kind: "ledger" },
  batches: 28,
  weekly: "auto",
  timeZone: "UTC",
  bounds: {},
  env: {},
  redact: createRedact({}),
  notes: [],
  at: "2026-11-26T03:17:00Z",
  isNamed: true,
  slot: undefined,
  nextSlot: undefined,
  window: undefined,
};
const measured = (...findings: ReturnType<typeof finding>[]) => ({
  evidence: { task: "binary" as const, windows: [], notes: [] },
  predictionDrift: { against: "predictions of version 1 (production)", findings },
});
const SCORE = finding("score", { words: "median of score moved" });

describe("drift of the predictions", () => {
  it.each`
    case                         | verdict     | findings                                                     | after      | reason
    ${"is drift by itself"}      | ${"stable"} | ${[]}                                                        | ${"drift"} | ${/But the predictions have drifted, against predictions of version 1 \(production\)\.$/}
    ${"is told beside the data"} | ${"drift"}  | ${[finding("delay")]}                                        | ${"drift"} | ${/The predictions have drifted as well, against/}
    ${"stands beside a mixture"} | ${"drift"}  | ${[finding("delay", { aspect: "null" }), finding("origin")]} | ${"drift"} | ${/The predictions have drifted as well, against/}
  `("$case", ({ verdict, findings, after, reason }) => {
    const evidence = withPerformance(job, buildDrift({ verdict, findings }), measured(SCORE));
    expect(evidence.verdict).toBe(after);
    expect(evidence.reason).toMatch(reason);
    expect(evidence.findings.at(-1)).toMatchObject({
      columns: ["predictions.score"],
      words: "In the predictions: median of score moved",
    });
  });

  it.each([
    ["missing values", { aspect: "null" }],
    ["another unit", { rescaled: 60 }],
  ])("follows from a broken feed, and is left out: %s", (_, more) => {
    const found = buildDrift({ verdict: "drift", findings: [finding("delay", more)], reason: "delay changed." });
    const evidence = withPerformance(job, found, measured(SCORE));
    expect(evidence.findings).toEqual(found.findings);
    expect([evidence.verdict, evidence.reason]).toEqual(["drift", "delay changed."]);
    expect(evidence.notes.join()).toContain("predictions follow from the data: their own drift is left out");
  });

  it("that is none changes no verdict", () => {
    const evidence = withPerformance(job, buildDrift(), measured(finding("score", { verdict: "stable" })));
    expect([evidence.verdict, evidence.findings.length]).toEqual(["stable", 1]);
  });
});
