import { suggestName } from "../core/config/suggest-name.ts";
import { DRIFT_METHODS } from "../core/drift/drift-methods.ts";

/** A drift method that is wanted for a column, `*` for every one, and the score from which on it is drift. */
export interface MethodChoice {
  readonly column: string;
  readonly method: string;
  readonly threshold: number | undefined;
}

/** Reads `delay: psi >= 0.2` or `*: ks`. The column is what stands before the last colon, so that it may have some itself. */
export function parseMethodChoice(line: string): { readonly entry: MethodChoice } | { readonly fault: string } {
  const [, column = "", method = "", bound] = /^(.+):\s*([\w-]+)\s*(?:>=\s*(\S+))?$/.exec(line.trim()) ?? [];
  const shown = line.slice(0, 80);
  if (method === "") return { fault: `"${shown}" is not of the form column: method >= threshold` };
  if (!Object.hasOwn(DRIFT_METHODS, method)) {
    const known = Object.keys(DRIFT_METHODS);
    const near = suggestName(method, known);
    const help = near === undefined ? `there are ${known.join(", ")}` : `did you mean "${near}"?`;
    return { fault: `"${shown}": "${method}" is not a drift method, ${help}` };
  }
  const threshold = bound === undefined ? undefined : Number(bound);
  if (threshold !== undefined && !(Number.isFinite(threshold) && threshold >= 0)) {
    return { fault: `"${shown}": the threshold must be a number of at least 0` };
  }
  return { entry: { column: column.trim(), method, threshold } };
}
