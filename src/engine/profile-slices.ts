import type { Profile } from "../core/dataset/profile.ts";
import { type DriftSlice, LEAST_SLICE_ROWS, MAX_SLICES } from "../core/drift/slices/drift-slice.ts";
import type { DataRequest, DataSource } from "./data/data-source.ts";
import { knownKinds } from "./data/known-kinds.ts";
import { openBatches } from "./data/open-batches.ts";
import { readingSources } from "./data/reading-sources.ts";
import { DUCKDB_DIALECT } from "./dialects/duckdb-dialect.ts";
import { countAt, type Engine, textAt } from "./engine.ts";
import { placeOf } from "./profile/cut-rows.ts";
import { type PreparedRows, prepareRows } from "./profile/prepare-rows.ts";
import { type ProfileSubject, profileRows } from "./profile/profile-rows.ts";
import type { ProfileTask } from "./profile/profile-task.ts";
import { splitRows } from "./profile/split-rows.ts";
import { toSubjects } from "./profile/to-subjects.ts";
import { type ShownNames, showColumns } from "./shown-categories.ts";

export interface SlicesRequest {
  /** The reference batches, oldest first, and last the current data. */
  readonly batches: readonly DataRequest[];
  /** Of all of them: the slices are counted on it. */
  readonly frame: Profile;
  /** Columns by whose values the rows are told apart; those that the data do not have are left out. */
  readonly columns: readonly string[];
  readonly shown: ShownNames;
}

/**
 * Profiles of the rows of each value of the columns, batch by batch: of the values with the most rows, 20 at most in all, that
 * have 100 rows in the current data. Throws `DATA_UNREADABLE`.
 */
export async function profileSlices(
  engine: Engine,
  { batches, frame, columns, shown }: SlicesRequest,
): Promise<readonly DriftSlice[]> {
  const { source, has } = await openBatches(engine, batches, knownKinds(frame));
  return readingSources([source], async () => {
    const prepared = await prepareRows(engine, DUCKDB_DIALECT, source);
    try {
      const named = { columns: source.columns.slice(1) };
      const subjects = await toSubjects(prepared.task, named, withoutRelations(prepared).slice(1), {
        frame,
        showCategories: showColumns(named.columns, shown),
      });
      const slicing = { source, prepared, subjects, has, batches: batches.length };
      const found = await findValues(slicing, columns);
      const slices: DriftSlice[] = [];
      for (const column of new Set(found.map((value) => value.column))) {
        slices.push(
          ...(await profileColumn(
            slicing,
            column,
            found.filter((value) => value.column === column),
          )),
        );
      }
      await source.verifyUnchanged();
      return slices;
    } finally {
      await prepared.close();
    }
  });
}

interface Slicing {
  /** Its first column is the number of the batch. */
  readonly source: DataSource;
  readonly prepared: PreparedRows;
  readonly subjects: readonly ProfileSubject[];
  readonly has: readonly (readonly boolean[])[];
  readonly batches: number;
}

interface SliceValue {
  readonly column: string;
  readonly value: string;
  readonly rows: number;
}

/** A column that is read from a file of its own does not know which rows are left. */
function withoutRelations({ columns }: PreparedRows) {
  return columns.map((column) => ({ ...column, relation: undefined }));
}

/** The values of all columns with the most rows in the current data. */
async function findValues({ source, prepared, batches }: Slicing, columns: readonly string[]): Promise<SliceValue[]> {
  const { task } = prepared;
  const number = withoutRelations(prepared)[0]?.value ?? "";
  const values: SliceValue[] = [];
  for (const column of columns.filter((name) => source.columns.some((one) => one.name === name))) {
    const rows = await task.engine.query(
      `SELECT key, count(*) AS n FROM (SELECT ${keyOf(source, prepared, column)} AS key FROM ${task.relation}
       WHERE ${number} = ${String(batches - 1)}) WHERE key IS NOT NULL GROUP BY key
       HAVING count(*) >= ${String(LEAST_SLICE_ROWS)} ORDER BY n DESC, key LIMIT ${String(MAX_SLICES)}`,
    );
    values.push(...rows.map((row) => ({ column, value: textAt(row, "key") ?? "", rows: countAt(row, "n") })));
  }
  // Stable: of equally frequent ones the first column's, and the first by name.
  return values.toSorted((a, b) => b.rows - a.rows).slice(0, MAX_SLICES);
}

function keyOf(source: DataSource, prepared: PreparedRows, column: string): string {
  const { value = "" } = withoutRelations(prepared)[placeOf(source, column)] ?? {};
  return prepared.task.dialect.toText(value);
}

/** All values of one column are counted at once, each in each batch. */
async function profileColumn(
  { source, prepared, subjects, has, batches }: Slicing,
  column: string,
  values: readonly SliceValue[],
): Promise<readonly DriftSlice[]> {
  const { task } = prepared;
  const number = withoutRelations(prepared)[0]?.value ?? "";
  const numbered = values.map(({ value }, index) => `(${task.dialect.literal(value)}, ${String(index)})`).join(", ");
  const relation = `(SELECT r.*, ${number} * ${String(values.length)} + s.number AS pawl_slice FROM ${task.relation} r
    JOIN (VALUES ${numbered}) s(key, number) ON ${keyOf(source, prepared, column)} = s.key)`;
  const sliced: ProfileTask = { ...task, relation };
  const split = await splitRows(sliced, { number: "pawl_slice", count: batches * values.length });
  // In a slice its own column has nothing to say.
  const counted = subjects.flatMap((subject, index) =>
    subject.column.label === column ? [] : [{ ...subject, has: has[index]?.flatMap((own) => values.map(() => own)) }],
  );
  const profiles = await profileRows(split, counted, { pairs: [] });
  return values.flatMap(({ value }, index) => {
    const own = profiles.filter((_, place) => place % values.length === index);
    const current = own.at(-1);
    return current === undefined ? [] : [{ column, value, reference: own.slice(0, -1), current }];
  });
}
