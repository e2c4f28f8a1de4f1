import { toValueGroups, type ValueGroup } from "../../core/dataset/value-groups.ts";
import { textAt } from "../engine.ts";
import type { ProfileTask } from "./profile-task.ts";

/**
 * Finite doubles `value` of a query with their rows `n`, as groups. They come as one text: that costs a third of an object
 * for each.
 */
export async function readGroups({ engine, dialect }: ProfileTask, query: string): Promise<ValueGroup[]> {
  const [row] = await engine.query(
    `SELECT ${dialect.join(`${dialect.toText("value")} || ' ' || ${dialect.toText("n")}`, ",")} AS text
     FROM (SELECT value, sum(n) AS n FROM (${query})
       WHERE ${dialect.isFinite("value")} GROUP BY value ORDER BY value)`,
  );
  const text = row === undefined ? undefined : textAt(row, "text");
  if (text === undefined) return [];
  return toValueGroups(
    text.split(",").map((group) => {
      const [value, rows] = group.split(" ");
      return { value: Number(value), rows: Number(rows) };
    }),
  );
}
