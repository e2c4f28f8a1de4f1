import { evaluateGate } from "./evaluate-gate.ts";
import type { GateFacts } from "./gate-facts.ts";
import type { GateNode } from "./gate-node.ts";
import type { GateResult } from "./gate-result.ts";
import { judgeIntegrity } from "./judge-integrity.ts";
import { judgePolicyChange } from "./judge-policy-change.ts";
import type { AliasMove, JudgedMove, JudgedPromotion, PromotionFacts } from "./promotion-facts.ts";
import { worstVerdict } from "./worst-verdict.ts";

/**
 * Decides about a pull request: each move by the policy in force, each change of the policy by the approvals that the old
 * one demands; the worst wins. A fork moves nothing, whatever its reviews say.
 */
export function judgePromotion(facts: PromotionFacts): JudgedPromotion {
  const moves = facts.moves.map((move) => judgeMove(move, facts.config));
  const policyChanges = facts.policyChanges.map((change) => ({
    change,
    approvals: judgePolicyChange(change, facts.pullRequest),
  }));
  const parts = [
    ...moves,
    ...policyChanges.flatMap(({ approvals }) => (approvals === undefined ? [] : [approvals])),
    ...(facts.invalidAliasFiles.length > 0 ? [{ verdict: "fail" } as const] : []),
    ...(facts.headConfigIssues.length > 0 ? [{ verdict: "fail" } as const] : []),
    ...(isUnjudgeable(facts) ? [{ verdict: "inconclusive" } as const] : []),
    ...(facts.fork && moves.length + policyChanges.length > 0 ? [{ verdict: "inconclusive" } as const] : []),
  ];
  return { verdict: worstVerdict(parts), moves, policyChanges };
}

/** Without valid rules no alias moves. They can be repaired, but those that came from elsewhere are not to be replaced here. */
function isUnjudgeable({ config, moves, policyChanges }: PromotionFacts): boolean {
  if (config.kind !== "invalid") return false;
  return moves.length > 0 || (config.elsewhere === true && policyChanges.length > 0);
}

function judgeMove(move: AliasMove, config: PromotionFacts["config"]): JudgedMove {
  const { state } = move;
  if (state.kind !== "judgeable") {
    const { verdict, ...reason } = describeUnjudged(move, config);
    const rest = { integrity: [], result: undefined, proposed: undefined, brokenGlass: false };
    return { move, verdict, ...rest, reason };
  }
  const integrity = move.to === undefined ? [] : judgeIntegrity(state.facts.challenger);
  const result = evaluateGate(state.gate, state.facts);
  return {
    move,
    verdict: worstVerdict([...integrity, result]),
    integrity,
    result,
    proposed: state.proposed === undefined ? undefined : evaluateGate(state.proposed.gate, state.facts),
    brokenGlass: hangsOnBrokenGlass(state.gate, state.facts, result),
    reason: undefined,
  };
}

/** Whether a gate passes only because somebody broke the glass: without their words it would not. */
export function hangsOnBrokenGlass(node: GateNode | undefined, facts: GateFacts, result: GateResult): boolean {
  const { pullRequest } = facts;
  if (result.verdict !== "pass" || pullRequest === undefined || pullRequest.breakGlass.length === 0) return false;
  return evaluateGate(node, { ...facts, pullRequest: { ...pullRequest, breakGlass: [] } }).verdict !== "pass";
}

function describeUnjudged({ model, environment, to, state }: AliasMove, config: PromotionFacts["config"]) {
  if (config.kind !== "valid" && state.kind !== "not-registered") {
    const words = config.kind === "invalid" ? `${config.place} is not valid` : "there is no configuration";
    const todo = "Write or repair .github/pawl.yml in a pull request of its own.";
    return { verdict: "inconclusive", words, todo } as const;
  }
  switch (state.kind) {
    case "unknown-model":
      return {
        verdict: "fail",
        words: `the configuration has no model ${model}`,
        todo: `Name one of ${list(state.known)}, or add the model in a pull request of its own.`,
      } as const;
    case "unknown-environment":
      return {
        verdict: "inconclusive",
        words: `no rules say who may move ${environment} of ${model}`,
        todo: `Name one of ${list(state.known)}, or add promotion.environments.${environment} in a pull request of its own.`,
      } as const;
    default: {
      const newest = state.kind === "not-registered" ? state.newest : undefined;
      return {
        verdict: "fail",
        words: `version ${String(to)} of ${model} is not registered`,
        todo:
          newest === undefined ? "Register a version first." : `The newest registered version is ${String(newest)}.`,
      } as const;
    }
  }
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "those that are configured (there are none)" : names.slice(0, 10).join(", ");
}
