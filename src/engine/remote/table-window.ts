import { dataUnreadable } from "../data/data-unreadable.ts";
import type { RemoteColumn } from "./open-table.ts";
import type { RemoteSql } from "./remote-sql.ts";

/** Rows of a time alone: `[start, end)`, of which either may be open. */
export interface TableWindow {
  /** The column with the time of a row. */
  readonly column: string;
  /** ISO 8601, UTC. */
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/** SQL that holds for the rows of a window. Throws `DATA_UNREADABLE` where the column is none of times. */
export function windowCondition(sql: RemoteSql, column: RemoteColumn, { start, end }: TableWindow): string {
  if (column.kind !== "timestamp") {
    throw dataUnreadable(
      `column "${column.name.slice(0, 100)}" holds ${column.type}, not a time`,
      "Name a column of dates or timestamps, or make a view that has one.",
    );
  }
  const { raw, native } = column;
  const conditions = [
    ...(start === undefined ? [] : [`${raw} >= ${sql.moment(start, native)}`]),
    ...(end === undefined ? [] : [`${raw} < ${sql.moment(end, native)}`]),
  ];
  return conditions.length === 0 ? `${raw} IS NOT NULL` : conditions.join(" AND ");
}
