import type { ColumnProfile, Profile } from "../core/dataset/profile.ts";
import { type DriftDetection, type DriftRequest, detectDrift } from "../core/drift/detect-drift.ts";
import type { DataRequest } from "./data/data-source.ts";
import type { Engine } from "./engine.ts";
import { type ReadBatch, readBatch } from "./read-batch.ts";

/** Data to compare with: to be read, or read already. */
export type BatchRequest = { readonly name: string } & ({ readonly data: DataRequest } | { readonly profile: Profile });

export interface DatasetDriftRequest {
  readonly current: DataRequest;
  /** At least one. The bins of the first one that has a column are everyone's. */
  readonly references: readonly BatchRequest[];
  /** Columns whose category names may stand in profiles and findings; `all` of them at a terminal. */
  readonly shown: readonly string[] | "all";
  readonly options: Pick<DriftRequest, "methods" | "bounds" | "columns">;
  readonly onProgress?: ((progress: { done: number; total: number; what: string }) => void) | undefined;
}

export interface DatasetDrift {
  readonly detection: DriftDetection;
  readonly references: readonly { readonly name: string; readonly profile: Profile }[];
  readonly current: ReadBatch;
}

/** Profiles what has to be profiled and compares. Throws `DATA_UNREADABLE` where data cannot be read. */
export async function detectDatasetDrift(engine: Engine, request: DatasetDriftRequest): Promise<DatasetDrift> {
  const { shown, onProgress } = request;
  const references: { readonly name: string; readonly profile: Profile }[] = [];
  for (const batch of request.references) {
    const reading = { shown, frame: frameOf(references), onProgress };
    const profile = "profile" in batch ? batch.profile : (await readBatch(engine, batch.data, reading)).profile;
    references.push({ name: batch.name, profile });
  }
  const current = await readBatch(engine, request.current, { shown, frame: frameOf(references), onProgress });
  const detection = detectDrift({
    reference: references,
    current: current.profile,
    ...request.options,
  });
  return { detection, references, current };
}

/** Of each column the first batch that has it, so that all later ones are counted on one frame. */
function frameOf(references: DatasetDrift["references"]): Profile | undefined {
  const [first] = references;
  if (first === undefined) return undefined;
  const columns = new Map<string, ColumnProfile>();
  for (const { profile } of references) {
    for (const column of profile.columns) if (!columns.has(column.name)) columns.set(column.name, column);
  }
  return { ...first.profile, columns: [...columns.values()] };
}
