import { toSafeText } from "../core/evidence/limits.ts";
import { countAt, type Row, textAt } from "./engine.ts";
import type { EvaluationPlan } from "./evaluation-plan.ts";

// Overall and slices come from one scan: `g` is the number of the slice column, −1 for all rows, `v` the slice's value.

/** `SELECT` and `GROUP BY` of a statement that groups all rows, and the rows of each slice, by `keys`. */
export function groupingSets(plan: EvaluationPlan, keys: readonly string[]) {
  const columns = plan.slices.map((_, index) => `slice_${String(index)}`);
  const isSet = (column: string) => `GROUPING(${column}) = 0`;
  const choose = (then: (column: string, index: number) => string, otherwise: string) =>
    columns.length === 0
      ? otherwise
      : `CASE ${columns.map((column, index) => `WHEN ${isSet(column)} THEN ${then(column, index)}`).join(" ")} ELSE ${otherwise} END`;
  const sets = [keys, ...columns.map((column) => [column, ...keys])].map((set) => `(${set.join(", ")})`);
  const notShown = columns.map((column) => `(${isSet(column)} AND ${column} IS NULL)`);
  return {
    select: `${choose((_, index) => String(index), "-1")} AS g, ${choose((column) => column, "NULL")} AS v`,
    groupBy: `GROUPING SETS (${sets.join(", ")})${notShown.length === 0 ? "" : ` HAVING NOT (${notShown.join(" OR ")})`}`,
  };
}

/** Rows of a grouped statement, by {@link groupKey}. */
export function byGroup<Entry>(rows: readonly Row[], read: (row: Row) => Entry): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const row of rows) {
    const key = groupKey(countAt(row, "g"), textAt(row, "v") ?? "");
    const entries = groups.get(key);
    if (entries === undefined) groups.set(key, [read(row)]);
    else entries.push(read(row));
  }
  return groups;
}

export function groupKey(column: number, value: string): string {
  return column < 0 ? ALL_ROWS : `${String(column)} ${value}`;
}

export const ALL_ROWS = "all";

/** Every slice of the plan with its key, in the plan's order. */
export function slicesOf(
  plan: EvaluationPlan,
): { readonly key: string; readonly slice: { readonly column: string; readonly value: string } }[] {
  return plan.slices.flatMap(({ column, values }, index) =>
    values.map((value) => ({
      key: groupKey(index, value),
      slice: { column: toLine(column), value: toLine(value) },
    })),
  );
}

function toLine(text: string): string {
  const line = toSafeText(text.replace(/[\n\r\t]+/g, " "), 200);
  return line.trim() === "" ? "(blank)" : line;
}
