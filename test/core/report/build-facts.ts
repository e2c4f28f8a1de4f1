import type { DatasetPlan, ModelPlan } from "../../../src/core/config/project-config.ts";
import type { Comparison, EvaluationEvidence } from "../../../src/core/evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../../../src/core/evidence/run-evidence.ts";
import type { Evidence } from "../../../src/core/evidence/statement.ts";
import type {
  Accepted,
  BaselineFacts,
  ModelFacts,
  ReportFacts,
  WorkflowRunFacts,
} from "../../../src/core/report/report-facts.ts";
import { BASE, buildEvaluation, buildIdentity, buildRun, fakeDigest, HEAD } from "../evidence/build-evidence.ts";

const REPOSITORY_URL = "https://github.com/acme/flights";
const BASELINE_PREDICTIONS = fakeDigest("ba5e");

const DIGESTS = {
  "pawl.run/v1": "e1",
  "pawl.evaluation/v1": "e2",
  "pawl.data/v1": "e3",
  "pawl.drift/v1": "e4",
  "pawl.package/v1": "e5",
} as const;

export function accept<Document extends Evidence>(
  document: Document,
  overrides: Partial<Accepted<Document>> = {},
): Accepted<Document> {
  const { id, number, attempt } = document.identity.workflowRun;
  return {
    document,
    digest: fakeDigest(DIGESTS[document.schema]),
    workflowRun: { id, number, attempt, url: `${REPOSITORY_URL}/actions/runs/${String(id)}`, event: "pull_request" },
    standing: "ledger",
    acceptedAt: document.finishedAt,
    ...overrides,
  };
}

export function buildDatasetPlan(overrides: Partial<DatasetPlan> = {}): DatasetPlan {
  return {
    name: "flights",
    key: "flights",
    path: "data/flights.parquet",
    contract: undefined,
    workflow: "train.yml",
    label: undefined,
    id: [],
    time: undefined,
    showCategories: [],
    checks: {},
    ...overrides,
  };
}

export function buildPlan(overrides: Partial<ModelPlan> = {}): ModelPlan {
  return {
    name: "late-flights",
    paths: ["src/**", "params.yaml"],
    workflow: "train.yml",
    primaryMetric: { name: "roc-auc", direction: "higher", margin: 0.002 },
    metrics: [
      { name: "log-loss", direction: "lower", margin: 0 },
      { name: "recall", direction: "higher", margin: 0 },
    ],
    slices: ["origin"],
    data: [buildDatasetPlan()],
    evaluationPaths: ["evaluate.py"],
    evaluationData: ["data/test.parquet"],
    environments: [],
    ...overrides,
  };
}

const BASELINE_IDENTITY = buildIdentity({
  commit: BASE,
  checkout: BASE,
  event: "push",
  ref: "refs/heads/main",
  workflowRun: { id: 4100, attempt: 1, number: 41, job: "train" },
});

export function buildBaselineRun(overrides: Partial<RunEvidence> = {}): RunEvidence {
  return buildRun({
    identity: BASELINE_IDENTITY,
    startedAt: "2026-11-22T08:00:00Z",
    finishedAt: "2026-11-22T08:00:04Z",
    parameters: { model: "logistic", seed: 7 },
    environment: {
      python: {
        version: "3.12.4",
        implementation: "CPython",
        packages: { "scikit-learn": "1.9.0", numpy: "2.4.0" },
      },
      cpuCount: 4,
      memoryMiB: 16_000,
    },
    metrics: { "val-loss": 0.481 },
    resources: { wallSeconds: 4, cpuSeconds: 9, memoryMiB: { p50: 400, p95: 425, max: 430 }, samples: 4 },
    ...overrides,
  });
}

export function buildBaselineEvaluation(overrides: Partial<EvaluationEvidence> = {}): EvaluationEvidence {
  return buildEvaluation({
    identity: BASELINE_IDENTITY,
    startedAt: "2026-11-22T08:00:05Z",
    finishedAt: "2026-11-22T08:00:07Z",
    predictions: { path: "predictions.parquet", bytes: 800_000, sha256: BASELINE_PREDICTIONS },
    metrics: [
      { name: "roc-auc", value: 0.634, interval: [0.629, 0.639], method: "delong-logit" },
      { name: "log-loss", value: 0.481, interval: [0.477, 0.485], method: "mean-z" },
      { name: "recall", value: 0.112, interval: [0.105, 0.119], method: "wilson" },
      { name: "brier", value: 0.152, interval: [0.15, 0.154], method: "mean-z" },
    ],
    ...overrides,
  });
}

export function buildBaseline(overrides: Partial<BaselineFacts> = {}): BaselineFacts {
  return {
    run: accept(buildBaselineRun()),
    evaluation: accept(buildBaselineEvaluation()),
    commit: BASE,
    isMergeBase: true,
    ...overrides,
  };
}

/** `difference` with its interval for each metric; the numbers of both sides follow from the evaluation's. */
export function buildComparison(
  differences: Readonly<Record<string, readonly [number, number, number]>>,
  overrides: Partial<Comparison> = {},
): Comparison {
  const here = new Map(buildEvaluation().metrics.map(({ name, value }) => [name, value ?? 0]));
  return {
    against: "baseline",
    predictions: { path: "predictions.parquet", bytes: 800_000, sha256: BASELINE_PREDICTIONS },
    rows: { joined: 50_000, onlyHere: 0, onlyThere: 0, doubledHere: 0, doubledThere: 0, labelsDiffer: 0 },
    metrics: Object.entries(differences).map(([name, [difference, low, high]]) => {
      const value = here.get(name) ?? 0.5;
      return { name, here: value, there: value - difference, difference, interval: [low, high], method: "delong" };
    }),
    slices: [],
    ...overrides,
  };
}

/** The usual improvement: 0.634 → 0.671. */
export const IMPROVEMENT = buildComparison({
  "roc-auc": [0.037, 0.033, 0.041],
  "log-loss": [-0.013, -0.015, -0.011],
  recall: [0.007, -0.002, 0.016],
  brier: [-0.005, -0.006, -0.004],
});

export function buildWorkflowRun(overrides: Partial<WorkflowRunFacts> = {}): WorkflowRunFacts {
  return {
    id: 5700,
    number: 57,
    attempt: 1,
    url: `${REPOSITORY_URL}/actions/runs/5700`,
    event: "pull_request",
    status: "completed",
    conclusion: "success",
    startedAt: "2026-11-24T09:59:40Z",
    ...overrides,
  };
}

/** A model that became better, compared row by row with the run of the merge base. */
export function buildModel(overrides: Partial<ModelFacts> = {}): ModelFacts {
  return {
    plan: buildPlan(),
    touchedFiles: ["src/model.py", "src/train.py", "params.yaml"],
    changedEvaluationCode: [],
    changedTestData: [],
    workflowChanged: false,
    workflowRuns: [buildWorkflowRun()],
    evidence: {
      runs: [accept(buildRun())],
      evaluations: [accept(buildEvaluation({ comparisons: [IMPROVEMENT] }))],
    },
    refused: [],
    baseline: buildBaseline(),
    earlierDurations: [9, 8, 12],
    ...overrides,
  };
}

/** One pull request that touches one model. */
export function buildFacts(overrides: Partial<ReportFacts> = {}): ReportFacts {
  const models = overrides.models ?? [buildModel()];
  return {
    repository: "acme/flights",
    serverUrl: "https://github.com",
    pullRequest: {
      number: 12,
      headSha: HEAD,
      baseSha: BASE,
      baseRef: "main",
      mergeBase: BASE,
      fork: false,
      authorIsBot: false,
    },
    config: { kind: "valid", project: { models: models.map(({ plan }) => plan), staleAfterDays: 14 } },
    headConfigIssues: [],
    models,
    data: [],
    fileListTruncated: false,
    now: "2026-11-24T10:05:00Z",
    ...overrides,
  };
}
