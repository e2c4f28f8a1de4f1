import { isNumeric } from "../../dataset/is-numeric.ts";
import { total } from "../../statistics/total.ts";
import type { ColumnChange } from "./drift-kind.ts";

/** Points in time by the hour of the day, UTC. */
export interface HourChange {
  /** 24 shares of the rows each. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly rows: readonly [before: number, after: number];
}

/** Undefined for other columns, and where hours were not counted. */
export function hourChange({ before, after }: ColumnChange): HourChange | undefined {
  const [was, is] = [before, after].map((column) => (isNumeric(column) ? column.hours : undefined));
  if (was === undefined || is === undefined) return undefined;
  const rows = [total(was), total(is)] as const;
  if (rows[0] === 0 || rows[1] === 0) return undefined;
  return { before: was.map((count) => count / rows[0]), after: is.map((count) => count / rows[1]), rows };
}
