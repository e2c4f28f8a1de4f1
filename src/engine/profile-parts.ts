import type { Profile } from "../core/dataset/profile.ts";
import type { DataSource, KeptRows } from "./data/data-source.ts";
import { readingSources } from "./data/reading-sources.ts";
import { DUCKDB_DIALECT } from "./dialects/duckdb-dialect.ts";
import type { Engine } from "./engine.ts";
import { cutRows, numberRows, placeOf, type RowCut } from "./profile/cut-rows.ts";
import { prepareRows } from "./profile/prepare-rows.ts";
import { type ProfileProgress, profileRows } from "./profile/profile-rows.ts";
import { toSubjects } from "./profile/to-subjects.ts";
import type { ShownCategories } from "./shown-categories.ts";

export interface PartsRequest {
  readonly cut: RowCut;
  /** A profile made earlier, on whose frames these are to stand; else on one that is chosen on all parts together. */
  readonly frame?: Profile | undefined;
  readonly showCategories: ShownCategories;
  /** The rows, where they were written down already; whoever has them closes them. */
  readonly kept?: KeptRows | undefined;
  readonly onProgress?: ((progress: ProfileProgress) => void) | undefined;
}

export interface ProfiledParts {
  /** One for each part, also for an empty one. */
  readonly profiles: Profile[];
  /** What the column says of each part, where one does; it is not among the columns of the profiles. */
  readonly names: readonly string[] | undefined;
}

/** Profiles of the parts of an opened source: by time, by a column, or as they follow each other. Throws `DATA_UNREADABLE`. */
export async function profileParts(
  engine: Engine,
  source: DataSource,
  { cut, frame, showCategories, kept, onProgress }: PartsRequest,
): Promise<ProfiledParts> {
  const leaveOpen = () => Promise.resolve();
  const whole = kept === undefined ? source : { ...source, takeKept: () => ({ ...kept, close: leaveOpen }) };
  const opened = cut.by === "rows" ? numberRows(source, kept) : whole;
  return readingSources([opened], async () => {
    const prepared = await prepareRows(engine, DUCKDB_DIALECT, opened);
    try {
      const { task, columns, names } = await cutRows(prepared, opened, cut);
      const subjects = await toSubjects(task, source, columns, { frame, showCategories });
      const left = cut.by === "column" ? subjects[placeOf(source, cut.column)] : undefined;
      const compared = subjects.filter((subject) => subject !== left);
      const profiles = await profileRows(task, compared, { pairs: frame?.pairs, onProgress });
      await source.verifyUnchanged();
      return { profiles, names };
    } finally {
      await prepared.close();
    }
  });
}
