import type { DriftFinding } from "../../evidence/drift-evidence.ts";

/** Whether a finding is about two columns together: their association, or how one changed in rows alike in the other. */
export function isRelation({ aspect }: Pick<DriftFinding, "aspect">): boolean {
  return aspect === "association" || aspect === "joint" || aspect.startsWith("conditional-");
}
