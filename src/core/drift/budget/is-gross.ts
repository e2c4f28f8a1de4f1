import type { DriftFinding } from "../../evidence/drift-evidence.ts";
import type { DriftAspectName } from "../drift-aspect-name.ts";

/** Share of the rows, or distance of the distributions, from which on nobody should wait for a second window. */
const GROSS_SHARE = 0.2;

/** From where a change of an aspect is gross; effects of the others are no shares of rows. */
const GROSS = new Map<string, number>([
  ["column", 0],
  ["kind", 0],
  ["null", GROSS_SHARE],
  ["invalid", GROSS_SHARE],
  ["not-finite", GROSS_SHARE],
  ["empty", GROSS_SHARE],
  ["unseen", GROSS_SHARE],
  ["range", GROSS_SHARE],
  ["distribution", GROSS_SHARE],
] satisfies [DriftAspectName, number][]);

/** Drift so large that it is told at once. */
export function isGross({ aspect, effect, verdict }: Pick<DriftFinding, "aspect" | "effect" | "verdict">): boolean {
  return verdict === "drift" && Math.abs(effect) >= (GROSS.get(aspect) ?? Number.POSITIVE_INFINITY);
}
