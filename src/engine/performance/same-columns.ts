import { PawlError } from "../../core/errors.ts";
import type { PredictionSource } from "../prediction-source.ts";

/** Throws `PREDICTIONS_INVALID` where files that are read as one have columns that the others lack. */
export function demandSameColumns(sources: readonly PredictionSource[]): void {
  const [first] = sources;
  if (first === undefined) return;
  for (const source of sources) {
    for (const [here, there] of [
      [first, source],
      [source, first],
    ] as const) {
      const missing = here.columns.find((column) => !there.columns.includes(column));
      if (missing === undefined) continue;
      throw new PawlError({
        code: "PREDICTIONS_INVALID",
        message: `${there.name} has no column "${missing.slice(0, 100)}", which ${here.name} has`,
        hint: "Files that are handed in together must have the same columns.",
      });
    }
  }
}
