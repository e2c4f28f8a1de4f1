import type { EvaluationEvidence } from "../../../src/core/evidence/evaluation-evidence.ts";
import type { Identity } from "../../../src/core/evidence/identity.ts";
import type { RunEvidence } from "../../../src/core/evidence/run-evidence.ts";

export const HEAD = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
export const BASE = "b45e0000b45e0000b45e0000b45e0000b45e0000";

/** A digest that is recognisable in a test's output. */
export function fakeDigest(hexadecimal: string): string {
  return hexadecimal.repeat(64).slice(0, 64);
}

export function buildIdentity(overrides: Partial<Identity> = {}): Identity {
  return {
    repository: "acme/flights",
    commit: HEAD,
    checkout: "7e57000077e57000077e57000077e57000077e57",
    base: BASE,
    ref: "refs/pull/12/merge",
    event: "pull_request",
    pullRequest: 12,
    workflow: { name: "train", path: ".github/workflows/train.yml" },
    workflowRun: { id: 5700, attempt: 1, number: 57, job: "train" },
    actor: "ana",
    runner: { name: "gpu-1", os: "Linux", arch: "X64" },
    ...overrides,
  };
}

/** A run that succeeded; every field can be replaced. */
export function buildRun(overrides: Partial<RunEvidence> = {}): RunEvidence {
  return {
    schema: "pawl.run/v1",
    model: "late-flights",
    writtenBy: "pawl 0.1.0",
    identity: buildIdentity(),
    startedAt: "2026-11-24T10:00:00Z",
    finishedAt: "2026-11-24T10:00:09Z",
    command: "python train.py",
    outcome: { kind: "succeeded", exitCode: 0 },
    parameters: { model: "hist_gradient_boosting", learning_rate: 0.1, seed: 7 },
    data: [
      {
        name: "flights",
        path: "data/flights.parquet",
        algorithm: "sha256",
        value: fakeDigest("9f2c"),
        source: "content",
      },
    ],
    environment: {
      python: { version: "3.12.4", implementation: "CPython", packages: { "scikit-learn": "1.9.1", numpy: "2.4.0" } },
      cpuCount: 4,
      memoryMiB: 16_000,
    },
    metrics: { "val-loss": 0.468 },
    curves: [],
    readers: { reader: "json", files: ["metrics.json"], alsoFound: [], problems: [], conclusive: true },
    resources: {
      wallSeconds: 9,
      cpuSeconds: 31,
      memoryMiB: { p50: 540, p95: 605, max: 610 },
      samples: 9,
    },
    outputs: [{ path: "model.joblib", bytes: 48_211, sha256: fakeDigest("c0de") }],
    notes: [],
    ...overrides,
  };
}

/** An evaluation of 50,000 rows without a comparison; every field can be replaced. */
export function buildEvaluation(overrides: Partial<EvaluationEvidence> = {}): EvaluationEvidence {
  return {
    schema: "pawl.evaluation/v1",
    model: "late-flights",
    writtenBy: "pawl 0.1.0",
    identity: buildIdentity(),
    startedAt: "2026-11-24T10:00:10Z",
    finishedAt: "2026-11-24T10:00:12Z",
    task: "binary",
    outcome: { kind: "succeeded", exitCode: 0 },
    predictions: { path: "predictions.parquet", bytes: 800_000, sha256: fakeDigest("a11ce") },
    rows: 50_000,
    leftOut: [],
    testData: fakeDigest("7e57"),
    metrics: [
      { name: "roc-auc", value: 0.671, interval: [0.666, 0.676], method: "delong-logit" },
      { name: "log-loss", value: 0.468, interval: [0.464, 0.472], method: "mean-z" },
      { name: "recall", value: 0.119, interval: [0.112, 0.126], method: "wilson" },
      { name: "brier", value: 0.147, interval: [0.145, 0.149], method: "mean-z" },
    ],
    customMetrics: {},
    slices: [],
    comparisons: [],
    notes: [],
    ...overrides,
  };
}
