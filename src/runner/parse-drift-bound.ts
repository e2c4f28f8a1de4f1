import { suggestName } from "../core/config/suggest-name.ts";
import { DEFAULT_DRIFT_RULE, type DriftBounds } from "../core/drift/drift-rule.ts";

const KNOWN = new Map<string, keyof DriftBounds>(
  keysOf(DEFAULT_DRIFT_RULE.bounds).map((key) => [key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), key]),
);

/** Names of the bounds as a person writes them: `rare-share`. */
export const DRIFT_BOUND_NAMES: readonly string[] = [...KNOWN.keys()];

/** Reads `distribution: 0.1`, a bound of the drift rule. */
export function parseDriftBound(line: string): { readonly entry: Partial<DriftBounds> } | { readonly fault: string } {
  const shown = line.slice(0, 80);
  const [, name = "", text = ""] = /^([\w-]+)\s*[:=]\s*(\S+)$/.exec(line.trim()) ?? [];
  if (name === "") return { fault: `"${shown}" is not of the form name: number` };
  const key = KNOWN.get(name);
  if (key === undefined) {
    const near = suggestName(name, DRIFT_BOUND_NAMES);
    const help = near === undefined ? `there are ${DRIFT_BOUND_NAMES.join(", ")}` : `did you mean "${near}"?`;
    return { fault: `"${shown}": "${name}" is not a bound, ${help}` };
  }
  const value = Number(text);
  const [least, most] = key === "ratio" ? [1, 1000] : [0, 1];
  if (Number.isFinite(value) && value >= least && value <= most) return { entry: { [key]: value } };
  return { fault: `"${shown}": ${name} must be a number from ${String(least)} to ${String(most)}` };
}

function keysOf(bounds: DriftBounds): (keyof DriftBounds)[] {
  // Object.keys gives strings; these are the keys of the object that is named.
  return Object.keys(bounds) as (keyof DriftBounds)[];
}
