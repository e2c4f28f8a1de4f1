import { describe, expect, it } from "vitest";
import type { EvaluationEvidence } from "../../../src/core/evidence/evaluation-evidence.ts";
import type { VersionFacts } from "../../../src/core/gate/gate-facts.ts";
import { METRIC } from "../../../src/core/gate/rules/metric.ts";
import { renderVersionMetrics, type ShownVersions } from "../../../src/core/registry/render-version-metrics.ts";
import { buildEvaluation, fakeDigest } from "../evidence/build-evidence.ts";
import {
  buildChallenger,
  buildChampion,
  buildGateFacts,
  buildVersion,
  CHAMPION_DIGEST,
  judge,
} from "../gate/build-gate-facts.ts";
import { accept, buildBaselineEvaluation, buildComparison } from "../report/build-facts.ts";

const COMPARISON = buildComparison({ "roc-auc": [0.037, 0.033, 0.041] }, { against: "champion" });
const REGISTERED = buildVersion({ metrics: { "roc-auc": 0.671, uplift: 3 } });

function challenger(...evaluations: readonly Partial<EvaluationEvidence>[]): VersionFacts {
  return buildChallenger({
    version: REGISTERED,
    evaluations: evaluations.map((overrides) =>
      accept(buildEvaluation({ comparisons: [COMPARISON], customMetrics: { uplift: 3 }, ...overrides })),
    ),
  });
}

function champion(overrides: Partial<EvaluationEvidence> = {}): VersionFacts {
  return buildChampion({
    evaluations: [accept(buildBaselineEvaluation({ customMetrics: { uplift: 2 }, ...overrides }))],
  });
}

/** Version 8 beside version 7, as the gate is asked about them. */
function shown(here: VersionFacts, there: VersionFacts | undefined): ShownVersions {
  const { primaryMetric, metrics } = buildGateFacts();
  return { challenger: here, champion: there, metrics: [primaryMetric, ...metrics] };
}

const NEWER = { testData: fakeDigest("7e58") };
const JUDGED_AGAIN = {
  ...COMPARISON,
  package: CHAMPION_DIGEST,
  predictions: { ...COMPARISON.predictions, sha256: fakeDigest("a9a1") },
};

const CASES: Readonly<Record<string, ShownVersions>> = {
  paired: shown(challenger({}), champion()),
  "the-baseline-was-the-champion": shown(
    challenger({ comparisons: [{ ...COMPARISON, against: "baseline" }] }),
    champion(),
  ),
  "predictions-expired": shown(challenger({ comparisons: [] }), champion()),
  "other-test-data": shown(challenger(NEWER), champion()),
  "judged-again": shown(challenger({ ...NEWER, comparisons: [JUDGED_AGAIN] }), champion()),
  "other-evaluation-code": shown(challenger({ evaluationCode: fakeDigest("e1") }), champion()),
  "attack-comparison-forges-the-champion": shown(
    challenger({ comparisons: [buildComparison({ "roc-auc": [0.2, 0.19, 0.21] }, { against: "champion" })] }),
    champion(),
  ),
  "matrix-that-agrees": shown(challenger({ key: "seed-1" }, { key: "seed-2" }), champion()),
  "matrix-that-differs": shown(
    challenger({}, { key: "seed-2", metrics: [{ name: "roc-auc", value: 0.9, interval: [0.89, 0.91] }] }),
    champion(),
  ),
  "evaluation-of-a-fork": shown(
    buildChallenger({ evaluations: [accept(buildEvaluation({ comparisons: [COMPARISON] }), { standing: "fork" })] }),
    champion(),
  ),
  "adopted-champion": shown(
    challenger({}),
    buildChampion({ version: buildVersion({ version: 7, metrics: {} }), evaluations: [] }),
  ),
  "first-holder": shown(challenger({}), undefined),
  "another-spelling": shown(buildChallenger({ version: buildVersion({ metrics: { AUROC: 0.671 } }) }), champion()),
};

describe("the metrics of two versions", () => {
  it.each(Object.entries(CASES))("show: %s", async (name, versions) => {
    await expect(`${renderVersionMetrics(versions, 8)}\n`).toMatchFileSnapshot(`__metrics__/${name}.md`);
  });

  it.each(Object.entries(CASES).filter(([, { champion: there }]) => there !== undefined))(
    "are compared as the gate does: %s",
    (_, versions) => {
      const rule = { versus: "champion", "at-least": "non-inferior", margin: 0.002, again: true };
      const { actual } = judge(METRIC, rule, buildGateFacts(versions));
      const [table = "", basis = ""] = renderVersionMetrics(versions, 8).split("\n\n");
      const primary = table.split("\n").find((line) => line.includes("ROC AUC"));
      expect(basis.startsWith("Unpaired, ")).toBe(actual.includes(", unpaired"));
      expect(basis.includes("same for both; paired")).toBe(actual.includes(", paired"));
      expect(basis.includes("judged again")).toBe(actual.includes("judged again"));
      expect(primary?.includes("(+")).toBe(actual.includes("interval"));
    },
  );

  it("say how many were left out", () => {
    expect(renderVersionMetrics(shown(challenger({}), champion()), 1)).toContain("and 2 more");
  });
});
