import { DEFAULT_DRIFT_RULE, type DriftBounds } from "./drift-rule.ts";

const KNOWN = new Map<string, keyof DriftBounds>(
  keysOf(DEFAULT_DRIFT_RULE.bounds).map((key) => [key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), key]),
);

/** Names of the bounds as a person writes them: `rare-share`. */
export const DRIFT_BOUND_NAMES: readonly string[] = [...KNOWN.keys()];

/** The bound of this name, and from where to where it may be, both included; `undefined` where there is none. */
export function findDriftBound(
  name: string,
): { readonly key: keyof DriftBounds; readonly least: number; readonly most: number } | undefined {
  const key = KNOWN.get(name);
  if (key === undefined) return undefined;
  return key === "ratio" ? { key, least: 1, most: 1000 } : { key, least: 0, most: 1 };
}

function keysOf(bounds: DriftBounds): (keyof DriftBounds)[] {
  // Object.keys gives strings; these are the keys of the object that is named.
  return Object.keys(bounds) as (keyof DriftBounds)[];
}
