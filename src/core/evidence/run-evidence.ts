import { z } from "zod";
import { evidenceHeader } from "./identity.ts";
import { boundedRecord, Instant, LOG_TAIL_LINES, label, MAX_CURVE_POINTS, Sha256, text } from "./limits.ts";

/** A parameter is flat: `model.depth` rather than a tree. */
export const ParameterValue = z.union([z.number(), z.boolean(), z.null(), text(1000)]);
export type ParameterValue = z.infer<typeof ParameterValue>;

/** Content identity of a dataset. The same bytes have the same `value` under the same `algorithm`. */
export const DatasetIdentity = z.strictObject({
  name: label(),
  path: label(500),
  /** `sha256`: of a file, or of the sorted (path, sha-256) list of a folder; `md5`: as DVC recorded it; `git-lfs`: the pointer's sha-256 oid. */
  algorithm: z.enum(["sha256", "md5", "git-lfs"]),
  value: z.string().regex(/^[0-9a-f]{32,64}(\.dir)?$/),
  source: z.enum(["content", "dvc", "git-lfs"]),
  bytes: z.int().nonnegative().optional(),
  files: z.int().nonnegative().optional(),
});
export type DatasetIdentity = z.infer<typeof DatasetIdentity>;

/** `sha256:9f86…`: names the content of a dataset, in evidence and on the ledger. */
export function formatFingerprint({ algorithm, value }: Pick<DatasetIdentity, "algorithm" | "value">): string {
  return `${algorithm}:${value}`;
}

export const FileIdentity = z.strictObject({
  path: label(500),
  bytes: z.int().nonnegative(),
  sha256: Sha256,
});
export type FileIdentity = z.infer<typeof FileIdentity>;

export const Outcome = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("succeeded"), exitCode: z.literal(0) }),
  z.strictObject({ kind: z.literal("failed"), exitCode: z.int(), signal: label(20).optional(), logTail: LogTail() }),
  z.strictObject({ kind: z.literal("timed-out"), afterSeconds: z.number().nonnegative(), logTail: LogTail() }),
  z.strictObject({ kind: z.literal("cancelled"), signal: label(20), logTail: LogTail() }),
]);
export type Outcome = z.infer<typeof Outcome>;

function LogTail() {
  return z.array(text(2000)).max(LOG_TAIL_LINES);
}

/** One metric over steps or epochs; `steps` and `values` have equal length, at most 200. */
export const Curve = z.strictObject({
  metric: label(),
  axis: z.enum(["step", "epoch"]),
  steps: z.array(z.number()).max(MAX_CURVE_POINTS),
  values: z.array(z.number()).max(MAX_CURVE_POINTS),
});
export type Curve = z.infer<typeof Curve>;

/** Percentiles of a quantity sampled every second. */
export const Sampled = z.strictObject({ p50: z.number(), p95: z.number(), max: z.number() });

export const GpuUse = z.strictObject({
  index: z.int().nonnegative(),
  /** 0 to 100. */
  utilizationPercent: Sampled,
  memoryMiB: Sampled,
  powerWatts: Sampled.optional(),
});

export const Resources = z.strictObject({
  wallSeconds: z.number().nonnegative(),
  /** User and system time of the process tree; absent where the system does not tell. */
  cpuSeconds: z.number().nonnegative().optional(),
  /** 100 is one core fully used. */
  cpuPercent: Sampled.optional(),
  /** Resident memory of the process tree. */
  memoryMiB: Sampled.optional(),
  gpus: z.array(GpuUse).max(64).optional(),
  /** Integral of the sampled GPU power. */
  gpuEnergyWattHours: z.number().nonnegative().optional(),
  /** `hourlyPrice` input × wall time. */
  cost: z.strictObject({ amount: z.number().nonnegative(), currency: label(8) }).optional(),
  samples: z.int().nonnegative(),
});
export type Resources = z.infer<typeof Resources>;

export const Environment = z.strictObject({
  python: z
    .strictObject({
      version: label(60),
      implementation: label(40).optional(),
      /** Distribution name to version, as installed. */
      packages: boundedRecord(label(100), 2000),
    })
    .optional(),
  gpu: z
    .strictObject({
      driver: label(60),
      cuda: label(60).optional(),
      devices: z.array(z.strictObject({ name: label(100), memoryMiB: z.number().nonnegative() })).max(64),
    })
    .optional(),
  cpuCount: z.int().positive(),
  memoryMiB: z.number().positive(),
});
export type Environment = z.infer<typeof Environment>;

/** How metrics were found. */
export const ReaderOutcome = z.strictObject({
  /** Name of the log reader, `none` where nothing was found. */
  reader: label(40),
  files: z.array(label(500)).max(50),
  /** Readers that also found something. Where their values differ from the chosen ones, the document is inconclusive. */
  alsoFound: z.array(label(40)).max(20),
  /** Sentences a person can act on: a NaN, two versions, a broken file. */
  problems: z.array(text(500)).max(50),
  /** False: the metrics must not decide anything, `problems` says why. */
  conclusive: z.boolean(),
});
export type ReaderOutcome = z.infer<typeof ReaderOutcome>;

/**
 * Identity of everything that goes into a training. Two runs with equal `value` need not both be made.
 * `parts` names what it was made of, so that a difference can be explained.
 */
export const InputDigest = z.strictObject({
  value: Sha256,
  parts: z.strictObject({
    code: Sha256,
    parameters: Sha256,
    data: Sha256,
    environment: Sha256,
    command: Sha256,
  }),
});
export type InputDigest = z.infer<typeof InputDigest>;

/** Where a reused run comes from: an accepted run of the same repository with an equal input digest. */
export const ReusedRun = z.strictObject({
  workflowRunId: z.int().positive(),
  workflowRunNumber: z.int().nonnegative(),
  attempt: z.int().positive(),
  commit: z.string(),
  /** sha-256 of the ledger document that was reused. */
  document: Sha256,
  finishedAt: Instant,
});
export type ReusedRun = z.infer<typeof ReusedRun>;

/** How much the model looks at a column, in whatever unit the tool has. */
export const ColumnImportance = z.strictObject({ column: label(), value: z.number() });
export type ColumnImportance = z.infer<typeof ColumnImportance>;

export const RunEvidence = z.strictObject({
  schema: z.literal("pawl.run/v1"),
  ...evidenceHeader,
  command: text(4000),
  outcome: Outcome,
  parameters: boundedRecord(ParameterValue, 1000),
  data: z.array(DatasetIdentity).max(100),
  environment: Environment,
  /** Final values. */
  metrics: boundedRecord(z.number(), 1000),
  curves: z.array(Curve).max(100),
  readers: ReaderOutcome,
  /** Where the training left a file that says it. */
  importance: z.array(ColumnImportance).max(1000).optional(),
  resources: Resources,
  outputs: z.array(FileIdentity).max(1000),
  inputDigest: InputDigest.optional(),
  reused: ReusedRun.optional(),
  /** Anything that the reader of the report should know: outputs left out, a sampler that failed. */
  notes: z.array(text(500)).max(50),
});
export type RunEvidence = z.infer<typeof RunEvidence>;
