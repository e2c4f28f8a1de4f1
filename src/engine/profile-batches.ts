import type { Profile } from "../core/dataset/profile.ts";
import type { DataRequest } from "./data/data-source.ts";
import { knownKinds } from "./data/known-kinds.ts";
import { openBatches } from "./data/open-batches.ts";
import { readingSources } from "./data/reading-sources.ts";
import { DUCKDB_DIALECT } from "./dialects/duckdb-dialect.ts";
import type { Engine } from "./engine.ts";
import { prepareRows } from "./profile/prepare-rows.ts";
import { type ProfileProgress, profileRows } from "./profile/profile-rows.ts";
import { splitRows } from "./profile/split-rows.ts";
import { toSubjects } from "./profile/to-subjects.ts";
import { type ShownNames, showColumns } from "./shown-categories.ts";

export interface BatchesRequest {
  /** At least one. Each may have columns that others lack, or have as another kind. */
  readonly batches: readonly { readonly name: string; readonly data: DataRequest }[];
  /** A profile made earlier, on whose frames these are to stand. Columns that it lacks get new ones. */
  readonly frame?: Profile | undefined;
  /** Columns whose category names stay in the profiles; `all` of them for a terminal. */
  readonly shown: ShownNames;
  readonly onProgress?: ((progress: ProfileProgress) => void) | undefined;
}

/**
 * Profiles batches of one kind of data on one frame, which is chosen on all of them together. All are counted at once:
 * twenty cost hardly more than one of their size. Throws `DATA_UNREADABLE`.
 */
export async function profileBatches(
  engine: Engine,
  { batches, frame, shown, onProgress }: BatchesRequest,
): Promise<Profile[]> {
  const { source, has } = await openBatches(
    engine,
    batches.map(({ data }) => data),
    knownKinds(frame),
  );
  return readingSources([source], async () => {
    const { task, columns, close } = await prepareRows(engine, DUCKDB_DIALECT, source);
    try {
      const [number, ...others] = columns;
      if (number === undefined) throw new TypeError("the batches are not numbered");
      const names = source.columns.slice(1);
      const split = await splitRows(task, {
        number: number.value,
        relation: number.relation,
        count: batches.length,
      });
      const showCategories = showColumns(names, shown);
      const subjects = await toSubjects(split, { columns: names }, others, { frame, showCategories });
      const profiles = await profileRows(
        split,
        subjects.map((subject, index) => ({ ...subject, has: has[index] })),
        { pairs: frame?.pairs, onProgress },
      );
      await source.verifyUnchanged();
      return profiles;
    } finally {
      await close();
    }
  });
}
