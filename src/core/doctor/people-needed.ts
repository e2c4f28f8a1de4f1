import type { GateNode } from "../gate/gate-node.ts";

/**
 * Approvals that a gate needs at the least, where everything else about it is as good as can be. `undefined`: it cannot
 * be passed by approvals at all, or has no rules.
 */
export function approvalsNeeded(gate: GateNode | undefined): number | undefined {
  if (gate === undefined) return undefined;
  switch (gate.kind) {
    case "rule":
      return gate.rule === "approvals" ? countOf(gate.options) : 0;
    case "not":
      return 0;
    case "all": {
      const counts = gate.nodes.map(approvalsNeeded);
      // One person can approve for several rules at once.
      return counts.includes(undefined) ? undefined : Math.max(0, ...counts.map((count) => count ?? 0));
    }
    case "any": {
      const counts = gate.nodes.map(approvalsNeeded).filter((count) => count !== undefined);
      return counts.length === 0 ? undefined : Math.min(...counts);
    }
  }
}

function countOf(options: unknown): number {
  const count = typeof options === "object" && options !== null && "count" in options ? options.count : undefined;
  return typeof count === "number" ? count : 1;
}
