import type { GateResult, GateVerdict } from "./gate-result.ts";

/** The rules that make a tree's verdict what it is, by the names that people gave them, each once. */
export function listDeciding(result: GateResult): readonly string[] {
  return [...new Set(deciding(result, result.verdict))];
}

function deciding(result: GateResult, verdict: GateVerdict): string[] {
  if (result.verdict !== verdict) return [];
  if (result.kind === "rule") return [result.name ?? result.rule];
  // What is turned round inside of it is not what to look for.
  if (result.kind === "not") return [result.name ?? "not"];
  return result.nodes.flatMap((node) => deciding(node, verdict));
}
