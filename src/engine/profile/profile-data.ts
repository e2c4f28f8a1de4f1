import { familyOf } from "../../core/dataset/kind-family.ts";
import type { Profile } from "../../core/dataset/profile.ts";
import type { DataSource } from "../data/data-source.ts";
import { readingSources } from "../data/reading-sources.ts";
import { DUCKDB_DIALECT } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { prepareRows } from "./prepare-rows.ts";
import { type ProfileProgress, type ProfileSubject, profileRows } from "./profile-rows.ts";
import type { ProfiledColumn } from "./profile-task.ts";

export interface ProfileOptions {
  /** A profile made earlier, on whose frames this one is to stand. Columns that it lacks get new ones. */
  readonly frame?: Profile | undefined;
  /** By column: the categories whose names may stand in the profile. */
  readonly showCategories?: ReadonlyMap<string, ReadonlySet<string> | "all"> | undefined;
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
    const subjects = toSubjects(source, columns, options);
    const [profile] = await profileRows(task, subjects, {
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

/** The columns as they are to be counted; one for each of the source's columns. */
export function toSubjects(
  { columns: known }: Pick<DataSource, "columns">,
  columns: readonly ProfiledColumn[],
  options: Pick<ProfileOptions, "frame" | "showCategories">,
): ProfileSubject[] {
  const frames = new Map(options.frame?.columns.map((column) => [column.name, column]));
  return columns.map((column, index) => {
    const { kind = "other", name = "" } = known[index] ?? {};
    const framed = frames.get(column.label);
    const usable = framed !== undefined && familyOf(framed.kind) === familyOf(kind);
    const show = options.showCategories?.get(name) ?? new Set<string>();
    return { column, kind, framed: usable ? framed : undefined, show };
  });
}
