import { toOneLine } from "../report/escape-markdown.ts";
import type { GateNode } from "./gate-node.ts";

/** A policy as lines that can be compared: one a rule with all of its options in alphabetical order, indented by depth. */
export function formatGate(node: GateNode, indent = ""): string[] {
  const name = node.name === undefined ? "" : ` (${toOneLine(node.name, 120)})`;
  switch (node.kind) {
    case "rule":
      return [`${indent}${node.rule}: ${sortedJson(node.options)}${name}`];
    case "not":
      return [`${indent}not:${name}`, ...formatGate(node.node, `${indent}  `)];
    default:
      return [`${indent}${node.kind}:${name}`, ...node.nodes.flatMap((part) => formatGate(part, `${indent}  `))];
  }
}

/** The same text for the same options, in whatever order they were written. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
