import { isNumeric } from "../../dataset/is-numeric.ts";
import type { NumericProfile } from "../../dataset/profile.ts";
import { ksDistance } from "../../statistics/ks-distance.ts";
import { total } from "../../statistics/total.ts";
import type { ColumnChange } from "./drift-kind.ts";

/** A column of numbers or points in time on one frame, with values on both sides. */
export interface NumberChange {
  readonly before: NumericProfile;
  readonly after: NumericProfile;
  /** Finite values. */
  readonly rows: readonly [before: number, after: number];
}

/** Undefined for other columns. */
export function numberChange({ before, after }: ColumnChange): NumberChange | undefined {
  if (!isNumeric(before) || !isNumeric(after) || before.bins.length !== after.bins.length) return undefined;
  const rows = [total(before.bins), total(after.bins)] as const;
  return rows[0] === 0 || rows[1] === 0 ? undefined : { before, after, rows };
}

/** How its values are to be shown: whole only where they are on both sides. */
export function kindOf({ before, after }: NumberChange): NumericProfile["kind"] {
  return before.kind === "timestamp" || after.kind === "integer" ? before.kind : after.kind;
}

/** Share of the values in the bins from `first` to `last`, before and now. */
export function binShares({ before, after, rows }: NumberChange, first: number, last: number): [number, number] {
  return [total(before.bins.slice(first, last + 1)) / rows[0], total(after.bins.slice(first, last + 1)) / rows[1]];
}

/** The bin that holds the value. */
export function binOf({ before }: NumberChange, value: number): number {
  const bin = before.frame.edges.findIndex((edge) => value <= edge);
  return bin < 0 ? before.frame.edges.length : bin;
}

/** Largest gap between both cumulative distributions of the bins from `first` to `last` alone. */
export function distanceWithin({ before, after }: NumberChange, [first, last]: readonly [number, number]): number {
  const [was, is] = [before.bins.slice(first, last + 1), after.bins.slice(first, last + 1)];
  return total(was) === 0 || total(is) === 0 ? 0 : ksDistance(was, is);
}

/** Largest gap between both cumulative distributions when so many of the current rows in one bin are left out. */
export function distanceWithout({ before, after }: NumberChange, bin: number, rows: number): number {
  const rest = after.bins.map((count, index) => (index === bin ? Math.max(0, count - rows) : count));
  return total(rest) === 0 ? 0 : ksDistance(before.bins, rest);
}
