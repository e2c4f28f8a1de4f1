import type { GateNode } from "../../core/gate/gate-node.ts";
import type { GateRuleName } from "../../core/gate/gate-rules.ts";

/** What a policy asks about, so that nothing else has to be read. */
export interface PolicyNeeds {
  readonly rules: ReadonlySet<GateRuleName>;
  /** Every team that some rule names, as `acme/ml-owners`. */
  readonly teams: readonly string[];
  /** Names of check runs and statuses that some rule waits for. */
  readonly checks: readonly string[];
}

/** Which facts the rules of some policies need. */
export function findNeeds(policies: readonly (GateNode | undefined)[]): PolicyNeeds {
  const leaves = policies.flatMap((policy) => (policy === undefined ? [] : leavesOf(policy)));
  return {
    rules: new Set(leaves.map(({ rule }) => rule)),
    teams: unique(leaves.flatMap(({ options }) => namesAt(options, "teams"))),
    checks: unique(
      leaves.filter(({ rule }) => rule === "checks").flatMap(({ options }) => namesAt(options, "names", "name")),
    ),
  };
}

type Leaf = Extract<GateNode, { readonly kind: "rule" }>;

function leavesOf(node: GateNode): readonly Leaf[] {
  switch (node.kind) {
    case "rule":
      return [node];
    case "not":
      return leavesOf(node.node);
    case "all":
    case "any":
      return node.nodes.flatMap(leavesOf);
  }
}

/** Options were parsed by the rule's own schema; of lists of names every rule's look alike. */
function namesAt(options: unknown, ...keys: readonly string[]): readonly string[] {
  if (typeof options !== "object" || options === null) return [];
  const entries = new Map<string, unknown>(Object.entries(options));
  return keys.flatMap((key) => {
    const found = entries.get(key);
    const values: readonly unknown[] = Array.isArray(found) ? found : [found];
    return values.filter((value) => typeof value === "string");
  });
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
