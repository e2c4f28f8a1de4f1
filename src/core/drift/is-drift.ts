import type { DriftEvidence } from "../evidence/drift-evidence.ts";

/** Whether something speaks against the data: the rule's verdict, or a score that reached the threshold that was asked for. */
export function isDrift({ verdict, scores }: Pick<DriftEvidence, "verdict" | "scores">): boolean {
  return verdict === "drift" || scores.some(({ exceeded }) => exceeded === true);
}
