import { MAX_GATE_DEPTH } from "../gate/evaluate-gate.ts";
import { GATE_RULE_NAMES, GATE_RULES } from "../gate/gate-rules.ts";
import type { DescribedIssue } from "./describe-schema-issue.ts";
import type { GateConfig } from "./gate-config.ts";

type Path = readonly PropertyKey[];

/** More are not read by anybody, and have to fit into one check run. */
const MAX_RULES = 200;

const PARTS = ["all", "any", "not", ...GATE_RULE_NAMES] as const;

/** What a schema cannot say about a tree of rules: one key a mapping, how deep, how many, and what each rule's options mean together. */
export function checkGate(path: Path, gate: GateConfig): DescribedIssue[] {
  const issues = checkNode(path, gate, 1);
  if (issues.length > 0 || countRules(gate) <= MAX_RULES) return issues;
  return [
    { path, about: "key", message: `has more than ${String(MAX_RULES)} rules.`, hint: "Nobody reads that many." },
  ];
}

function checkNode(path: Path, node: GateConfig, depth: number): DescribedIssue[] {
  const [key, ...others] = PARTS.filter((part) => node[part] !== undefined);
  if (key === undefined) {
    return [{ path, about: "value", message: "has no rule.", hint: `Write one of ${PARTS.join(", ")}.` }];
  }
  if (others.length > 0) {
    const hint = "Write all: and each of them as an entry of its own, with - in front.";
    return [{ path, about: "value", message: `has ${[key, ...others].join(" and ")} in one place.`, hint }];
  }
  if (depth > MAX_GATE_DEPTH) {
    const message = `is more than ${String(MAX_GATE_DEPTH)} levels deep.`;
    return [{ path, about: "value", message, hint: "Make the tree flatter." }];
  }
  if (key === "not") return node.not === undefined ? [] : checkNode([...path, "not"], node.not, depth + 1);
  if (key === "all" || key === "any") {
    return (node[key] ?? []).flatMap((part, index) => checkNode([...path, key, index], part, depth + 1));
  }
  return GATE_RULES[key].check(node[key]).map((issue) => ({ ...issue, path: [...path, key, ...issue.path] }));
}

/** Every rule of a tree, with the path that leads to its options. */
export function listRules(
  path: Path,
  node: GateConfig,
): { readonly path: Path; readonly rule: string; readonly options: unknown }[] {
  const lists = [
    ...(node.all ?? []).map((part, index) => ({ part, at: ["all", index] })),
    ...(node.any ?? []).map((part, index) => ({ part, at: ["any", index] })),
    ...(node.not === undefined ? [] : [{ part: node.not, at: ["not"] }]),
  ];
  const own = GATE_RULE_NAMES.filter((rule) => node[rule] !== undefined).map((rule) => ({
    path: [...path, rule],
    rule,
    options: node[rule],
  }));
  return [...own, ...lists.flatMap(({ part, at }) => listRules([...path, ...at], part))];
}

function countRules(gate: GateConfig): number {
  return listRules([], gate).length;
}
