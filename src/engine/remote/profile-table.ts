import { columnLabels } from "../../core/dataset/column-labels.ts";
import type { Profile } from "../../core/dataset/profile.ts";
import { countAt, type SqlEngine } from "../engine.ts";
import { type ProfileProgress, profileRows } from "../profile/profile-rows.ts";
import type { ProfileTask } from "../profile/profile-task.ts";
import { toSubjects } from "../profile/to-subjects.ts";
import type { ShownCategories } from "../shown-categories.ts";
import { type BatchCut, cutBatches, type TableBatch } from "./cut-batches.ts";
import { demandColumn, openTable, type RemoteColumn } from "./open-table.ts";
import type { RemoteSql, RemoteTable } from "./remote-sql.ts";
import type { TableWindow } from "./table-window.ts";

export interface TableRequest {
  readonly table: RemoteTable;
  /** As a person knows it; for messages. */
  readonly name: string;
  /** An earlier profile whose bins are used. */
  readonly frame?: Profile | undefined;
  /** Rows of another time are not looked at. */
  readonly window?: TableWindow | undefined;
  /** Columns that are not looked at. */
  readonly without?: readonly string[] | undefined;
  /** How the rows are cut into batches; all are one unless given. */
  readonly cut?: BatchCut | undefined;
  /** Columns whose category names stay in the profile; `all` of them for a terminal. */
  readonly shown: readonly string[] | "all";
  readonly onProgress?: ((progress: ProfileProgress) => void) | undefined;
}

export interface TableProfile {
  /** Of the batch; undefined where the rows are not cut. */
  readonly name?: string | undefined;
  readonly profile: Profile;
}

/**
 * Profiles of a table of another engine, made where it lies: only counts leave it. One profile for each batch, in the order
 * of the cut, all on the same bins. Throws `INPUT_INVALID` for a column that there is not, `DATA_UNREADABLE` where the
 * engine refuses or there is no row.
 */
export async function profileTable(engine: SqlEngine, sql: RemoteSql, request: TableRequest): Promise<TableProfile[]> {
  const opened = await openTable(engine, sql, request);
  const columns = chooseColumns(opened.columns, request);
  const cut = request.cut === undefined ? undefined : await cutBatches(engine, sql, opened, request.cut);
  const relation = cut?.relation ?? opened.relation;
  const rows = cut === undefined ? await countRows(engine, relation) : sum(cut.batches);
  const labels = columnLabels(columns.map(({ name }) => name));
  const batches = cut === undefined ? undefined : { rows: cut.batches.map((batch) => batch.rows), number: cut.number };
  const task: ProfileTask = { engine, dialect: sql.dialect, relation, rows, batches };
  const showCategories: ShownCategories = new Map(
    (request.shown === "all" ? columns.map(({ name }) => name) : request.shown).map((name) => [name, "all"]),
  );
  const subjects = await toSubjects(
    task,
    { columns },
    columns.map((column, index) => ({ ...column, label: labels[index] ?? "" })),
    { frame: request.frame, showCategories },
  );
  const { frame, onProgress } = request;
  const profiles = await profileRows(task, subjects, { pairs: frame?.pairs, onProgress });
  return profiles.map((profile, index) => ({ name: cut?.batches[index]?.name, profile }));
}

/** A column that names the batches is different in each of them by design. */
function chooseColumns(
  columns: readonly RemoteColumn[],
  { without = [], cut }: Pick<TableRequest, "without" | "cut">,
): readonly RemoteColumn[] {
  for (const name of without) demandColumn(columns, name);
  const left = new Set([...without, ...(cut === undefined || cut.everyMs !== undefined ? [] : [cut.column])]);
  return columns.filter(({ name }) => !left.has(name));
}

async function countRows(engine: SqlEngine, relation: string): Promise<number> {
  const [row] = await engine.query(`SELECT count(*) AS n FROM ${relation}`);
  return row === undefined ? 0 : countAt(row, "n");
}

function sum(batches: readonly TableBatch[]): number {
  return batches.reduce((total, { rows }) => total + rows, 0);
}
