import type { Profile } from "../../core/dataset/profile.ts";
import type { DataSource } from "../data/data-source.ts";
import { readingSources } from "../data/reading-sources.ts";
import { DUCKDB_DIALECT } from "../dialects/duckdb-dialect.ts";
import type { Engine } from "../engine.ts";
import { prepareRows } from "./prepare-rows.ts";
import { type ProfileProgress, profileRows } from "./profile-rows.ts";
import { type SubjectOptions, toSubjects } from "./to-subjects.ts";

export interface ProfileOptions extends SubjectOptions {
  /** A profile made earlier, on whose frames this one is to stand. Columns that it lacks get new ones. */
  readonly frame?: Profile | undefined;
  /** A column that is not counted. */
  readonly without?: string | undefined;
  readonly onProgress?: ((progress: ProfileProgress) => void) | undefined;
}

/**
 * Counts every column of the data on edges that are pinned: those of the frame, or new ones. The result depends on the
 * rows alone, not on their order, the files that they are spread over, or the number of threads. Throws
 * `DATA_UNREADABLE` where the data cannot be read or a file changed meanwhile.
 */
export async function profileData(engine: Engine, source: DataSource, options: ProfileOptions = {}): Promise<Profile> {
  return readingSources([source], () => profileSource(engine, source, options));
}

async function profileSource(engine: Engine, source: DataSource, options: ProfileOptions): Promise<Profile> {
  const { task, columns, close } = await prepareRows(engine, DUCKDB_DIALECT, source);
  try {
    const subjects = await toSubjects(task, source, columns, options);
    const without = source.columns.findIndex(({ name }) => name === options.without);
    const [profile] = await profileRows(task, without === -1 ? subjects : subjects.toSpliced(without, 1), {
      pairs: options.frame?.pairs,
      onProgress: options.onProgress,
    });
    if (profile === undefined) throw new TypeError("rows that are not split are one batch");
    await source.verifyUnchanged();
    return profile;
  } finally {
    await close();
  }
}
