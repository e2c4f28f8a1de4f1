import type { Check } from "../../../src/core/dataset/check.ts";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import type { DataEvidence } from "../../../src/core/evidence/data-evidence.ts";
import type { DriftEvidence } from "../../../src/core/evidence/drift-evidence.ts";
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

/** Two columns of 1,000 rows; every field can be replaced. */
export function buildProfile(overrides: Partial<Profile> = {}): Profile {
  return {
    rows: 1000,
    duplicateRows: 0,
    columns: [
      {
        kind: "integer",
        name: "delay",
        type: "BIGINT",
        nulls: 20,
        invalid: 0,
        frame: { edges: [-30, 0, 30, 120], values: [0], decimals: 0 },
        nan: 0,
        positiveInfinity: 0,
        negativeInfinity: 0,
        bins: [10, 480, 300, 150, 40],
        min: -42,
        max: 310,
        distinct: 201,
        spikes: [],
        lattice: { finer: 0, tens: 98, hundreds: 11 },
      },
      {
        kind: "categorical",
        name: "origin",
        type: "VARCHAR",
        nulls: 0,
        invalid: 0,
        frame: {
          categories: [
            { hash: "a1b2c3d4e5f60718", name: "ATL" },
            { hash: "b1b2c3d4e5f60718", name: "ORD" },
          ],
        },
        counts: [600, 400],
        unseen: [],
        unseenRest: { categories: 0, rows: 0 },
        distinct: 2,
        singletons: 0,
        empty: 0,
      },
    ],
    pairs: [],
    ...overrides,
  };
}

export function buildCheck(overrides: Partial<Check> = {}): Check {
  return {
    id: "flights.delay.range",
    title: "delay is between -60 and 3000",
    origin: "contract",
    column: "delay",
    rule: "range",
    expected: "between -60 and 3000",
    actual: "between -42 and 310",
    failing: { rows: 0, of: 1000 },
    severity: "error",
    verdict: "pass",
    line: 12,
    ...overrides,
  };
}

/** Data of 1,000 rows that keep their contract; every field can be replaced. */
export function buildData(overrides: Partial<DataEvidence> = {}): DataEvidence {
  return {
    schema: "pawl.data/v1",
    model: "late-flights",
    key: "flights",
    writtenBy: "pawl 0.1.0",
    identity: buildIdentity(),
    startedAt: "2026-11-24T10:00:00Z",
    finishedAt: "2026-11-24T10:00:02Z",
    outcome: { kind: "succeeded", exitCode: 0 },
    dataset: {
      name: "flights",
      path: "data/flights.csv",
      algorithm: "sha256",
      value: fakeDigest("9f2c"),
      source: "content",
    },
    source: { format: "csv", path: "data/flights.csv", files: 1, bytes: 40_000 },
    profile: buildProfile(),
    contract: { path: "contracts/flights.odcs.yaml", sha256: fakeDigest("0dc5") },
    checks: [buildCheck()],
    verdict: "pass",
    notes: [],
    ...overrides,
  };
}

/** Data that have not drifted; every field can be replaced. */
export function buildDrift(overrides: Partial<DriftEvidence> = {}): DriftEvidence {
  return {
    schema: "pawl.drift/v1",
    model: "late-flights",
    key: "flights",
    writtenBy: "pawl 0.1.0",
    identity: buildIdentity(),
    startedAt: "2026-11-24T10:00:00Z",
    finishedAt: "2026-11-24T10:00:02Z",
    outcome: { kind: "succeeded", exitCode: 0 },
    rule: { name: "calibrated-surprise/v1", parameters: { level: 0.02 } },
    reference: [{ name: "data/reference.parquet", rows: 1000 }],
    current: { path: "data/flights.csv", rows: 1000 },
    verdict: "stable",
    reason: "No column changed by more than its bound.",
    pRun: null,
    findings: [],
    scores: [],
    notes: [],
    ...overrides,
  };
}
