import { suggestName } from "../core/config/suggest-name.ts";
import type { DriftMethod } from "../core/drift/drift-method.ts";
import { DRIFT_METHODS } from "../core/drift/drift-methods.ts";
import type { AskedMethod } from "../core/drift/score-methods.ts";

const METHODS: Readonly<Record<string, DriftMethod>> = DRIFT_METHODS;

/**
 * Reads `delay: psi >= 0.2`, `origin: chi-square < 0.01` or `*: wasserstein`. Scores count from the threshold on, p-values below it.
 * The column is what stands before the last colon, so that it may have some itself.
 */
export function parseMethodChoice(line: string): { readonly entry: AskedMethod } | { readonly fault: string } {
  const shown = line.slice(0, 80);
  const match = /^(.+):\s*([\w-]+)\s*(?:(>=|<)\s*(\S+))?$/.exec(line.trim());
  const [, column = "", name = "", sign, bound] = match ?? [];
  if (match === null) return { fault: `"${shown}" is not of the form column: method >= threshold` };
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (method === undefined) {
    const known = Object.keys(METHODS);
    const near = suggestName(name, known);
    const help = near === undefined ? `there are ${known.join(", ")}` : `did you mean "${near}"?`;
    return { fault: `"${shown}": "${name}" is not a drift method, ${help}` };
  }
  if (bound === undefined) return { entry: { column: column.trim(), method: name } };
  const wanted = method.exceededBy === "score" ? ">=" : "<";
  if (sign !== wanted) {
    const what =
      method.exceededBy === "score"
        ? "a score that counts from a threshold on"
        : "a p-value that counts below a threshold";
    return { fault: `"${shown}": ${name} is judged by ${what}: write ${name} ${wanted} ${bound}` };
  }
  const threshold = Number(bound);
  if (Number.isFinite(threshold) && threshold >= 0)
    return { entry: { column: column.trim(), method: name, threshold } };
  return { fault: `"${shown}": the threshold must be a number of at least 0` };
}
