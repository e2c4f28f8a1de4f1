import { suggestName } from "../../core/config/suggest-name.ts";
import { compareNames } from "../../core/dataset/compare-names.ts";
import type { DataCut } from "../../core/monitoring/plan-cut.ts";
import type { DataSource, KeptRows, SourceColumn } from "../data/data-source.ts";
import { dataUnreadable } from "../data/data-unreadable.ts";
import { countAt, textAt } from "../engine.ts";
import type { PreparedRows } from "./prepare-rows.ts";
import type { ProfiledColumn, ProfileTask } from "./profile-task.ts";
import { splitRows } from "./split-rows.ts";

/** How rows of one source are told apart: also by what a column says. */
export type RowCut = DataCut | { readonly by: "column"; readonly column: string };

/** Rows with the batch of each. */
export interface CutRows {
  readonly task: ProfileTask;
  /** Of the source's columns. */
  readonly columns: readonly ProfiledColumn[];
  /** What the column says of each batch, where one does. */
  readonly names?: readonly string[];
}

/** More batches than this are none. */
const MAX_BATCHES = 500;

/** Splits rows that were prepared of a source. Throws `DATA_UNREADABLE` where there is no such column. */
export async function cutRows(prepared: PreparedRows, source: DataSource, cut: RowCut): Promise<CutRows> {
  // A column that is read from a file of its own does not know which rows are left.
  const columns = prepared.columns.map((column) => ({ ...column, relation: undefined }));
  const { task } = prepared;
  switch (cut.by) {
    case "rows": {
      const number = columns.at(-1)?.value ?? "";
      const part = `CAST(floor(CAST(${number} AS DOUBLE) * ${String(cut.count)} / ${String(task.rows)}) AS INTEGER)`;
      return {
        task: await splitRows(task, { number: part, count: cut.count }),
        columns: columns.slice(0, -1),
      };
    }
    case "time": {
      const seconds = columns[timePlace(source, cut.column)]?.value ?? "";
      const [start, length] = [Date.parse(cut.start) / 1000, cut.lengthMs / 1000];
      const inside = `${seconds} >= ${String(start)} AND ${seconds} < ${String(start + length * cut.count)}`;
      const within = { ...task, relation: `(SELECT * FROM ${task.relation} WHERE ${inside})` };
      const number = `CAST(floor((${seconds} - ${String(start)}) / ${String(length)}) AS INTEGER)`;
      return { task: await splitRows(within, { number, count: cut.count }), columns };
    }
    case "column":
      return cutByColumn(task, columns, { source, column: cut.column });
  }
}

const ROW_NUMBER = "number of the row";

/** The source with the number of each row as a last column, by which it can be cut. */
export function numberRows(source: DataSource, kept: KeptRows | undefined): DataSource {
  const number: SourceColumn = {
    name: ROW_NUMBER,
    type: "BIGINT",
    kind: "integer",
    value: "pawl_row",
    raw: "pawl_row",
  };
  const numbered = (relation: string) => `(SELECT *, row_number() OVER () - 1 AS pawl_row FROM ${relation})`;
  const again = kept?.ordered === true ? kept : undefined;
  const columns = [...source.columns, number];
  if (again === undefined) return { ...source, relation: numbered(source.relation), columns, takeKept: undefined };
  const readings = again.columns.map((column) => ({ ...column, relation: undefined }));
  return {
    ...source,
    columns,
    takeKept: () => ({
      ...again,
      relation: numbered(again.relation),
      columns: [...readings, number],
      close: () => Promise.resolve(),
    }),
  };
}

/** Which of the source's columns has the times. Throws `DATA_UNREADABLE` where none has them. */
export function timePlace(source: Pick<DataSource, "name" | "columns">, column: string): number {
  const place = placeOf(source, column);
  if (source.columns[place]?.kind === "timestamp") return place;
  throw dataUnreadable(
    `column "${column.slice(0, 100)}" of ${source.name} holds ${source.columns[place]?.kind ?? "nothing"}, not points in time`,
    "Name the column with the time of a row: a date or timestamp, or text as in ISO 8601.",
  );
}

/** Throws `DATA_UNREADABLE` where there is no such column. */
export function placeOf({ name, columns }: Pick<DataSource, "name" | "columns">, column: string): number {
  const names = columns.map((other) => other.name);
  const place = names.indexOf(column);
  if (place !== -1) return place;
  const near = suggestName(column, names);
  const shown = names.slice(0, 20).map((other) => other.slice(0, 60));
  throw dataUnreadable(
    `${name} has no column "${column.slice(0, 100)}"`,
    near === undefined ? `It has: ${shown.join(", ")}.` : `Did you mean "${near}"?`,
  );
}

/** A batch for each value, in ascending order; rows without one are in none. */
async function cutByColumn(
  task: ProfileTask,
  columns: readonly ProfiledColumn[],
  { source, column }: { readonly source: DataSource; readonly column: string },
): Promise<CutRows> {
  const place = placeOf(source, column);
  const kind = source.columns[place]?.kind ?? "other";
  const key = task.dialect.toText(columns[place]?.value ?? "");
  const found = await task.engine.query(
    `SELECT key, count(*) AS n FROM (SELECT ${key} AS key FROM ${task.relation}) WHERE key IS NOT NULL
     GROUP BY key ORDER BY key LIMIT ${String(MAX_BATCHES + 1)}`,
  );
  const shown = `column "${column.slice(0, 100)}" of ${source.name}`;
  if (found.length === 0) throw dataUnreadable(`${shown} has no value`, "Name a column that says the batch of a row.");
  if (found.length > MAX_BATCHES || kind === "other") {
    throw dataUnreadable(
      kind === "other" ? `${shown} has lists or other values` : `${shown} has more than ${String(MAX_BATCHES)} values`,
      "Name a column that says the batch of a row: a day, a week, a file.",
    );
  }
  const keys = found.map((row) => ({ key: textAt(row, "key") ?? "", rows: countAt(row, "n") }));
  keys.sort((a, b) => (kind === "categorical" || kind === "text" ? compareNames(a.key, b.key) : compare(a.key, b.key)));
  const { literal } = task.dialect;
  const numbered = keys.map((batch, index) => `(${literal(batch.key)}, ${String(index)})`).join(", ");
  const relation = `(SELECT r.*, b.number AS pawl_batch FROM ${task.relation} r
    JOIN (VALUES ${numbered}) b(key, number) ON ${key} = b.key)`;
  return {
    task: await splitRows({ ...task, relation }, { number: "pawl_batch", count: keys.length }),
    columns,
    names: keys.map((batch) => (kind === "timestamp" ? toMoment(Number(batch.key)) : batch.key)),
  };
}

function compare(one: string, other: string): number {
  const difference = Number(one) - Number(other);
  return Number.isNaN(difference) || difference === 0 ? compareNames(one, other) : difference;
}

function toMoment(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  return date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, "")
    .replace(/\.000Z$/, "Z");
}
