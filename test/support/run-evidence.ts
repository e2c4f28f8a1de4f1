import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";

/** A `run` document that is valid; `more` replaces parts of it. */
export function runEvidence(more: Partial<RunEvidence> = {}): RunEvidence {
  return {
    schema: "pawl.run/v1",
    model: "late-flights",
    writtenBy: "pawl/0.1.0",
    identity: {
      repository: "acme/demo",
      commit: "a".repeat(40),
      checkout: "a".repeat(40),
      ref: "refs/heads/main",
      event: "push",
      workflow: { name: "Train", path: ".github/workflows/train.yml" },
      workflowRun: { id: 41, attempt: 1, number: 7, job: "train" },
      actor: "ana",
      runner: { name: "runner-1", os: "Linux", arch: "X64" },
    },
    startedAt: "2026-11-20T10:00:00.000Z",
    finishedAt: "2026-11-20T10:00:09.000Z",
    command: "python train.py",
    outcome: { kind: "succeeded", exitCode: 0 },
    parameters: {},
    data: [],
    environment: { cpuCount: 2, memoryMiB: 4096 },
    metrics: {},
    curves: [],
    readers: { reader: "json", files: ["metrics.json"], alsoFound: [], problems: [], conclusive: true },
    resources: { wallSeconds: 9, samples: 9 },
    outputs: [],
    notes: [],
    ...more,
  };
}
