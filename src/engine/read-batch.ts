import type { Profile } from "../core/dataset/profile.ts";
import type { DataRequest, DataSource } from "./data/data-source.ts";
import type { Engine } from "./engine.ts";
import { openKnownData } from "./open-known-data.ts";
import { profileData } from "./profile/profile-data.ts";
import { type ShownNames, showColumns } from "./shown-categories.ts";

export interface BatchReading {
  readonly shown: ShownNames;
  /** An earlier profile whose bins are used. */
  readonly frame?: Profile | undefined;
  /** A column that is not counted. */
  readonly without?: string | undefined;
  readonly onProgress?: ((progress: { done: number; total: number; what: string }) => void) | undefined;
}

export interface ReadBatch {
  readonly source: DataSource;
  readonly profile: Profile;
}

/** Opens data, profiles them and makes sure that they were not changed meanwhile. Throws `DATA_UNREADABLE`. */
export async function readBatch(
  engine: Engine,
  data: DataRequest,
  { shown, frame, without, onProgress }: BatchReading,
): Promise<ReadBatch> {
  const source = await openKnownData(engine, data, { reference: frame });
  const profile = await profileData(engine, source, {
    showCategories: showColumns(source.columns, shown),
    frame,
    without,
    onProgress,
  });
  await source.verifyUnchanged();
  return { source, profile };
}
