import type { Curve } from "../../core/evidence/run-evidence.ts";
import { createCurveBuilder } from "./curve-builder.ts";
import type { LoggedCurve } from "./log-reader.ts";

export type HistoryRow = ReadonlyMap<string, number>;

const STEP_COLUMNS = ["step", "global_step", "iteration", "iter"];
const EPOCH_COLUMNS = ["epoch"];

export interface HistoryAxis {
  readonly axis: Curve["axis"];
  readonly column: string;
}

/** The column that says when a row was logged: a step where there is one, else the epoch; in any case of letters. */
export function findAxis(columns: readonly string[]): HistoryAxis | undefined {
  const byLowerCase = new Map(columns.map((column) => [column.toLowerCase(), column]));
  const pick = (names: readonly string[]): string | undefined =>
    names.map((name) => byLowerCase.get(name)).find((column) => column !== undefined);
  const step = pick(STEP_COLUMNS);
  if (step !== undefined) return { axis: "step", column: step };
  const epoch = pick(EPOCH_COLUMNS);
  return epoch === undefined ? undefined : { axis: "epoch", column: epoch };
}

/** Curves of rows with sparse columns. Without an axis rows are counted from 0. Columns of axes are no metrics. */
export function readHistoryRows(
  rows: readonly HistoryRow[],
  axis: HistoryAxis | undefined,
): ReadonlyMap<string, LoggedCurve> {
  const curves = createCurveBuilder();
  rows.forEach((row, index) => {
    const step = axis === undefined ? index : (row.get(axis.column) ?? Number.NaN);
    for (const [column, value] of row) {
      if (!isAxisColumn(column)) curves.add(column, axis?.axis ?? "step", step, value);
    }
  });
  return curves.build();
}

function isAxisColumn(column: string): boolean {
  const lower = column.toLowerCase();
  return STEP_COLUMNS.includes(lower) || EPOCH_COLUMNS.includes(lower);
}
