import type { Curve } from "../../../src/core/evidence/run-evidence.ts";
import type { ReportFacts } from "../../../src/core/report/report-facts.ts";
import { buildEvaluation, buildIdentity, buildRun, fakeDigest } from "../evidence/build-evidence.ts";
import {
  accept,
  buildBaseline,
  buildBaselineRun,
  buildComparison,
  buildFacts,
  buildModel,
  buildPlan,
  buildWorkflowRun,
  IMPROVEMENT,
} from "./build-facts.ts";

type Comparisons = ReturnType<typeof buildEvaluation>["comparisons"];

/** The usual model with this comparison instead of the usual improvement. */
function compared(comparisons: Comparisons, evaluation: Parameters<typeof buildEvaluation>[0] = {}) {
  return buildModel({
    evidence: { runs: [accept(buildRun())], evaluations: [accept(buildEvaluation({ ...evaluation, comparisons }))] },
  });
}

function one(model: Parameters<typeof buildModel>[0], facts: Partial<ReportFacts> = {}): ReportFacts {
  return buildFacts({ models: [buildModel(model)], ...facts });
}

const { pullRequest } = buildFacts();
const NOTHING = { runs: [], evaluations: [] };
const TRAINED_ONLY = { runs: [accept(buildRun({ metrics: { "roc-auc": 0.671 } }))], evaluations: [] };

const LOG = [
  "loading data/flights.parquet",
  "Traceback (most recent call last):",
  '  File "/home/runner/work/flights/train.py", line 41, in <module>',
  "    model.fit(X, y)",
  "ValueError: Input X contains NaN.",
];

function curve(factor: number, steps = 10): Curve {
  const at = Array.from({ length: steps }, (_, index) => index + 1);
  return { metric: "val-loss", axis: "epoch", steps: at, values: at.map((step) => factor * (0.4 + 0.3 / step)) };
}

function seed(key: string, value: number, difference: number) {
  const identity = buildIdentity();
  const comparison = buildComparison({ "roc-auc": [difference, difference - 0.004, difference + 0.004] });
  const metrics = comparison.metrics.map((metric) => ({ ...metric, here: value, there: value - difference }));
  return {
    run: accept(buildRun({ key, identity })),
    evaluation: accept(
      buildEvaluation({
        key,
        identity,
        metrics: [{ name: "roc-auc", value, interval: [value - 0.005, value + 0.005] }],
        comparisons: [{ ...comparison, metrics }],
      }),
    ),
  };
}

function seeds(...all: readonly ReturnType<typeof seed>[]): ReportFacts {
  return one({ evidence: { runs: all.map(({ run }) => run), evaluations: all.map(({ evaluation }) => evaluation) } });
}

function slice(value: string, rows: number, difference: number, halfWidth: number) {
  return {
    slice: { column: "origin", value },
    rows,
    metrics: [
      {
        name: "roc-auc",
        here: 0.655 + difference,
        there: 0.655,
        difference,
        interval: [difference - halfWidth, difference + halfWidth] as [number, number],
      },
    ],
  };
}

const SLICES = buildComparison(
  { "roc-auc": [0.037, 0.033, 0.041], "log-loss": [-0.013, -0.015, -0.011], recall: [0.007, -0.002, 0.016] },
  {
    slices: [
      slice("ATL", 9_022, 0.041, 0.01),
      slice("HNL", 1_204, -0.024, 0.017),
      slice("ORD", 8_411, 0.036, 0.01),
      slice("DFW", 7_904, -0.004, 0.009),
    ],
  },
);

const HOSTILE =
  "`@octocat` #1 <img src=x onerror=alert(1)> <!-- [x](https://evil.example) | :tada: \u202e\u200b\n## b $x$ ~~s~~ **b**";

const CHAMPION_DIGEST = `sha256:${fakeDigest("c4a3")}`;

/** The champion on the test data of this pull request, by its own workflow run. */
function judgedAgain(digest: string) {
  const comparison = buildComparison({ "roc-auc": [0.046, 0.041, 0.051] }, { against: "champion" });
  return { ...comparison, predictions: { ...comparison.predictions, sha256: fakeDigest("a9a1") }, package: digest };
}

/** Every state that a report can be in, by the name of its file in `__reports__`. */
export const REPORT_CASES: Readonly<Record<string, ReportFacts>> = {
  better: buildFacts(),
  worse: buildFacts({
    models: [compared([buildComparison({ "roc-auc": [-0.022, -0.027, -0.017], "log-loss": [0.004, 0.002, 0.006] })])],
  }),
  same: buildFacts({ models: [compared([buildComparison({ "roc-auc": [0.0004, -0.0006, 0.0014] })])] }),
  identical: buildFacts({ models: [compared([buildComparison({ "roc-auc": [0, 0, 0], recall: [0, 0, 0] })])] }),
  "not-worse": buildFacts({ models: [compared([buildComparison({ "roc-auc": [0.002, -0.001, 0.005] })])] }),
  inconclusive: buildFacts({ models: [compared([buildComparison({ "roc-auc": [0.001, -0.003, 0.005] })])] }),
  slices: buildFacts({ models: [compared([SLICES])] }),
  champion: one({
    champion: { ...buildBaseline(), alias: "production", version: 7, digest: CHAMPION_DIGEST },
    evidence: {
      runs: [accept(buildRun())],
      evaluations: [
        accept(
          buildEvaluation({
            comparisons: [IMPROVEMENT, buildComparison({ "roc-auc": [0.012, 0.008, 0.016] }, { against: "champion" })],
          }),
        ),
      ],
    },
  }),
  "champion-again": one({
    changedTestData: ["data/test.parquet"],
    champion: { ...buildBaseline(), alias: "production", version: 7, digest: CHAMPION_DIGEST },
    evidence: {
      runs: [accept(buildRun())],
      evaluations: [accept(buildEvaluation({ comparisons: [IMPROVEMENT, judgedAgain(CHAMPION_DIGEST)] }))],
    },
  }),
  // Whose predictions they are is the job's word, and not even that fits.
  "champion-other-again": one({
    changedTestData: ["data/test.parquet"],
    champion: { ...buildBaseline(), alias: "production", version: 7, digest: CHAMPION_DIGEST },
    evidence: {
      runs: [accept(buildRun())],
      evaluations: [accept(buildEvaluation({ comparisons: [judgedAgain(`sha256:${fakeDigest("0dd")}`)] }))],
    },
  }),
  "rows-missing": buildFacts({
    models: [
      compared(
        [
          {
            ...IMPROVEMENT,
            rows: { joined: 48_800, onlyHere: 1_200, onlyThere: 3, doubledHere: 0, doubledThere: 0, labelsDiffer: 12 },
          },
        ],
        { leftOut: [{ reason: "score is not a number", rows: 31 }] },
      ),
    ],
  }),
  "first-run": one({ baseline: undefined }),
  "baseline-predictions-expired": buildFacts({ models: [compared([])] }),
  "baseline-of-another-digest": buildFacts({
    models: [compared([{ ...IMPROVEMENT, predictions: { ...IMPROVEMENT.predictions, sha256: fakeDigest("bad") } }])],
  }),
  "evaluation-code-changed": one({ changedEvaluationCode: ["evaluate.py", "metrics/auc.py", "metrics/f1.py"] }),
  "test-data-changed": one({ changedTestData: ["data/test.parquet"] }),
  "other-test-data": buildFacts({ models: [compared([], { testData: fakeDigest("0dd") })] }),
  "other-training-data": one({
    baseline: buildBaseline({
      run: accept(
        buildBaselineRun({
          data: [{ ...(buildRun().data[0] ?? never()), value: fakeDigest("11aa") }],
        }),
      ),
    }),
  }),
  "stale-baseline": buildFacts({ now: "2026-12-24T10:05:00Z" }),
  "baseline-not-of-merge-base": one({ baseline: buildBaseline({ isMergeBase: false }) }),
  "workflow-changed": one({ workflowChanged: true }),
  failed: one({
    evidence: {
      runs: [
        accept(
          buildRun({
            outcome: { kind: "failed", exitCode: 1, logTail: LOG },
            resources: { wallSeconds: 12, samples: 12 },
            metrics: {},
          }),
        ),
      ],
      evaluations: [],
    },
  }),
  "failed-with-a-long-log": one({
    evidence: {
      runs: [
        accept(
          buildRun({
            outcome: {
              kind: "failed",
              exitCode: 137,
              logTail: [
                ...Array.from({ length: 45 }, (_, index) => `epoch ${String(index)}`),
                "```",
                "@octocat look",
                "<!-- ",
              ],
            },
            metrics: {},
          }),
        ),
      ],
      evaluations: [],
    },
  }),
  "timed-out": one({
    evidence: {
      runs: [
        accept(buildRun({ outcome: { kind: "timed-out", afterSeconds: 21_600, logTail: ["epoch 31"] }, metrics: {} })),
      ],
      evaluations: [],
    },
  }),
  cancelled: one({
    evidence: {
      runs: [accept(buildRun({ outcome: { kind: "cancelled", signal: "SIGTERM", logTail: [] }, metrics: {} }))],
      evaluations: [],
    },
  }),
  "evaluation-failed": one({
    evidence: {
      runs: [accept(buildRun())],
      evaluations: [
        accept(
          buildEvaluation({
            outcome: { kind: "failed", exitCode: 2, logTail: ["FileNotFoundError: model.joblib"] },
            metrics: [],
            rows: 0,
          }),
        ),
      ],
    },
  }),
  "failed-before-evidence": one({ evidence: NOTHING, workflowRuns: [buildWorkflowRun({ conclusion: "failure" })] }),
  "no-evidence": one({ evidence: NOTHING }),
  "approval-needed": one({ evidence: NOTHING, workflowRuns: [buildWorkflowRun({ conclusion: "action_required" })] }),
  "training-metrics-only": one({
    evidence: TRAINED_ONLY,
    baseline: buildBaseline({
      run: accept(buildBaselineRun({ metrics: { "roc-auc": 0.634 } })),
      evaluation: undefined,
    }),
  }),
  "ambiguous-log": one({
    evidence: {
      runs: [
        accept(
          buildRun({
            metrics: { "roc-auc": 0.671 },
            readers: {
              reader: "mlflow",
              files: ["mlruns/0/4f1a/metrics/roc-auc"],
              alsoFound: ["csv"],
              problems: ["csv says roc-auc 0.655, mlflow says 0.671"],
              conclusive: false,
            },
          }),
        ),
      ],
      evaluations: [],
    },
  }),
  "primary-metric-missing": one({
    plan: buildPlan({ primaryMetric: { name: "gini", direction: "higher", margin: 0 } }),
  }),
  reused: one({
    evidence: {
      runs: [
        accept(
          buildRun({
            reused: {
              workflowRunId: 5600,
              workflowRunNumber: 56,
              attempt: 1,
              commit: "0abc0000abc0000abc0000abc0000abc0000abc0",
              document: fakeDigest("dd"),
              finishedAt: "2026-11-23T10:00:09Z",
            },
          }),
        ),
      ],
      evaluations: [accept(buildEvaluation({ comparisons: [IMPROVEMENT] }))],
    },
  }),
  "seeds-better": seeds(seed("seed-1", 0.671, 0.037), seed("seed-2", 0.668, 0.034), seed("seed-3", 0.674, 0.04)),
  "seeds-disagree": seeds(seed("seed-1", 0.671, 0.037), seed("seed-2", 0.612, -0.022)),
  queued: one({ evidence: NOTHING, workflowRuns: [buildWorkflowRun({ status: "queued", conclusion: null })] }),
  running: one(
    {
      evidence: NOTHING,
      workflowRuns: [buildWorkflowRun({ status: "in_progress", conclusion: null })],
      earlierDurations: [108_000, 97_000, 121_000],
    },
    { now: "2026-11-24T16:20:00Z" },
  ),
  "running-again": one({
    workflowRuns: [
      buildWorkflowRun(),
      buildWorkflowRun({ id: 5800, number: 58, status: "in_progress", conclusion: null }),
    ],
  }),
  "not-trained": one({ evidence: NOTHING, workflowRuns: [] }),
  "not-trained-bot": one(
    { evidence: NOTHING, workflowRuns: [] },
    { pullRequest: { ...pullRequest, authorIsBot: true } },
  ),
  "not-trained-fork": one({ evidence: NOTHING, workflowRuns: [] }, { pullRequest: { ...pullRequest, fork: true } }),
  fork: one(
    {
      evidence: {
        runs: [accept(buildRun(), { standing: "fork" })],
        evaluations: [accept(buildEvaluation({ comparisons: [IMPROVEMENT] }), { standing: "fork" })],
      },
    },
    { pullRequest: { ...pullRequest, fork: true } },
  ),
  refused: one({
    evidence: NOTHING,
    refused: [
      {
        artifact: "pawl-run-late-flights",
        reason: "it speaks of commit b45e000, the workflow run is of 1a2b3c4",
        workflowRunUrl: "https://github.com/acme/flights/actions/runs/5700",
      },
    ],
  }),
  "config-invalid-on-head": buildFacts({
    models: [],
    config: {
      kind: "invalid",
      on: "head",
      issues: [
        {
          line: 7,
          column: 5,
          key: "models.late-flights.primay-metric",
          message: "is not a key.",
          hint: "Did you mean primary-metric?",
        },
      ],
    },
  }),
  "config-invalid-on-base": buildFacts({
    models: [],
    config: {
      kind: "invalid",
      on: "base",
      issues: [
        {
          line: 3,
          column: 12,
          key: "models.late-flights.paths",
          message: 'must be a list, but is the text "src/**".',
          hint: 'Write ["src/**"].',
        },
        { line: 9, column: 1, key: "reprot", message: "is not a key.", hint: "Did you mean report?" },
      ],
    },
  }),
  "config-broken-by-head": buildFacts({
    headConfigIssues: [{ line: 9, column: 1, key: "reprot", message: "is not a key.", hint: "Did you mean report?" }],
  }),
  preview: buildFacts({
    models: [],
    config: {
      kind: "preview",
      project: {
        models: [
          buildPlan(),
          buildPlan({
            name: "churn",
            paths: ["churn/"],
            primaryMetric: { name: "f1", direction: "higher", margin: 0 },
            metrics: [],
          }),
        ],
        staleAfterDays: 14,
      },
    },
  }),
  "config-absent": buildFacts({ models: [], config: { kind: "absent" } }),
  "no-model-touched": buildFacts({ models: [] }),
  "two-models": buildFacts({
    models: [
      buildModel(),
      buildModel({
        plan: buildPlan({ name: "churn", primaryMetric: { name: "f1", direction: "higher", margin: 0 }, metrics: [] }),
        evidence: {
          runs: [
            accept(buildRun({ model: "churn", outcome: { kind: "failed", exitCode: 1, logTail: LOG }, metrics: {} })),
          ],
          evaluations: [],
        },
      }),
    ],
  }),
  "two-models-one-missing": buildFacts({
    models: [
      buildModel(),
      buildModel({
        plan: buildPlan({ name: "churn" }),
        evidence: NOTHING,
        workflowRuns: [buildWorkflowRun({ id: 5701, number: 58, status: "in_progress", conclusion: null })],
      }),
    ],
  }),
  curves: one({
    baseline: buildBaseline({ run: accept(buildBaselineRun({ curves: [curve(1.03)] })) }),
    evidence: {
      runs: [accept(buildRun({ curves: [curve(1)] }))],
      evaluations: [accept(buildEvaluation({ comparisons: [IMPROVEMENT] }))],
    },
  }),
  gpu: one({
    evidence: {
      runs: [
        accept(
          buildRun({
            environment: {
              python: { version: "3.13.1", packages: { torch: "2.9.0", numpy: "2.4.0" } },
              gpu: { driver: "570.86", cuda: "12.8", devices: [{ name: "NVIDIA H100 80GB HBM3", memoryMiB: 81_559 }] },
              cpuCount: 16,
              memoryMiB: 128_000,
            },
            resources: {
              wallSeconds: 108_000,
              memoryMiB: { p50: 20_000, p95: 22_000, max: 24_000 },
              gpus: [
                {
                  index: 0,
                  utilizationPercent: { p50: 91, p95: 99, max: 100 },
                  memoryMiB: { p50: 60_000, p95: 70_000, max: 71_234 },
                },
              ],
              gpuEnergyWattHours: 18_400,
              cost: { amount: 74.4, currency: "USD" },
              samples: 108_000,
            },
          }),
        ),
      ],
      evaluations: [accept(buildEvaluation({ comparisons: [IMPROVEMENT] }))],
    },
  }),
  "hostile-names": one({
    plan: buildPlan({
      primaryMetric: { name: HOSTILE, direction: "higher", margin: 0 },
      metrics: [{ name: "[link](https://evil.example)", direction: "lower", margin: 0 }],
    }),
    touchedFiles: [`src/${HOSTILE}`],
    baseline: buildBaseline({
      run: accept(buildBaselineRun({ metrics: { [HOSTILE]: 0.5 }, parameters: { [HOSTILE]: "before" } })),
    }),
    evidence: {
      runs: [
        accept(
          buildRun({
            metrics: { [HOSTILE]: 0.6, "[link](https://evil.example)": 1, "| a | b |": 2 },
            parameters: { [HOSTILE]: HOSTILE, "| x": "`` ` ``" },
            curves: [{ ...curve(1, 3), metric: '"] end\n```\n@octocat' }],
            notes: [HOSTILE],
          }),
        ),
      ],
      evaluations: [],
    },
  }),
};

function never(): never {
  throw new Error("the builder makes one data set");
}
