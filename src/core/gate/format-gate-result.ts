import { toOneLine } from "../report/escape-markdown.ts";
import type { GateResult } from "./gate-result.ts";

const KIND = { all: "all of", any: "any of", not: "not" } as const;

/** The tree for a terminal or a record: one line a rule, indented, without Markdown. */
export function formatGateResult(result: GateResult, indent = ""): string {
  const name = result.name === undefined ? "" : `${toOneLine(result.name, 120)}: `;
  const head = `${indent}${result.verdict.padEnd(12)} ${name}`;
  if (result.kind !== "rule") {
    const parts = result.nodes.map((node) => formatGateResult(node, `${indent}  `));
    return [`${head}${KIND[result.kind]}`, ...parts].join("\n");
  }
  const { rule, expected, actual, todo, details = [] } = result;
  const inner = `${indent}${" ".repeat(15)}`;
  return [
    `${head}${rule}: ${toOneLine(expected, 400)}`,
    `${inner}is: ${toOneLine(actual, 400)}`,
    ...(todo === undefined ? [] : [`${inner}to do: ${toOneLine(todo, 400)}`]),
    ...details.slice(0, 30).map((line) => `${inner}- ${toOneLine(line, 400)}`),
  ].join("\n");
}
