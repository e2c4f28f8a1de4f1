import type { GateFacts } from "./gate-facts.ts";
import type { GateNode } from "./gate-node.ts";
import type { GateResult, GateVerdict } from "./gate-result.ts";
import { GATE_RULES } from "./gate-rules.ts";
import { worstVerdict } from "./worst-verdict.ts";

/** Levels of a tree, its rules included. */
export const MAX_GATE_DEPTH = 5;

const OPPOSITE = { pass: "fail", fail: "pass", inconclusive: "inconclusive" } as const satisfies Record<
  GateVerdict,
  GateVerdict
>;

/**
 * What a policy says about facts. Three-valued: `all` fails if any part fails, else is inconclusive if any is; `any` passes
 * if any part passes, else is inconclusive if any is; `not` swaps pass and fail. No rules, no parts and a tree too deep are
 * inconclusive: what nobody has judged never passes.
 */
export function evaluateGate(node: GateNode | undefined, facts: GateFacts): GateResult {
  if (node !== undefined) return evaluateNode(node, facts, 1);
  return {
    kind: "rule",
    rule: "gate",
    verdict: "inconclusive",
    expected: `rules for ${facts.environment}`,
    actual: "the configuration has none",
    todo: `Write promotion.environments.${facts.environment}.gate in .github/pawl.yml.`,
  };
}

function evaluateNode(node: GateNode, facts: GateFacts, depth: number): GateResult {
  const name = node.name === undefined ? {} : { name: node.name };
  if (depth > MAX_GATE_DEPTH) return { kind: "rule", ...name, rule: "gate", ...TOO_DEEP };
  switch (node.kind) {
    case "rule": {
      const finding = GATE_RULES[node.rule].evaluate(node.options, facts);
      return { kind: "rule", ...name, rule: node.rule, ...finding };
    }
    case "not": {
      const inner = evaluateNode(node.node, facts, depth + 1);
      return { kind: "not", ...name, verdict: OPPOSITE[inner.verdict], nodes: [inner] };
    }
    case "all":
    case "any": {
      const nodes = node.nodes.map((part) => evaluateNode(part, facts, depth + 1));
      return { kind: node.kind, ...name, verdict: combine(node.kind, nodes), nodes };
    }
  }
}

const TOO_DEEP = {
  verdict: "inconclusive",
  expected: `rules at most ${String(MAX_GATE_DEPTH)} deep`,
  actual: "a tree that goes deeper",
  todo: "Make the tree flatter.",
} as const;

function combine(kind: "all" | "any", nodes: readonly GateResult[]): GateVerdict {
  if (nodes.length === 0) return "inconclusive";
  if (kind === "all") return worstVerdict(nodes);
  if (nodes.some(({ verdict }) => verdict === "pass")) return "pass";
  return nodes.some(({ verdict }) => verdict === "inconclusive") ? "inconclusive" : "fail";
}
