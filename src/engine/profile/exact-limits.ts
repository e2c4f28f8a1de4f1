import type { NumericProfile } from "../../core/dataset/profile.ts";
import type { ValueGroup } from "../../core/dataset/value-groups.ts";
import { type Row, textAt } from "../engine.ts";
import { byBatch, eachBatch } from "./by-batch.ts";
import type { NumericRequest } from "./numeric-request.ts";
import type { ProfileTask } from "./profile-task.ts";

export type Extremes = Pick<NumericProfile, "min" | "max">;

/** The smallest and largest value of each batch. Doubles do not hold every whole number beyond 2^53; those are asked for as text. */
export async function exactLimits(
  task: ProfileTask,
  request: Pick<NumericRequest, "column" | "kind">,
  batches: readonly (readonly ValueGroup[])[],
): Promise<Extremes[]> {
  const limits = batches.map((groups) => ({ min: groups[0]?.value ?? null, max: groups.at(-1)?.value ?? null }));
  const fits = ({ min, max }: (typeof limits)[number]) =>
    [min, max].every((limit) => limit === null || Math.abs(limit) < Number.MAX_SAFE_INTEGER);
  return request.kind !== "integer" || limits.every(fits) ? limits : readLimits(task, request);
}

/** The same where the values are not known. */
export async function readLimits(
  task: ProfileTask,
  { column, kind }: Pick<NumericRequest, "column" | "kind">,
): Promise<Extremes[]> {
  const { engine, dialect, relation } = task;
  const { read, say, group } = byBatch(task);
  const x = kind === "integer" ? "x" : `CASE WHEN ${dialect.isFinite("x")} THEN x END`;
  const found = await engine.query(
    `SELECT ${say}${dialect.toText(`min(${x})`)} AS low, ${dialect.toText(`max(${x})`)} AS high
     FROM (SELECT ${read}${column.value} AS x FROM ${relation}) ${group}`,
  );
  return eachBatch(task, found, limitsOf);
}

/** Of a row with `low` and `high` as texts. */
export function limitsOf(row: Row | undefined): Extremes {
  if (row === undefined) return { min: null, max: null };
  return { min: toExtreme(textAt(row, "low")), max: toExtreme(textAt(row, "high")) };
}

function toExtreme(text: string | undefined): number | string | null {
  if (text === undefined) return null;
  const number = Number(text) + 0;
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? text : number;
}
