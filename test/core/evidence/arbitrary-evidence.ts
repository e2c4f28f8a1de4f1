import fc from "fast-check";
import type { EvaluationEvidence } from "../../../src/core/evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../../../src/core/evidence/run-evidence.ts";
import { buildEvaluation, buildIdentity, buildRun } from "./build-evidence.ts";

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${String(length)}}$`));
const UNSAFE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Any one line that evidence accepts as a name. */
export const anyLabel = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .filter((text) => text.trim() !== "" && !UNSAFE.test(text) && text !== "__proto__");

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value));
const count = fc.nat({ max: 1_000_000 });
const sampled = fc.record({ p50: number, p95: number, max: number });
const file = fc.record({ path: anyLabel, bytes: count, sha256: hex(64) });
const logTail = fc.array(anyLabel, { maxLength: 5 });

const outcome: fc.Arbitrary<RunEvidence["outcome"]> = fc.oneof(
  fc.constant({ kind: "succeeded" as const, exitCode: 0 as const }),
  fc.record({ kind: fc.constant("failed" as const), exitCode: fc.integer({ min: 1, max: 255 }), logTail }),
  fc.record({ kind: fc.constant("timed-out" as const), afterSeconds: count, logTail }),
  fc.record({ kind: fc.constant("cancelled" as const), signal: fc.constantFrom("SIGTERM", "SIGINT"), logTail }),
);

const identity = fc
  .record({
    commit: hex(40),
    checkout: hex(40),
    ref: anyLabel,
    actor: anyLabel,
    id: fc.integer({ min: 1 }),
    number: count,
  })
  .map(({ id, number: runNumber, ...rest }) =>
    buildIdentity({ ...rest, workflowRun: { id, attempt: 1, number: runNumber, job: "train" } }),
  );

const curve = fc.array(fc.tuple(number, number), { maxLength: 20 }).chain((points) =>
  fc.record({
    metric: anyLabel,
    axis: fc.constantFrom("step" as const, "epoch" as const),
    steps: fc.constant(points.map(([step]) => step)),
    values: fc.constant(points.map(([, value]) => value)),
  }),
);

/** Valid runs of every shape. */
export const anyRun: fc.Arbitrary<RunEvidence> = fc
  .record({
    identity,
    outcome,
    parameters: fc.dictionary(anyLabel, fc.oneof(number, fc.boolean(), fc.constant(null), anyLabel), { maxKeys: 6 }),
    metrics: fc.dictionary(anyLabel, number, { maxKeys: 6 }),
    curves: fc.array(curve, { maxLength: 3 }),
    outputs: fc.array(file, { maxLength: 4 }),
    notes: fc.array(anyLabel, { maxLength: 3 }),
    resources: fc.record({ wallSeconds: count, memoryMiB: sampled, samples: count }),
  })
  .map(buildRun);

const interval = fc.oneof(fc.constant(null), fc.tuple(number, number));
const estimate = fc.record({ name: anyLabel, value: fc.oneof(number, fc.constant(null)), interval });

/** Valid evaluations of every shape. */
export const anyEvaluation: fc.Arbitrary<EvaluationEvidence> = fc
  .record({
    identity,
    task: fc.constantFrom("binary" as const, "multiclass" as const, "regression" as const),
    rows: count,
    predictions: file,
    metrics: fc.array(estimate, { maxLength: 6 }),
    customMetrics: fc.dictionary(anyLabel, number, { maxKeys: 4 }),
    slices: fc.array(
      fc.record({
        slice: fc.record({ column: anyLabel, value: anyLabel }),
        rows: count,
        metrics: fc.array(estimate, { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
    notes: fc.array(anyLabel, { maxLength: 3 }),
  })
  .map(buildEvaluation);
