import { PawlError } from "../core/errors.ts";
import type { PredictionColumns } from "./choose-columns.ts";
import { explainReadError } from "./data/explain-read-error.ts";
import { countAt, type Engine, textAt } from "./engine.ts";
import { asText, type PredictionSource } from "./prediction-source.ts";
import { quoteIdentifier } from "./quote-sql.ts";

export interface LeftOut {
  readonly reason: string;
  readonly rows: number;
}

/**
 * Reads a predictions file once into the table `table`: `id`, `label`, `prediction` as text in canonical form, `score`,
 * `score_0` … as DOUBLE, `slice_0` … as text. Columns that the file does not have are NULL.
 * Throws `PREDICTIONS_INVALID`.
 */
export async function loadPredictions(
  engine: Engine,
  source: PredictionSource,
  columns: PredictionColumns,
  table: string,
): Promise<void> {
  try {
    await engine.execute(`CREATE TABLE ${table} AS ${selectPredictions(source, columns)}`);
  } catch (error) {
    throw await explainLoadError(engine, source, columns, error);
  }
}

/** The statement that gives the rows of such a table. `also` are more columns: SQL over the file's, by their names. */
export function selectPredictions(
  source: PredictionSource,
  columns: PredictionColumns,
  also: Readonly<Record<string, string>> = {},
): string {
  const texts = { id: columns.id, label: columns.label, prediction: columns.prediction };
  const isExact = (column: string) => source.exact.includes(column);
  const text = (role: keyof typeof texts) => {
    const column = texts[role];
    if (column === undefined) return "CAST(NULL AS VARCHAR)";
    return isExact(column) ? `t.${role}` : canonicalText(`t.${role}`);
  };
  const number = (column: string | undefined) =>
    column === undefined ? "CAST(NULL AS DOUBLE)" : `CAST(${quoteIdentifier(column)} AS DOUBLE)`;
  const selected = [
    ...Object.entries(texts).flatMap(([role, column]) =>
      column === undefined ? [] : [`${isExact(column) ? asText(column) : `trim(${asText(column)})`} AS ${role}`],
    ),
    `${number(columns.score)} AS score`,
    ...columns.classScores.map(({ column }, index) => `${number(column)} AS score_${String(index)}`),
    ...columns.slices.map((column, index) => `coalesce(${asText(column)}, '(none)') AS slice_${String(index)}`),
    ...Object.entries(also).map(([name, sql]) => `${sql} AS ${name}`),
  ];
  const rest = [
    "score",
    ...numbered("score", columns.classScores),
    ...numbered("slice", columns.slices),
    ...Object.keys(also),
  ];
  const made = [`${text("id")} AS id`, `${text("label")} AS label`, `${text("prediction")} AS prediction`, ...rest];
  return `SELECT ${made.join(", ")} FROM (SELECT ${selected.join(", ")} FROM ${source.relation}) AS t`;
}

/** What was wrong where a predictions file could not be loaded: the first score that is no number, else what the engine says. */
export async function explainLoadError(
  engine: Engine,
  source: PredictionSource,
  { score, classScores }: Pick<PredictionColumns, "score" | "classScores">,
  error: unknown,
): Promise<unknown> {
  const found = await demandNumbers(engine, source, [score, ...classScores.map(({ column }) => column)]).catch(
    (refusal: unknown) => refusal,
  );
  return found ?? explainReadError(error, { code: "PREDICTIONS_INVALID", name: source.name, files: [] });
}

function numbered(name: string, columns: readonly unknown[]): string[] {
  return columns.map((_, index) => `${name}_${String(index)}`);
}

/**
 * The same value has the same text, whichever format it was kept in: `True` is `true`, `1.0` is `1`; empty and NaN are
 * NULL. `t` is the text without blanks around it. Words are told from numbers by their first character, which costs less
 * than comparing with each.
 */
export function canonicalText(t: string): string {
  return (
    `CASE WHEN ends_with(${t}, '.0') AND regexp_full_match(${t}, '[+-]?[0-9]+\\.0') THEN left(${t}, -2)` +
    ` WHEN ${t} = '' THEN NULL WHEN ${t} < 'A' THEN ${t}` +
    ` WHEN ${t} IN ('NaN', 'nan') THEN NULL WHEN ${t} IN ('True', 'TRUE', 'False', 'FALSE') THEN lower(${t})` +
    ` ELSE ${t} END`
  );
}

/** Throws where a column holds something that is not a number, with the first such row. */
export async function demandNumbers(
  engine: Engine,
  source: PredictionSource,
  columns: readonly (string | undefined)[],
): Promise<void> {
  for (const column of columns) {
    if (column === undefined) continue;
    const value = asText(column);
    const rows = await engine
      .query(
        `SELECT value, row FROM (SELECT ${value} AS value, row_number() OVER () AS row FROM ${source.relation})
         WHERE value IS NOT NULL AND TRY_CAST(value AS DOUBLE) IS NULL ORDER BY row LIMIT 1`,
      )
      .catch(() => []);
    const [found] = rows;
    if (found === undefined) continue;
    throw new PawlError({
      code: "PREDICTIONS_INVALID",
      message: `${source.name}: column "${column.slice(0, 100)}" holds "${(textAt(found, "value") ?? "").slice(0, 60)}" in row ${String(countAt(found, "row"))}, which is not a number`,
      hint: "Scores must be decimal numbers with a point, like 0.25; leave the field empty where there is none.",
    });
  }
}
