import { mergeProfiles } from "../dataset/merge-profiles.ts";
import type { ColumnProfile, PairProfile, Profile } from "../dataset/profile.ts";
import { sameFrame } from "../dataset/same-frame.ts";
import { type DriftRequest, detectDrift } from "../drift/detect-drift.ts";
import type { NamedProfile } from "../drift/named-profile.ts";
import type { DriftCreep } from "../evidence/drift-evidence.ts";

export interface CreepRequest {
  /** Parts of what the champion was trained on, oldest first. */
  readonly training: readonly NamedProfile[];
  /** The newest windows that are in the reference, oldest first, without the current one. */
  readonly windows: readonly Profile[];
  readonly current: Profile;
  readonly options: Pick<DriftRequest, "bounds" | "columns">;
}

/** A week of days; more would make a change that begins now look small for long. */
export const CREEP_WINDOWS = 7;
/** Half of the rule's own. */
const CREEP_LEVEL = 0.01;
const MAX_FINDINGS = 20;

/**
 * The slow comparison: the newest windows, at most seven with the current one, as one batch against the parts of the training
 * data, which never change. A mean of several windows varies less than a single one, and is held against how single parts
 * vary: the comparison finds what has moved for good, and is hardly ever wrong about it. `undefined` where no window is in the
 * reference, because then the check itself is this comparison.
 */
export function detectCreep({ training, windows, current, options }: CreepRequest): DriftCreep | undefined {
  const [first] = training;
  const newest = [...windows, current].slice(-CREEP_WINDOWS);
  if (first === undefined || newest.length < 2) return undefined;
  const pooled = mergeCommon(newest, current);
  // A column that a window lacks is nothing that crept away: the check of that window has said it.
  const columns = pooled.columns.map(({ name }) => name).filter((name) => options.columns?.includes(name) !== false);
  if (columns.length === 0) return undefined;
  // A steady movement within the training data is nothing that has crept since.
  const rule = { ...options, columns, level: CREEP_LEVEL, ordered: false };
  const detection = detectDrift({ reference: training, current: pooled, ...rule });
  const { verdict, reason, pRun, findings, calibration } = detection;
  return {
    verdict,
    reason,
    windows: newest.length,
    rows: pooled.rows,
    batches: training.length,
    pRun,
    ...(calibration === undefined ? {} : { level: calibration.level }),
    findings: findings.filter((finding) => finding.verdict !== "stable").slice(0, MAX_FINDINGS),
  };
}

/** All rows together, of the columns and pairs that every profile has on one frame. */
function mergeCommon(profiles: readonly Profile[], current: Profile): Profile {
  const columns = current.columns.filter((column) =>
    profiles.every((profile) => findColumn(profile, column) !== undefined),
  );
  const names = new Set(columns.map(({ name }) => name));
  const pairs = current.pairs.filter(
    (pair) =>
      names.has(pair.x.column) &&
      names.has(pair.y.column) &&
      profiles.every((profile) => findPair(profile, pair) !== undefined),
  );
  return mergeProfiles(
    profiles.map((profile) => ({
      ...profile,
      columns: columns.flatMap((column) => findColumn(profile, column) ?? []),
      pairs: pairs.flatMap((pair) => findPair(profile, pair) ?? []),
    })),
  );
}

function findColumn({ columns }: Profile, wanted: ColumnProfile): ColumnProfile | undefined {
  return columns.find(
    (column) => column.name === wanted.name && column.kind === wanted.kind && sameFrame(column, wanted),
  );
}

function findPair({ pairs }: Profile, { x, y }: PairProfile): PairProfile | undefined {
  const axes = JSON.stringify([x, y]);
  return pairs.find((pair) => JSON.stringify([pair.x, pair.y]) === axes);
}
