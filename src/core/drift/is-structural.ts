import type { DriftFinding } from "../evidence/drift-evidence.ts";
import type { DriftAspectName } from "./drift-aspect-name.ts";
import type { DriftKind } from "./explain/drift-kind.ts";
import { DRIFT_KINDS } from "./explain/drift-kinds.ts";

/**
 * Whether a change of this aspect speaks of a broken feed rather than of a world that changed: values that are missing,
 * unreadable or stand in for others, another format or spelling, rows that repeat. One place for all aspects.
 */
const STRUCTURAL = {
  column: true,
  kind: true,
  null: true,
  invalid: true,
  "not-finite": true,
  spike: true,
  decimals: true,
  rounding: true,
  spelling: true,
  empty: true,
  characters: true,
  duplicates: true,
  distribution: false,
  location: false,
  scale: false,
  shape: false,
  value: false,
  range: false,
  unseen: false,
  association: false,
  joint: false,
  "conditional-value": false,
  "conditional-location": false,
  tokens: false,
  hours: false,
  hour: false,
} as const satisfies Record<DriftAspectName, boolean>;

const KINDS: ReadonlyMap<string, DriftKind> = new Map(Object.entries(DRIFT_KINDS));

/**
 * A finding about the feed: by what happened, where that is known; else by its aspect, or because all values of the column
 * were multiplied by one factor.
 */
export function isStructural({ aspect, kind, rescaled }: Pick<DriftFinding, "aspect" | "kind" | "rescaled">): boolean {
  const known = kind === undefined ? undefined : KINDS.get(kind);
  if (known !== undefined) return known.structural;
  return rescaled !== undefined || new Map(Object.entries(STRUCTURAL)).get(aspect) === true;
}
