import fc from "fast-check";
import type { Check } from "../../../src/core/dataset/check.ts";
import type { ColumnProfile, Profile } from "../../../src/core/dataset/profile.ts";
import type { DataEvidence } from "../../../src/core/evidence/data-evidence.ts";
import type { DriftEvidence, DriftFinding } from "../../../src/core/evidence/drift-evidence.ts";
import type { EvaluationEvidence } from "../../../src/core/evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../../../src/core/evidence/run-evidence.ts";
import { buildData, buildDrift, buildEvaluation, buildIdentity, buildRun } from "./build-evidence.ts";

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

const edges = fc
  .uniqueArray(number, { minLength: 1, maxLength: 8, comparator: (a, b) => a === b })
  .map((values) => values.toSorted((a, b) => a - b));

const columnHead = { name: anyLabel, type: anyLabel, nulls: count, invalid: count };

const anyNumericColumn: fc.Arbitrary<ColumnProfile> = edges.chain((at) =>
  fc.record({
    ...columnHead,
    kind: fc.constantFrom("numeric" as const, "integer" as const, "timestamp" as const),
    frame: fc.constant({ edges: at, values: at.slice(0, 2) }),
    nan: count,
    positiveInfinity: count,
    negativeInfinity: count,
    bins: fc.array(count, { minLength: at.length + 1, maxLength: at.length + 1 }),
    min: fc.oneof(number, fc.constant(null), fc.constant("12345678901234567890")),
    max: fc.oneof(number, fc.constant(null)),
    distinct: fc.oneof(count, fc.constant(null)),
    spikes: fc.array(fc.record({ value: number, rows: count }), { maxLength: 3 }),
  }),
);

const category = fc.oneof(fc.record({ hash: hex(16) }), fc.record({ hash: hex(16), name: anyLabel }));

const anyCategoricalColumn: fc.Arbitrary<ColumnProfile> = fc.array(category, { maxLength: 5 }).chain((all) =>
  fc.record({
    ...columnHead,
    kind: fc.constant("categorical" as const),
    frame: fc.constant({ categories: all }),
    counts: fc.array(count, { minLength: all.length, maxLength: all.length }),
    unseen: fc.array(
      fc.tuple(category, count).map(([unseen, rows]) => ({ ...unseen, rows })),
      { maxLength: 3 },
    ),
    unseenRest: fc.record({ categories: count, rows: count }),
    distinct: count,
    singletons: count,
    empty: count,
  }),
);

const anyColumn: fc.Arbitrary<ColumnProfile> = fc.oneof(
  anyNumericColumn,
  anyCategoricalColumn,
  fc.record({ ...columnHead, kind: fc.constant("boolean" as const), falses: count, trues: count }),
  fc.record({ ...columnHead, kind: fc.constant("other" as const) }),
);

/** Valid profiles of every shape. */
export const anyProfile: fc.Arbitrary<Profile> = fc.record({
  rows: count,
  duplicateRows: fc.oneof(count, fc.constant(null)),
  columns: fc.uniqueArray(anyColumn, { maxLength: 6, selector: ({ name }) => name }),
  pairs: fc.constant([]),
});

const anyCheck: fc.Arbitrary<Check> = fc.record(
  {
    id: anyLabel,
    title: anyLabel,
    origin: fc.constantFrom("contract" as const, "configuration" as const),
    column: anyLabel,
    rule: anyLabel,
    expected: anyLabel,
    actual: anyLabel,
    failing: fc.record({ rows: count, of: count }),
    severity: fc.constantFrom("error" as const, "warning" as const, "info" as const),
    verdict: fc.constantFrom("pass" as const, "fail" as const, "not-evaluated" as const),
    reason: anyLabel,
    line: fc.integer({ min: 1, max: 10_000 }),
  },
  { requiredKeys: ["id", "title", "origin", "rule", "expected", "actual", "severity", "verdict"] },
);

/** Valid data evidence of every shape. */
export const anyData: fc.Arbitrary<DataEvidence> = fc
  .record({
    identity,
    outcome,
    profile: anyProfile,
    label: anyLabel,
    contract: fc.record({ path: anyLabel, sha256: hex(64) }),
    checks: fc.array(anyCheck, { maxLength: 6 }),
    verdict: fc.constantFrom("pass" as const, "fail" as const, "inconclusive" as const),
    notes: fc.array(anyLabel, { maxLength: 3 }),
  })
  .map(buildData);

const driftVerdict = fc.constantFrom("drift" as const, "stable" as const, "inconclusive" as const);
const probability = fc.oneof(
  fc.constant(null),
  fc.double({ min: 0, max: 1, noNaN: true }).map((p) => p + 0),
);

const anyFinding: fc.Arbitrary<DriftFinding> = fc.record({
  columns: fc.array(anyLabel, { maxLength: 2 }),
  aspect: anyLabel,
  effect: number,
  bound: count,
  floor: count,
  p1: probability,
  p2: probability,
  signal: fc.boolean(),
  material: fc.boolean(),
  verdict: driftVerdict,
  words: anyLabel,
});

/** Valid drift evidence of every shape. */
export const anyDrift: fc.Arbitrary<DriftEvidence> = fc
  .record({
    identity,
    outcome,
    verdict: driftVerdict,
    reason: anyLabel,
    pRun: probability,
    findings: fc.array(anyFinding, { maxLength: 5 }),
    scores: fc.array(fc.record({ column: anyLabel, method: anyLabel, score: number, pValue: probability }), {
      maxLength: 4,
    }),
    profile: anyProfile,
    notes: fc.array(anyLabel, { maxLength: 3 }),
  })
  .map(buildDrift);
