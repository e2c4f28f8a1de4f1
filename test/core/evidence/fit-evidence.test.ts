import { describe, expect, it } from "vitest";
import { fitEvidence } from "../../../src/core/evidence/fit-evidence.ts";
import { MAX_EVIDENCE_BYTES } from "../../../src/core/evidence/limits.ts";
import { parseStatement } from "../../../src/core/evidence/statement.ts";
import { runEvidence } from "../../support/run-evidence.ts";

const long = (count: number, make: (index: number) => [string, string]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)));

const CURVE = {
  metric: "loss",
  axis: "step" as const,
  steps: Array.from({ length: 200 }, (_, index) => index * 1000.123456789),
  values: Array.from({ length: 200 }, (_, index) => 1 / (index + 3)),
};

describe("fitEvidence", () => {
  it("leaves a document alone that is good", () => {
    const evidence = runEvidence({ metrics: { auc: 0.6 }, curves: [CURVE] });
    expect(fitEvidence(evidence).evidence).toEqual(evidence);
  });

  it.each([
    ["a metric that is not finite", { metrics: { auc: 0.6, loss: Number.NaN } }, "metrics"],
    ["a metric with a forged name", { metrics: { auc: 0.6, "a\u202eb": 1 } }, "metrics"],
    ["a parameter with a line feed in its name", { metrics: { auc: 0.6 }, parameters: { "a\nb": 1 } }, "parameters"],
    [
      "more curves than are allowed",
      { metrics: { auc: 0.6 }, curves: Array.from({ length: 101 }, () => CURVE) },
      "curves",
    ],
  ] as const)("leaves out %s, and says so", (_, more, part) => {
    const { evidence, text } = fitEvidence(runEvidence({ ...more, curves: "curves" in more ? [...more.curves] : [] }));
    expect(evidence.metrics).toEqual({ auc: 0.6 });
    expect(evidence.notes.join()).toContain(`1 of the ${part}`);
    expect(parseStatement(Buffer.from(text), "run.json").predicate).toEqual(evidence);
  });

  it("thins what is too large until it fits, metrics last", () => {
    const text = "x".repeat(1000);
    const evidence = runEvidence({
      metrics: { auc: 0.6 },
      parameters: long(1000, (index) => [`p${String(index)}`, text]),
      curves: Array.from({ length: 100 }, () => CURVE),
      environment: {
        cpuCount: 1,
        memoryMiB: 1,
        python: { version: "3", packages: long(2000, (index) => [`n${String(index)}`, "1.2.3"]) },
      },
      outputs: Array.from({ length: 1000 }, (_, index) => ({
        path: `${"d".repeat(400)}/${String(index)}`,
        bytes: 1,
        sha256: "a".repeat(64),
      })),
    });
    const fitted = fitEvidence(evidence);
    expect(Buffer.byteLength(fitted.text)).toBeLessThanOrEqual(MAX_EVIDENCE_BYTES);
    expect(fitted.evidence.metrics).toEqual({ auc: 0.6 });
    expect(fitted.evidence.curves[0]?.steps.at(-1)).toBe(CURVE.steps.at(-1));
    expect(fitted.evidence.notes.join()).toContain("too large");
  });
});
