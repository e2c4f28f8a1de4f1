import type { DataEvidence } from "../../src/core/evidence/data-evidence.ts";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import type { PackageFile } from "../../src/core/package/package-file.ts";
import type { PackageSources } from "../../src/core/package/package-sources.ts";
import { runEvidence } from "./run-evidence.ts";

export const COMMIT = "a".repeat(40);
const hex = (letter: string): string => letter.repeat(64);

/** A weight file whose digest the run of {@link packageSources} lists among its outputs. */
export const WEIGHTS: PackageFile = { kind: "weight", path: "model.joblib", bytes: 12, sha256: hex("1") };
export const PREDICTIONS: PackageFile = { kind: "dataset", path: "predictions.csv", bytes: 5, sha256: hex("2") };

/** An `evaluation` document that is valid; `more` replaces parts of it. */
export function evaluationEvidence(more: Partial<EvaluationEvidence> = {}): EvaluationEvidence {
  const { schema: _, ...head } = runEvidence();
  const { model, writtenBy, identity, startedAt, finishedAt } = head;
  return {
    schema: "pawl.evaluation/v1",
    ...{ model, writtenBy, identity, startedAt, finishedAt },
    task: "binary",
    outcome: { kind: "succeeded", exitCode: 0 },
    predictions: { path: "predictions.csv", bytes: 5, sha256: PREDICTIONS.sha256 },
    rows: 1000,
    leftOut: [],
    testData: hex("d"),
    metrics: [
      { name: "roc-auc", value: 0.83125, interval: [0.81, 0.85], method: "delong-logit" },
      { name: "accuracy", value: 0.74, interval: null },
      { name: "mcc", value: null, interval: null, reason: "one class only" },
    ],
    customMetrics: {},
    slices: [
      {
        slice: { column: "origin", value: "HNL" },
        rows: 400,
        metrics: [{ name: "roc-auc", value: 0.8, interval: null }],
      },
    ],
    comparisons: [],
    notes: [],
    ...more,
  };
}

/** What a training job left: a run with its packages, data and outputs, and its evaluation. */
export function packageSources(
  more: {
    readonly run?: Partial<RunEvidence>;
    readonly evaluation?: Partial<EvaluationEvidence>;
    readonly data?: readonly DataEvidence[];
  } = {},
): PackageSources {
  const run = runEvidence({
    parameters: { depth: 6, eta: 0.1 },
    data: [{ name: "flights", path: "data/flights.csv", algorithm: "sha256", value: hex("f"), source: "content" }],
    environment: {
      cpuCount: 2,
      memoryMiB: 4096,
      python: { version: "3.12.3", packages: { "scikit-learn": "1.9.0", NumPy: "2.4.1", typing_extensions: "4.15.0" } },
    },
    metrics: { "train-loss": 0.2 },
    outputs: [
      { path: "model.joblib", bytes: 12, sha256: WEIGHTS.sha256 },
      { path: "predictions.csv", bytes: 5, sha256: PREDICTIONS.sha256 },
    ],
    inputDigest: {
      value: hex("e"),
      parts: { code: hex("a"), parameters: hex("a"), data: hex("a"), environment: hex("a"), command: hex("a") },
    },
    ...more.run,
  });
  return {
    run: { evidence: run, sha256: hex("7") },
    evaluations: [{ evidence: evaluationEvidence(more.evaluation), sha256: hex("8") }],
    data: (more.data ?? []).map((evidence) => ({ evidence, sha256: hex("9") })),
  };
}
