import { z } from "zod";
import { Profile } from "../dataset/profile.ts";
import { evidenceHeader } from "./identity.ts";
import { CommitSha, Instant, label, Sha256, text } from "./limits.ts";
import { PerformanceEvidence } from "./performance-evidence.ts";
import { DatasetIdentity, Outcome } from "./run-evidence.ts";

export const DriftVerdict = z.enum(["drift", "stable", "inconclusive"]);
export type DriftVerdict = z.infer<typeof DriftVerdict>;

/** What can change in a column: each is one hypothesis. */
export const DriftAspect = label(40);

const Probability = z.number().min(0).max(1);

export const DriftFinding = z.strictObject({
  /** Absent where the finding is about whole rows. Two columns for a pair. */
  columns: z.array(label()).max(2),
  aspect: DriftAspect,
  /** Of the rows in which this column has this value; absent: of all rows. */
  slice: z.strictObject({ column: label(), value: text(200) }).optional(),
  /** Size of the change, in the unit of the aspect: a share, a distance between 0 and 1. */
  effect: z.number(),
  /** From where the effect counts. */
  bound: z.number().nonnegative(),
  /** Noise that two samples of these sizes of the same data would show. */
  floor: z.number().nonnegative(),
  /** What is measured before and now, where it is one number: a share of rows. */
  before: z.number().optional(),
  after: z.number().optional(),
  /** p-value if rows were independent draws. */
  p1: Probability.nullable(),
  /** p-value against the reference batches' own movement; null where there are too few of them. */
  p2: Probability.nullable(),
  signal: z.boolean(),
  material: z.boolean(),
  verdict: DriftVerdict,
  /** Inconclusive: rows of the current dataset from which on it could be told. */
  rowsNeeded: z.int().positive().optional(),
  /** One sentence: "share of 0 in delay rose from 2 % to 12 %". */
  words: text(500),
  /** Where the column alone would be stable, and many together are not: they moved at once, or move steadily. */
  test: z.enum(["breadth", "trend"]).optional(),
  /** Of drift: what happened, as a name that stays (`sentinel-value`), and as a sentence. Findings of one cause share them. */
  kind: label(40).optional(),
  explanation: text(500).optional(),
  /** Where the column is what a model gives or is to learn: it counts from half the margins. */
  role: z.enum(["prediction", "label"]).optional(),
  /** How much the model looks at the column, where its training said so: a share of all columns. */
  importance: z.number().min(0).max(1).optional(),
  /** Name of the batch in which the change began, where earlier ones were looked at; the current one's where it is new. */
  since: label(500).optional(),
  /** Now ÷ before, where all values of the column were multiplied by one factor: a change of unit. */
  rescaled: z.number().positive().optional(),
  /** The column before and now as small bars, where the finding is about its distribution. */
  histogram: z
    .string()
    .regex(/^[▁-█]{1,16} → [▁-█]{1,16}$/u, "must be two rows of at most 16 blocks")
    .optional(),
});
export type DriftFinding = z.infer<typeof DriftFinding>;

/** One method that the configuration asked for, on one column. */
export const DriftScore = z.strictObject({
  column: label(),
  method: label(40),
  score: z.number(),
  pValue: Probability.nullable(),
  threshold: z.number().optional(),
  exceeded: z.boolean().optional(),
});
export type DriftScore = z.infer<typeof DriftScore>;

/** One dataset that the current one was compared with. */
export const ReferenceBatch = z.strictObject({
  name: label(500),
  rows: z.int().nonnegative(),
  fingerprint: label(100).optional(),
  document: Sha256.optional(),
  commit: CommitSha.optional(),
  acceptedAt: Instant.optional(),
  /** Of the ledger: a part of what the champion was trained on, data that were accepted, or a window since. */
  from: z.enum(["training", "accepted", "window"]).optional(),
});
export type ReferenceBatch = z.infer<typeof ReferenceBatch>;

/** How large a surprise each reference batch itself would have been to the others: what the current one is held against. */
export const DriftCalibration = z.strictObject({
  /** In the order of the reference. */
  batches: z
    .array(
      z.strictObject({
        name: label(500),
        /** −log10 of the smallest p-value against the other batches, of what is material and more than chance; 0 for none. */
        surprise: z.number().nonnegative(),
        /** What surprised; absent where nothing did. */
        columns: z.array(label()).max(2),
        aspect: DriftAspect.optional(),
      }),
    )
    .max(60),
  /** What the surprises are of: what as a rule does not happen, or how far things move. Whichever is the rarer now. */
  lane: z.enum(["event", "movement"]).optional(),
  /** p of each test of the run: its largest surprise, many columns that move at once, many that move steadily. */
  tests: z
    .strictObject({ largest: Probability, breadth: Probability.optional(), trend: Probability.optional() })
    .optional(),
  /** The one that `pRun` is of: the rarest, each p divided by the test's share of the level. */
  test: z.enum(["largest", "breadth", "trend"]).optional(),
  /** Of the current data, in the same unit. */
  surprise: z.number().nonnegative(),
  /** Rate of false alarms that the rule was set to: `pRun` at or below it is drift. */
  level: Probability,
  /** Surprise from which `pRun` is at or below the level; null where there are too few batches to tell. */
  threshold: z.number().nonnegative().nullable(),
});
export type DriftCalibration = z.infer<typeof DriftCalibration>;

/**
 * The slow comparison: the newest windows together against the parts of the champion's training data alone, by the same rule
 * at a tighter level. Windows that are stable one after the other may have moved away from what the model knows.
 */
export const DriftCreep = z.strictObject({
  verdict: DriftVerdict,
  reason: text(1000),
  /** How many windows, the current one among them, and their rows. */
  windows: z.int().positive(),
  rows: z.int().nonnegative(),
  /** Parts of the training data. */
  batches: z.int().positive(),
  pRun: Probability.nullable(),
  level: Probability.optional(),
  /** Those that are not stable; the most important first. */
  findings: z.array(DriftFinding).max(20),
});
export type DriftCreep = z.infer<typeof DriftCreep>;

/** The reference is of windows of one weekday alone. */
export const WeeklyReference = z.strictObject({
  weekday: z.enum(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
  /** Smallest p-value that weekdays are alike, times the number of things that were looked at; null where the configuration says so. */
  pValue: Probability.nullable(),
});
export type WeeklyReference = z.infer<typeof WeeklyReference>;

/** The budget of false alarms that the level comes from. */
export const DriftBudget = z.strictObject({
  /** False alarms that are put up with in so many hours, and checks that the schedule makes in them. */
  alarms: z.int().positive(),
  hours: z.number().positive(),
  checks: z.number().positive(),
  /** Of the surprises of consecutive reference batches, shrunk to 0. */
  correlation: z.number().min(0).max(1),
  /** False alarms in that time at the level, by simulation. */
  expected: z.number().nonnegative(),
  /** False: so few reference batches cannot keep it. */
  met: z.boolean(),
  batchesNeeded: z.int().positive().optional(),
});
export type DriftBudget = z.infer<typeof DriftBudget>;

export const DriftEvidence = z.strictObject({
  schema: z.literal("pawl.drift/v1"),
  ...evidenceHeader,
  outcome: Outcome,
  /** Name and version of the rule that gave the verdict, and its parameters. */
  rule: z.strictObject({ name: label(60), parameters: z.record(label(60), z.number()) }),
  reference: z.array(ReferenceBatch).max(60),
  current: z.strictObject({
    /** Of the window that these data become, where the check knew it. */
    name: label(100).optional(),
    dataset: DatasetIdentity.optional(),
    path: label(1000),
    rows: z.int().nonnegative(),
  }),
  /** Of the current rows, where the configuration says how long a window is: `[start, end)`. */
  window: z.strictObject({ start: Instant, end: Instant }).optional(),
  verdict: DriftVerdict,
  /** One sentence that says why. */
  reason: text(1000),
  /** At most the level where the run drifts: p of its largest surprise, or of what many columns do together; null where it was not computed. */
  pRun: Probability.nullable(),
  /**
   * Whether people are told, with the windows that were on the ledger: `drifted` of the last `of` drifted, the first of those
   * that led to it at `since`. Null: nobody is. Absent where the windows were not looked at.
   */
  alarm: z
    .strictObject({ since: Instant, drifted: z.int().positive(), of: z.int().positive(), gross: z.boolean() })
    .nullable()
    .optional(),
  /** Absent where no window has joined the training data, or these are not the reference. */
  creep: DriftCreep.optional(),
  weekly: WeeklyReference.optional(),
  /** Absent where nothing was compared, and in documents of earlier rules. */
  calibration: DriftCalibration.optional(),
  /** Absent where the configuration has no budget of false alarms. */
  budget: DriftBudget.optional(),
  /** The most important first. */
  findings: z.array(DriftFinding).max(6000),
  scores: z.array(DriftScore).max(2000),
  /** Of the current dataset, on the reference's edges. */
  profile: Profile.optional(),
  /** Of the model, where predictions were handed in. */
  performance: PerformanceEvidence.optional(),
  notes: z.array(text(500)).max(50),
});
export type DriftEvidence = z.infer<typeof DriftEvidence>;
