import { suggestName } from "../../core/config/suggest-name.ts";
import { countAt, type Engine } from "../engine.ts";
import { quoteIdentifier, quoteLiteral } from "../quote-sql.ts";
import { columnValue, kindOfType } from "./column-value.ts";
import { dataUnreadable } from "./data-unreadable.ts";
import type { OpenedRelation } from "./opened-relation.ts";
import type { RowWindow, WindowCounts } from "./row-window.ts";
import type { FileColumn } from "./settle-columns.ts";

export interface WindowedRelation {
  readonly opened: OpenedRelation;
  readonly counts: WindowCounts;
}

/**
 * The rows of a window, and how many there were besides. They are counted before anything else is read, so that data of
 * another time end here, with words. Throws `DATA_UNREADABLE` where the column is none of times, or no row is left.
 */
export async function keepWindow(
  engine: Engine,
  opened: OpenedRelation,
  { window, name }: { readonly window: RowWindow; readonly name: string },
): Promise<WindowedRelation> {
  const { atLeast, below, isMissing } = conditions(timeColumn(opened, window, name), window);
  const [row] = await engine.query(
    `SELECT count(CASE WHEN ${atLeast} AND ${below} THEN 1 END) AS kept, count(CASE WHEN NOT (${atLeast}) THEN 1 END) AS before,
       count(CASE WHEN NOT (${below}) THEN 1 END) AS after, count(CASE WHEN ${isMissing} THEN 1 END) AS timeless
     FROM ${opened.relation}`,
  );
  if (row === undefined) throw new TypeError("an aggregate without groups has no row");
  const counts: WindowCounts = {
    kept: countAt(row, "kept"),
    before: countAt(row, "before"),
    after: countAt(row, "after"),
    timeless: countAt(row, "timeless"),
  };
  if (counts.kept === 0) throw noRow(window, counts, name);
  const relation = `(SELECT * FROM ${opened.relation} WHERE ${atLeast} AND ${below})`;
  return { opened: { ...opened, relation }, counts };
}

function timeColumn({ columns }: OpenedRelation, { column }: RowWindow, name: string): FileColumn {
  const found = columns.find((other) => other.name === column);
  const shown = `"${column.slice(0, 100)}"`;
  if (found === undefined) {
    const near = suggestName(
      column,
      columns.map((other) => other.name),
    );
    throw dataUnreadable(
      `${name} has no column ${shown}, by which the rows of the window are told`,
      near === undefined ? TIME_HINT : `Did you mean "${near}"? ${TIME_HINT}`,
    );
  }
  if (found.type === "VARCHAR" || kindOfType(found.type) === "timestamp") return found;
  throw dataUnreadable(`column ${shown} of ${name} holds ${found.type}, not a time`, TIME_HINT);
}

const TIME_HINT =
  "`time` of the dataset in .github/pawl.yml names the column with the time of a row: a date or timestamp, or text as in ISO 8601.";

interface Conditions {
  readonly atLeast: string;
  readonly below: string;
  readonly isMissing: string;
}

function conditions({ name, type }: FileColumn, { start, end }: RowWindow): Conditions {
  const raw = quoteIdentifier(name);
  if (type === "VARCHAR") {
    const value = columnValue(raw, type, "timestamp");
    const seconds = (instant: string) => `CAST(${quoteLiteral(String(Date.parse(instant) / 1000))} AS DOUBLE)`;
    return compare(value, seconds(start), seconds(end));
  }
  // In the column's own type, so that Parquet's statistics spare the groups of other times.
  const own = type.includes("TIME ZONE") ? "TIMESTAMPTZ" : "TIMESTAMP";
  const moment = (instant: string) =>
    `CAST(${quoteLiteral(own === "TIMESTAMP" ? instant.replace(/Z$/, "") : instant)} AS ${own})`;
  return compare(raw, moment(start), moment(end));
}

function compare(value: string, start: string, end: string): Conditions {
  return { atLeast: `${value} >= ${start}`, below: `${value} < ${end}`, isMissing: `${value} IS NULL` };
}

function noRow({ column, start, end }: RowWindow, { before, after, timeless }: WindowCounts, name: string) {
  const total = before + after + timeless;
  if (total > 0 && total === timeless) {
    return dataUnreadable(
      `none of the ${String(total)} values of column "${column.slice(0, 100)}" of ${name} can be read as a time`,
      TIME_HINT,
    );
  }
  return dataUnreadable(
    `${name} has no row from ${start} to ${end}: ${String(before)} are earlier, ${String(after)} later, ${String(timeless)} without a time`,
    "Fetch the data of the window before the check. A time without an offset is read as UTC.",
  );
}
