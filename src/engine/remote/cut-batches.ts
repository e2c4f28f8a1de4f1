import { dataUnreadable } from "../data/data-unreadable.ts";
import { countAt, numberAt, type SqlEngine, textAt } from "../engine.ts";
import { demandColumn, type OpenedTable, type RemoteColumn } from "./open-table.ts";
import type { RemoteSql } from "./remote-sql.ts";

/** One batch for each value of the column; of a column of times one for each span of so many milliseconds since 1970. */
export interface BatchCut {
  readonly column: string;
  readonly everyMs?: number | undefined;
}

export interface TableBatch {
  readonly name: string;
  readonly rows: number;
}

export interface CutTable {
  readonly relation: string;
  /** SQL of the batch that a row of the relation belongs to. */
  readonly number: string;
  /** In ascending order of what they are cut by. */
  readonly batches: readonly TableBatch[];
}

/** As many as a year has days, and one more. */
const MAX_BATCHES = 366;

/**
 * Cuts a table into batches. Rows without a value in the column belong to none. Throws `INPUT_INVALID` for a column that
 * there is not, `DATA_UNREADABLE` where no batch or too many come out.
 */
export async function cutBatches(
  engine: SqlEngine,
  sql: RemoteSql,
  { relation, columns }: OpenedTable,
  cut: BatchCut,
): Promise<CutTable> {
  const column = demandColumn(columns, cut.column);
  const { dialect } = sql;
  const key = keyOf(sql, column, cut);
  const found = await engine.query(
    `SELECT name, min(place) AS place, count(*) AS n
     FROM (SELECT ${key} AS name, ${isNumber(column) ? dialect.toDouble(column.value) : "0"} AS place FROM ${relation})
     WHERE name IS NOT NULL GROUP BY name LIMIT ${String(MAX_BATCHES + 1)}`,
  );
  if (found.length === 0 || found.length > MAX_BATCHES) throw refusal(cut, found.length);
  const sorted = found
    .map((row) => ({ key: textAt(row, "name") ?? "", place: numberAt(row, "place") ?? 0, rows: countAt(row, "n") }))
    .toSorted((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
  const cases = sorted.map((batch, number) => `WHEN ${dialect.literal(batch.key)} THEN ${String(number)}`);
  const number = freeName(columns);
  return {
    relation: `(SELECT * FROM (SELECT *, CASE ${key} ${cases.join(" ")} END AS ${number} FROM ${relation}) WHERE ${number} IS NOT NULL)`,
    number,
    batches: sorted.map((batch) => ({ name: nameOf(batch.key, cut), rows: batch.rows })),
  };
}

function isNumber({ kind }: RemoteColumn): boolean {
  return kind === "integer" || kind === "numeric" || kind === "timestamp";
}

/** SQL of a text that is the same for all rows of a batch. */
function keyOf({ dialect }: RemoteSql, { name, kind, type, raw, value }: RemoteColumn, { everyMs }: BatchCut): string {
  if (kind === "other") {
    throw dataUnreadable(`column "${name.slice(0, 100)}" holds ${type}, by which no batches can be told`, HINT);
  }
  if (everyMs === undefined) return dialect.toText(raw);
  if (kind !== "timestamp") {
    throw dataUnreadable(`column "${name.slice(0, 100)}" holds ${type}, not a time that could be cut`, HINT);
  }
  return dialect.toText(dialect.toWhole(`floor(${value} / ${dialect.double(everyMs / 1000)})`));
}

function nameOf(key: string, { everyMs }: BatchCut): string {
  return everyMs === undefined ? key : new Date(Number(key) * everyMs).toISOString();
}

/** A name that none of the columns has, in any case of letters. */
function freeName(columns: readonly RemoteColumn[]): string {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  let name = "pawl_batch";
  while (taken.has(name)) name += "_";
  return name;
}

const HINT = "Name a column with the day or the name of each row's batch, or one of times together with --cut 1d.";

function refusal({ column }: BatchCut, batches: number) {
  const shown = `"${column.slice(0, 100)}"`;
  return batches === 0
    ? dataUnreadable(`no row has a value in column ${shown}, so there is no batch`, HINT)
    : dataUnreadable(`column ${shown} would make more than ${String(MAX_BATCHES)} batches`, HINT);
}
