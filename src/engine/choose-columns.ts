import { suggestName } from "../core/config/suggest-name.ts";
import { PawlError } from "../core/errors.ts";
import type { PredictionSource } from "./prediction-source.ts";

export interface ClassScore {
  readonly name: string;
  readonly column: string;
}

/** Columns as the inputs name them; where one is not given, the column of the default name is used if it exists. */
export interface ColumnChoice {
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly prediction?: string | undefined;
  readonly score?: string | undefined;
  readonly classScores?: readonly ClassScore[] | undefined;
  readonly slices: readonly string[];
}

/** Columns that exist in a file. */
export interface PredictionColumns {
  readonly id: string | undefined;
  readonly label: string;
  readonly prediction: string | undefined;
  readonly score: string | undefined;
  readonly classScores: readonly ClassScore[];
  readonly slices: readonly string[];
}

const DEFAULTS = { id: "id", label: "label", prediction: "prediction", score: "score" } as const;

/**
 * The columns of `source` to use. Throws `PREDICTIONS_INVALID` with the file, the column, the columns that exist and the
 * input to set.
 */
export function chooseColumns(choice: ColumnChoice, source: PredictionSource): PredictionColumns {
  const demand = (column: string, input: string) => demandColumn(column, input, source);
  const optional = (role: "id" | "prediction" | "score") => {
    const wanted = choice[role];
    if (wanted !== undefined) return demand(wanted, `${role}-column`);
    return source.columns.includes(DEFAULTS[role]) ? DEFAULTS[role] : undefined;
  };
  const classScores = choice.classScores ?? [];
  for (const { column } of classScores) demand(column, "score-columns");
  for (const column of choice.slices) demand(column, "slices");
  const columns = {
    id: optional("id"),
    label: demand(choice.label ?? DEFAULTS.label, "label-column"),
    prediction: optional("prediction"),
    score: classScores.length > 0 && choice.score === undefined ? undefined : optional("score"),
    classScores,
    slices: choice.slices,
  };
  if (columns.prediction !== undefined || columns.score !== undefined || classScores.length > 0) return columns;
  throw new PawlError({
    code: "PREDICTIONS_INVALID",
    message: `${source.name} has neither a column "prediction" nor a column "score"; it has ${listColumns(source)}`,
    hint: "Set `prediction-column`, `score-column` or `score-columns`.",
  });
}

/** The column itself. Throws `PREDICTIONS_INVALID` with the columns that exist and the input to set where it is not there. */
export function demandColumn(column: string, input: string, source: PredictionSource): string {
  if (source.columns.includes(column)) return column;
  const near = suggestName(column, source.columns);
  throw new PawlError({
    code: "PREDICTIONS_INVALID",
    message: `${source.name} has no column "${column.slice(0, 100)}"; it has ${listColumns(source)}`,
    hint: near === undefined ? `Set \`${input}\` to one of them.` : `Set \`${input}\` to "${near}".`,
  });
}

function listColumns({ columns }: PredictionSource): string {
  const shown = columns.slice(0, 20).map((name) => `"${name.slice(0, 60)}"`);
  return columns.length > shown.length
    ? `${shown.join(", ")} and ${String(columns.length - shown.length)} more`
    : shown.join(", ");
}
