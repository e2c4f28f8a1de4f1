import { commonFrame } from "../core/dataset/common-frame.ts";
import type { Profile } from "../core/dataset/profile.ts";
import { type DriftDetection, type DriftRequest, detectDrift } from "../core/drift/detect-drift.ts";
import type { NamedProfile } from "../core/drift/named-profile.ts";
import type { DriftSlice } from "../core/drift/slices/drift-slice.ts";
import { withoutExcluded } from "../core/drift/without-excluded.ts";
import type { DataRequest } from "./data/data-source.ts";
import type { Engine } from "./engine.ts";
import type { ProfileProgress } from "./profile/profile-rows.ts";
import { profileBatches } from "./profile-batches.ts";
import { profileCut, type WantedCut } from "./profile-cut.ts";
import { profileSlices } from "./profile-slices.ts";
import { type ReadBatch, readBatch } from "./read-batch.ts";
import type { ShownNames } from "./shown-categories.ts";

/** Data to compare with: to be read, or read already. */
export type BatchRequest = {
  readonly name: string;
  /** Its place among the others has nothing to do with time: a part of rows as they lie in a file. */
  readonly timeless?: boolean;
} & ({ readonly data: DataRequest } | { readonly profile: Profile });

/** One dataset that is cut into batches. */
export interface CutReference {
  readonly data: DataRequest;
  readonly cut: WantedCut;
}

export interface DatasetDriftRequest {
  readonly current: DataRequest;
  /**
   * Oldest first, at least one. Those to be read are counted on the frames of the ones that were read already, of which the
   * first that has a column decides; where there is none, on one that is chosen on all of them together.
   */
  readonly references: readonly BatchRequest[] | CutReference;
  /** Names of batches that are not compared with, because they were themselves broken. */
  readonly excluded?: readonly string[] | undefined;
  /** Columns whose category names may stand in profiles and findings; `all` of them at a terminal. */
  readonly shown: ShownNames;
  /** Columns by whose values rows are judged for themselves as well; those that the data do not have are left out. */
  readonly slices?: readonly string[] | undefined;
  readonly options: Omit<DriftRequest, "reference" | "current" | "slices">;
  readonly onProgress?: ((progress: ProfileProgress) => void) | undefined;
}

export interface DatasetDrift {
  readonly detection: DriftDetection;
  readonly references: readonly NamedProfile[];
  readonly current: ReadBatch;
}

/** Profiles what has to be profiled and compares. Throws `DATA_UNREADABLE` where data cannot be read. */
export async function detectDatasetDrift(engine: Engine, given: DatasetDriftRequest): Promise<DatasetDrift> {
  const request = { ...given, references: withoutNamed(given) };
  const { shown, onProgress } = request;
  const references = await profileReferences(engine, request);
  const without =
    "cut" in request.references && request.references.cut.by === "column" ? request.references.cut.column : undefined;
  const current = await readBatch(engine, request.current, { shown, frame: frameOf(references), without, onProgress });
  const { slices, notes } = await readSlices(engine, request, { references, current });
  const options = { ...request.options, slices, ordered: isOrdered(request) };
  const found = detectDrift({ reference: references, current: current.profile, ...options });
  return { detection: { ...found, notes: [...found.notes, ...notes] }, references, current };
}

/** Of one dataset that is cut the batches have no names yet. */
function withoutNamed({ references, excluded = [] }: DatasetDriftRequest): DatasetDriftRequest["references"] {
  return "cut" in references ? references : withoutExcluded(references, excluded);
}

/** Rows may lie in a file in any order, by label or by key, and so may the values of a column. */
function isOrdered({ references, options: { ordered = true } }: DatasetDriftRequest): boolean {
  if (!("cut" in references)) return ordered && !references.some(({ timeless }) => timeless === true);
  const { cut } = references;
  return ordered && (cut.by === "time" || (cut.by === "plan" && cut.column !== undefined));
}

const UNSLICED =
  "Slices are not judged: of each reference batch that takes its rows, in files of its own, and here there are profiles, or one dataset that is cut.";

async function readSlices(
  engine: Engine,
  { references, current, slices: wanted = [], shown }: DatasetDriftRequest,
  read: Pick<DatasetDrift, "references" | "current">,
): Promise<{ readonly slices: readonly DriftSlice[]; readonly notes: readonly string[] }> {
  const columns = wanted.filter((name) => read.current.profile.columns.some((column) => column.name === name));
  if (columns.length === 0) return { slices: [], notes: [] };
  const profiles = read.references;
  const frame = frameOf(profiles);
  const data = "cut" in references ? [] : references.flatMap((batch) => ("data" in batch ? [batch.data] : []));
  if (frame === undefined || data.length < profiles.length) return { slices: [], notes: [UNSLICED] };
  return { slices: await profileSlices(engine, { batches: [...data, current], frame, columns, shown }), notes: [] };
}

async function profileReferences(
  engine: Engine,
  { references, excluded = [], shown, onProgress }: DatasetDriftRequest,
): Promise<readonly NamedProfile[]> {
  if ("cut" in references) {
    return withoutExcluded(await profileCut(engine, { ...references, shown, onProgress }), excluded);
  }
  const known = references.flatMap((batch) => ("profile" in batch ? [batch] : []));
  const batches = references.flatMap((batch) => ("data" in batch ? [batch] : []));
  if (batches.length === 0) return known;
  const profiles = await profileBatches(engine, { batches, frame: frameOf(known), shown, onProgress });
  return references.flatMap((batch) => {
    if ("profile" in batch) return [batch];
    const profile = profiles[batches.indexOf(batch)];
    return profile === undefined ? [] : [{ name: batch.name, profile }];
  });
}

function frameOf(references: readonly NamedProfile[]): Profile | undefined {
  return commonFrame(references.map(({ profile }) => profile));
}
