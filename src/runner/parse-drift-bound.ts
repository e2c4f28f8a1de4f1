import { suggestName } from "../core/config/suggest-name.ts";
import { DRIFT_BOUND_NAMES, findDriftBound } from "../core/drift/drift-bound.ts";
import type { DriftBounds } from "../core/drift/drift-rule.ts";

/** Reads `distribution: 0.1`, a bound of the drift rule. */
export function parseDriftBound(line: string): { readonly entry: Partial<DriftBounds> } | { readonly fault: string } {
  const shown = line.slice(0, 80);
  const [, name = "", text = ""] = /^([\w-]+)\s*[:=]\s*(\S+)$/.exec(line.trim()) ?? [];
  if (name === "") return { fault: `"${shown}" is not of the form name: number` };
  const bound = findDriftBound(name);
  if (bound === undefined) {
    const near = suggestName(name, DRIFT_BOUND_NAMES);
    const help = near === undefined ? `there are ${DRIFT_BOUND_NAMES.join(", ")}` : `did you mean "${near}"?`;
    return { fault: `"${shown}": "${name}" is not a bound, ${help}` };
  }
  const { key, least, most } = bound;
  const value = Number(text);
  if (Number.isFinite(value) && value >= least && value <= most) return { entry: { [key]: value } };
  return { fault: `"${shown}": ${name} must be a number from ${String(least)} to ${String(most)}` };
}
