import type { Profile } from "../core/dataset/profile.ts";
import { type DriftDetection, type DriftOptions, detectDrift } from "../core/drift/detect-drift.ts";
import type { DataRequest, DataSource } from "./data/data-source.ts";
import { openData } from "./data/open-data.ts";
import type { Engine } from "./engine.ts";
import { knownKinds } from "./known-kinds.ts";
import { profileData } from "./profile/profile-data.ts";
import type { ShownCategories } from "./shown-categories.ts";

/** Data to compare with: to be read, or read already. */
export type BatchRequest = { readonly name: string } & ({ readonly data: DataRequest } | { readonly profile: Profile });

export interface DatasetDriftRequest {
  readonly current: DataRequest;
  /** At least one. The first one's bins are everyone's. */
  readonly references: readonly BatchRequest[];
  /** Columns whose category names may stand in profiles and findings; `all` of them at a terminal. */
  readonly shown: readonly string[] | "all";
  readonly options: DriftOptions;
  readonly onProgress?: ((progress: { done: number; total: number; what: string }) => void) | undefined;
}

export interface DatasetDrift {
  readonly detection: DriftDetection;
  readonly references: readonly { readonly name: string; readonly profile: Profile }[];
  readonly current: { readonly source: DataSource; readonly profile: Profile };
}

/** Profiles what has to be profiled and compares. Throws `DATA_UNREADABLE` where data cannot be read. */
export async function detectDatasetDrift(engine: Engine, request: DatasetDriftRequest): Promise<DatasetDrift> {
  const references: { readonly name: string; readonly profile: Profile }[] = [];
  for (const batch of request.references) {
    const frame = references[0]?.profile;
    const profile =
      "profile" in batch ? batch.profile : (await readProfile(engine, request, batch.data, frame)).profile;
    references.push({ name: batch.name, profile });
  }
  const current = await readProfile(engine, request, request.current, references[0]?.profile);
  const detection = detectDrift({
    reference: references.map(({ profile }) => profile),
    current: current.profile,
    ...request.options,
  });
  return { detection, references, current };
}

async function readProfile(
  engine: Engine,
  { shown, onProgress }: Pick<DatasetDriftRequest, "shown" | "onProgress">,
  data: DataRequest,
  frame: Profile | undefined,
): Promise<{ readonly source: DataSource; readonly profile: Profile }> {
  const source = await openData(engine, { ...data, kinds: knownKinds(undefined, frame) });
  const columns = shown === "all" ? source.columns.map(({ name }) => name) : shown;
  const showCategories: ShownCategories = new Map(columns.map((name) => [name, "all"]));
  const profile = await profileData(engine, source, {
    showCategories,
    ...(frame === undefined ? {} : { frame }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  await source.verifyUnchanged();
  return { source, profile };
}
