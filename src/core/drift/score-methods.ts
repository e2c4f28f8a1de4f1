import { PawlError } from "../errors.ts";
import type { DriftScore } from "../evidence/drift-evidence.ts";
import type { ColumnBatches } from "./column-batches.ts";
import { type ColumnCounts, columnCounts } from "./column-counts.ts";
import type { DriftMethod } from "./drift-method.ts";
import { DRIFT_METHODS } from "./drift-methods.ts";

export interface AskedMethod {
  /** A key of `DRIFT_METHODS`. */
  readonly method: string;
  /** `*`, or nothing, for every column that the method applies to. */
  readonly column?: string | undefined;
  /** From where the score counts; without it the score is told and counts for nothing. Of tests: the p-value below which it does. */
  readonly threshold?: number | undefined;
}

/** A column of all reference batches together, and now. */
type ScoredColumn = Pick<ColumnBatches, "name" | "pooled" | "current">;

/** What a document has room for. */
const MAX_SCORES = 2000;

/**
 * Scores of each method on each column that it was asked for, column by column. A column without values has none.
 *
 * @throws PawlError `INPUT_INVALID` for an unknown method, or one that the named column has no order for.
 */
export function scoreMethods(columns: readonly ScoredColumn[], asked: readonly AskedMethod[]): readonly DriftScore[] {
  const methods = asked.map((request) => ({ ...request, definition: findMethod(request.method) }));
  assertColumns(columns, asked);
  return columns
    .flatMap(({ name, pooled, current }) => {
      const wanted = methods.filter(({ column = "*" }) => column === "*" || column === name);
      const counts = wanted.length === 0 ? undefined : columnCounts(pooled(), current);
      return counts === undefined ? [] : wanted.flatMap((request) => score(name, counts, request));
    })
    .slice(0, MAX_SCORES);
}

function score(
  name: string,
  counts: ColumnCounts,
  { method, column = "*", threshold, definition }: AskedMethod & { readonly definition: DriftMethod },
): readonly DriftScore[] {
  const result = definition.measure(counts);
  if (result === undefined) {
    if (column === "*") return [];
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `drift method "${method}" needs values in an order, which column "${name}" does not have`,
      hint: "Methods for categories: psi, chi-square, jensen-shannon, total-variation and others of docs/statistics.md.",
    });
  }
  const { score, pValue } = result;
  const counted = { column: name, method, score, pValue, threshold: threshold ?? definition.threshold };
  if (threshold === undefined) return [counted];
  const exceeded = definition.exceededBy === "score" ? score >= threshold : pValue !== null && pValue < threshold;
  return [{ ...counted, exceeded }];
}

function findMethod(name: string): DriftMethod {
  const found = Object.entries(DRIFT_METHODS).find(([key]) => key === name);
  if (found !== undefined) return found[1];
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `"${name}" is not a drift method`,
    hint: `Methods: ${Object.keys(DRIFT_METHODS).join(", ")}.`,
  });
}

function assertColumns(columns: readonly ScoredColumn[], asked: readonly AskedMethod[]): void {
  const names = new Set(["*", ...columns.map(({ name }) => name)]);
  const unknown = asked.find(({ column = "*" }) => !names.has(column))?.column;
  if (unknown === undefined) return;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `a drift method was asked for column "${unknown}", which the reference and the current data do not both have`,
  });
}
