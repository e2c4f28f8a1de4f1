import { MAX_CLASSES, type ValueSummary } from "../core/evaluation/detect-task.ts";
import { countAt, type Engine, textAt } from "./engine.ts";

/** Different values of a text column of our own table, and whether they are numbers. */
export async function summarizeValues(engine: Engine, table: string, column: string): Promise<ValueSummary> {
  const limit = MAX_CLASSES + 1;
  const rows = await engine.query(
    `SELECT DISTINCT ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL LIMIT ${String(limit)}`,
  );
  const values = rows.map((row) => textAt(row, "value") ?? "").sort();
  if (values.length < limit) return { values, ...judgeNumbers(values) };
  const [found] = await engine.query(
    `SELECT count_if(number IS NULL) AS texts, count_if(number <> trunc(number)) AS fractions
     FROM (SELECT TRY_CAST(${column} AS DOUBLE) AS number FROM ${table} WHERE ${column} IS NOT NULL)`,
  );
  if (found === undefined) return { values, numeric: false, fractional: false };
  return { values, numeric: countAt(found, "texts") === 0, fractional: countAt(found, "fractions") > 0 };
}

function judgeNumbers(values: readonly string[]): { readonly numeric: boolean; readonly fractional: boolean } {
  const numbers = values.map((value) =>
    /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN,
  );
  const numeric = values.length > 0 && numbers.every((number) => !Number.isNaN(number));
  return { numeric, fractional: numeric && numbers.some((number) => !Number.isInteger(number)) };
}
