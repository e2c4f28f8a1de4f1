import { escapeMarkdown } from "../report/escape-markdown.ts";
import type { GateResult, GateVerdict } from "./gate-result.ts";

export const VERDICT_ICON = { pass: "✅", fail: "❌", inconclusive: "⏸️" } as const satisfies Record<
  GateVerdict,
  string
>;

const KIND = { all: "all of", any: "any of", not: "not" } as const;

export interface TreeDetail {
  /** Lines below a rule: whose approval fell, which slices failed. */
  readonly details: number;
  /** Characters of each text. */
  readonly words: number;
  /** Rules that passed, with what was expected and found; else their names alone. */
  readonly passed: boolean;
}

export const FULL_DETAIL: TreeDetail = { details: 30, words: 400, passed: true };

/** The tree that was decided from, as a nested list: every rule with what was expected, what is, and what to do. */
export function renderGateResult(result: GateResult, detail: TreeDetail = FULL_DETAIL): string {
  return renderNode(result, detail, "").join("\n");
}

function renderNode(result: GateResult, detail: TreeDetail, indent: string): string[] {
  const icon = VERDICT_ICON[result.verdict];
  const name = result.name === undefined ? "" : `${escapeMarkdown(result.name, 120)}: `;
  if (result.kind !== "rule") {
    return [
      `${indent}- ${icon} ${name}**${KIND[result.kind]}**`,
      ...result.nodes.flatMap((node) => renderNode(node, detail, `${indent}  `)),
    ];
  }
  const title = `${indent}- ${icon} ${name}**${escapeMarkdown(result.rule, 40)}**`;
  if (result.verdict === "pass" && !detail.passed) return [title];
  const words = (text: string) => escapeMarkdown(text, detail.words);
  const { expected, actual, todo, details = [] } = result;
  const hidden = details.length - detail.details;
  return [
    `${title}: ${words(expected)}`,
    `${indent}  - is: ${words(actual)}`,
    ...(todo === undefined ? [] : [`${indent}  - to do: ${words(todo)}`]),
    ...details.slice(0, detail.details).map((line) => `${indent}  - ▸ ${words(line)}`),
    ...(hidden > 0 ? [`${indent}  - ▸ and ${String(hidden)} more`] : []),
  ];
}
