import type { PackageEvidence } from "../../../src/core/evidence/package-evidence.ts";
import type { CheckFacts, GateFacts, ReviewFacts, VersionFacts } from "../../../src/core/gate/gate-facts.ts";
import type { RuleFinding } from "../../../src/core/gate/gate-result.ts";
import type { GateRule } from "../../../src/core/gate/gate-rule.ts";
import type { ModelVersion } from "../../../src/core/registry/registry.ts";
import { buildEvaluation, buildIdentity, buildRun, fakeDigest, HEAD } from "../evidence/build-evidence.ts";
import { accept, buildBaselineEvaluation, buildBaselineRun, buildComparison } from "../report/build-facts.ts";

export const CHAMPION_DIGEST = `sha256:${fakeDigest("c4a3")}`;
export const CHALLENGER_DIGEST = `sha256:${fakeDigest("c4a1")}`;
const DOCUMENT = { document: fakeDigest("d0c"), workflowRun: { id: 5700, attempt: 1 } };

export function buildVersion(overrides: Partial<ModelVersion> = {}): ModelVersion {
  return {
    schema: "pawl.version/v1",
    model: "late-flights",
    version: 8,
    digest: CHALLENGER_DIGEST,
    location: { kind: "oci", repository: "ghcr.io/acme/late-flights" },
    origin: "registered",
    commit: HEAD,
    registeredAt: "2026-11-24T10:05:00Z",
    registeredBy: "ana",
    package: DOCUMENT,
    lineage: {
      run: DOCUMENT,
      evaluations: [DOCUMENT],
      data: [{ name: "flights", fingerprint: `sha256:${fakeDigest("9f2c")}` }],
    },
    attestation: { kind: "digests-only", reason: "the plan has no attestations" },
    metrics: { "roc-auc": 0.671 },
    notes: [],
    ...overrides,
  };
}

/** Version 8, better than the champion by 0.037 (0.033 to 0.041) in ROC AUC on the same 50,000 rows. */
export function buildChallenger(overrides: Partial<VersionFacts> = {}): VersionFacts {
  return {
    version: buildVersion(),
    package: undefined,
    run: accept(buildRun()),
    evaluations: [
      accept(
        buildEvaluation({
          comparisons: [buildComparison({ "roc-auc": [0.037, 0.033, 0.041] }, { against: "champion" })],
        }),
      ),
    ],
    data: [],
    drift: [],
    pullable: { kind: "pullable" },
    tag: { kind: "as-written" },
    broken: [],
    trustedWorkflow: true,
    ...overrides,
  };
}

/** Version 7, which holds the alias. */
export function buildChampion(overrides: Partial<VersionFacts> = {}): VersionFacts {
  return {
    ...buildChallenger(),
    version: buildVersion({ version: 7, digest: CHAMPION_DIGEST, metrics: { "roc-auc": 0.634 } }),
    run: accept(buildBaselineRun()),
    evaluations: [accept(buildBaselineEvaluation())],
    ...overrides,
  };
}

/** The package that version 8 was registered from. */
export function buildPackageEvidence(overrides: Partial<PackageEvidence> = {}): PackageEvidence {
  const { lineage, attestation } = buildVersion();
  return {
    schema: "pawl.package/v1",
    model: "late-flights",
    writtenBy: "pawl 0.1.0",
    identity: buildIdentity(),
    startedAt: "2026-11-24T10:04:00Z",
    finishedAt: "2026-11-24T10:04:20Z",
    outcome: { kind: "succeeded", exitCode: 0 },
    lineage,
    attestation,
    notes: [],
    ...overrides,
  };
}

export function buildReview(overrides: Partial<ReviewFacts> = {}): ReviewFacts {
  return {
    author: "ben",
    authorIsBot: false,
    state: "approved",
    commit: HEAD,
    submittedAt: "2026-11-25T09:00:00Z",
    permission: "write",
    teams: [],
    changedSince: [],
    ...overrides,
  };
}

export function buildPullRequest(
  overrides: Partial<NonNullable<GateFacts["pullRequest"]>> = {},
): NonNullable<GateFacts["pullRequest"]> {
  return {
    number: 12,
    headSha: HEAD,
    author: "pawl[bot]",
    authorIsApp: true,
    requestedBy: "ana",
    committers: ["pawl[bot]"],
    unknownCommitters: 0,
    labels: [],
    reviews: [],
    breakGlass: [],
    ...overrides,
  };
}

export function buildCheckFacts(overrides: Partial<CheckFacts> = {}): CheckFacts {
  return { name: "tests", app: "github-actions", status: "completed", conclusion: "success", ...overrides };
}

/** Whether version 8 may take production from version 7; every fact can be replaced. */
export function buildGateFacts(overrides: Partial<GateFacts> = {}): GateFacts {
  return {
    model: "late-flights",
    environment: "production",
    primaryMetric: { name: "roc-auc", direction: "higher", margin: 0.002 },
    metrics: [{ name: "log-loss", direction: "lower", margin: 0 }],
    contracts: ["flights"],
    kind: "promotion",
    challenger: buildChallenger(),
    champion: buildChampion(),
    pullRequest: buildPullRequest(),
    checks: [],
    trainedBy: "ana",
    now: "2026-11-25T12:00:00Z",
    ...overrides,
  };
}

/** What a rule finds with options as they are written. Throws where the schema or the rule's own check refuses them. */
export function judge(rule: GateRule, options: unknown, facts: GateFacts): RuleFinding {
  const parsed: unknown = rule.options.parse(options);
  const issues = rule.check(parsed);
  if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join(" "));
  return rule.evaluate(parsed, facts);
}
