import type { GateFacts } from "./gate-facts.ts";
import type { GateNode } from "./gate-node.ts";
import type { GateResult, GateVerdict } from "./gate-result.ts";
import type { PolicyChange } from "./promotion-facts.ts";
import { ApprovalsOptions, evaluateApprovals } from "./rules/approvals.ts";
import { worstVerdict } from "./worst-verdict.ts";

/**
 * Whoever must approve a promotion must approve a change of its rules, else two pull requests get past what one cannot. The
 * old tree is asked with everything left out but its approvals; undefined where it demands none.
 */
export function judgePolicyChange(
  { before }: PolicyChange,
  pullRequest: GateFacts["pullRequest"],
): GateResult | undefined {
  return before === undefined ? undefined : judgeApprovals(before, pullRequest);
}

function judgeApprovals(node: GateNode, pullRequest: GateFacts["pullRequest"]): GateResult | undefined {
  const name = node.name === undefined ? {} : { name: node.name };
  if (node.kind === "rule") {
    if (node.rule !== "approvals") return undefined;
    const parsed = ApprovalsOptions.safeParse(node.options);
    if (!parsed.success) return undefined;
    const finding = evaluateApprovals(parsed.data, { pullRequest, trainedBy: undefined });
    return { kind: "rule", ...name, rule: node.rule, ...finding };
  }
  // Who must not approve something cannot be asked here.
  if (node.kind === "not") return undefined;
  const nodes = node.nodes.flatMap((part) => {
    const result = judgeApprovals(part, pullRequest);
    return result === undefined ? [] : [result];
  });
  if (nodes.length === 0) return undefined;
  return { kind: node.kind, ...name, verdict: node.kind === "all" ? worstVerdict(nodes) : best(nodes), nodes };
}

function best(nodes: readonly { readonly verdict: GateVerdict }[]): GateVerdict {
  const order = ["pass", "inconclusive", "fail"] as const;
  return order.find((verdict) => nodes.some((node) => node.verdict === verdict)) ?? "inconclusive";
}
