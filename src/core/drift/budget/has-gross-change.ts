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

/**
 * Whether something drifted so much that it is told at once: what drifts in a column says so, or another measure of the same
 * column, which may say more of the size and be less unusual.
 */
export function hasGrossChange(
  findings: readonly Pick<DriftFinding, "columns" | "aspect" | "effect" | "verdict" | "signal" | "material">[],
): boolean {
  const drifted = new Set(findings.filter(({ verdict }) => verdict === "drift").flatMap(({ columns }) => columns));
  return findings.some(
    ({ columns, aspect, effect, verdict, signal, material }) =>
      Math.abs(effect) >= (GROSS.get(aspect) ?? Number.POSITIVE_INFINITY) &&
      (verdict === "drift" || (signal && material && columns.every((column) => drifted.has(column)))),
  );
}
