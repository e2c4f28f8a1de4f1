import type { DriftFinding } from "../../evidence/drift-evidence.ts";

/**
 * A finding in words, or what explains it, with the batch in which it began where earlier ones were looked at.
 *
 * @param current Name of the batch that was judged.
 */
export function wordsSince(
  { words, explanation = words, since }: Pick<DriftFinding, "words" | "explanation" | "since">,
  current?: string,
): string {
  if (since === undefined) return explanation;
  return since === current ? `${explanation} (new)` : `${explanation}, since ${since}`;
}
