import type { DriftFinding } from "../../evidence/drift-evidence.ts";

/**
 * A finding in words, with the batch in which it began where earlier ones were looked at.
 *
 * @param current Name of the batch that was judged.
 */
export function wordsSince({ words, since }: Pick<DriftFinding, "words" | "since">, current?: string): string {
  if (since === undefined) return words;
  return since === current ? `${words} (new)` : `${words}, since ${since}`;
}
