import { suggestName } from "../../core/config/suggest-name.ts";
import type { ColumnKind } from "../../core/dataset/profile.ts";
import { PawlError } from "../../core/errors.ts";
import { kindOfStrings } from "../data/choose-kind.ts";
import { kindOfType } from "../data/column-value.ts";
import type { SourceColumn, SourceKind } from "../data/data-source.ts";
import { dataUnreadable } from "../data/data-unreadable.ts";
import { countAt, type SqlEngine, textAt } from "../engine.ts";
import type { TableRequest } from "./profile-table.ts";
import type { RemoteSql } from "./remote-sql.ts";
import { windowCondition } from "./table-window.ts";

export interface RemoteColumn extends SourceColumn {
  /** Its type as the engine calls it. */
  readonly native: string;
}

export interface OpenedTable {
  /** Goes behind FROM. */
  readonly relation: string;
  readonly columns: readonly RemoteColumn[];
}

/** Finds the columns of a table and what they hold: by their types, texts by the frame or by their values. */
export async function openTable(engine: SqlEngine, sql: RemoteSql, request: TableRequest): Promise<OpenedTable> {
  const { table, name, window, frame } = request;
  const listed = sql.listColumns(table);
  const found = await engine.query(listed.sql);
  if (found.length === 0) {
    throw dataUnreadable(
      `${sql.label} finds no column of ${name.slice(0, 200)}`,
      "Is the name right, and may this account read it?",
    );
  }
  const open = found.map((row) =>
    openColumn(sql, textAt(row, listed.name) ?? "", (textAt(row, listed.type) ?? "").trim()),
  );
  const all = sql.relation(table);
  const typed = open.map((column) =>
    column.kind === "string" ? { ...column, kind: "text" as const } : { ...column, kind: column.kind },
  );
  const relation =
    window === undefined
      ? all
      : `(SELECT * FROM ${all} WHERE ${windowCondition(sql, demandColumn(typed, window.column), window)})`;
  const frames = new Map(frame?.columns.map((column) => [column.name, column.kind]));
  const columns: RemoteColumn[] = [];
  for (const column of open) {
    const kind =
      column.kind === "string"
        ? (framedKind(frames.get(column.name)) ?? (await kindOfTexts(engine, sql, relation, column.value)))
        : column.kind;
    columns.push({ ...column, kind });
  }
  return { relation, columns };
}

function openColumn(sql: RemoteSql, name: string, native: string) {
  const raw = sql.dialect.identifier(name);
  const type = sql.typeOf(native);
  // What a time of day and a span are counted in, the engines do not agree on.
  const kind = /^(TIME|INTERVAL)\b/.test(type) ? "other" : kindOfType(type);
  return { name, native, type, kind, raw, value: sql.value(raw, native, kind === "string" ? "text" : kind) };
}

function framedKind(kind: ColumnKind | undefined): SourceKind | undefined {
  return kind === "categorical" || kind === "text" ? kind : undefined;
}

async function kindOfTexts(engine: SqlEngine, sql: RemoteSql, relation: string, value: string): Promise<SourceKind> {
  const [row] = await engine.query(
    `SELECT count(x) AS n, count(DISTINCT x) AS different, coalesce(sum(${sql.bytes("x")}), 0) AS bytes
     FROM (SELECT ${value} AS x FROM ${relation})`,
  );
  if (row === undefined) throw new TypeError("an aggregate has one row");
  return kindOfStrings({
    values: countAt(row, "n"),
    distinct: countAt(row, "different"),
    bytes: countAt(row, "bytes"),
  });
}

/** The column of a name. Throws `INPUT_INVALID` where there is none. */
export function demandColumn(columns: readonly RemoteColumn[], name: string): RemoteColumn {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const near = suggestName(
    name,
    columns.map((column) => column.name),
  );
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `there is no column "${name.slice(0, 100)}"`,
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
}
