import type { GateNode } from "../../../src/core/gate/gate-node.ts";
import { GATE_RULES, type GateRuleName } from "../../../src/core/gate/gate-rules.ts";
import type { AliasMove, PromotionFacts } from "../../../src/core/gate/promotion-facts.ts";
import { fakeDigest, HEAD } from "../evidence/build-evidence.ts";
import { buildChallenger, buildGateFacts, buildPullRequest, buildReview } from "./build-gate-facts.ts";

/** A rule with options as they are written. */
export function ruleNode(rule: GateRuleName, options: unknown, name?: string): GateNode {
  return {
    kind: "rule",
    rule,
    options: GATE_RULES[rule].options.parse(options),
    ...(name === undefined ? {} : { name }),
  };
}

export const GATE: GateNode = {
  kind: "all",
  nodes: [
    ruleNode(
      "metric",
      { versus: "champion", "at-least": "non-inferior", margin: 0.002 },
      "not worse than the champion",
    ),
    ruleNode("evidence", { "max-age-days": 30, "trusted-workflow": true, "same-data": true }),
    ruleNode("approvals", { count: 1 }, "somebody approves"),
  ],
};

const APPROVED = buildGateFacts({ pullRequest: buildPullRequest({ reviews: [buildReview()] }) });

export function buildMove(
  state: Partial<Extract<AliasMove["state"], { kind: "judgeable" }>> = {},
  move: Partial<AliasMove> = {},
): AliasMove {
  return {
    model: "late-flights",
    environment: "production",
    from: 7,
    to: 8,
    state: { kind: "judgeable", gate: GATE, facts: APPROVED, ...state },
    ...move,
  };
}

export function buildPromotion(overrides: Partial<PromotionFacts> = {}): PromotionFacts {
  return {
    repository: "acme/flights",
    serverUrl: "https://github.com",
    headSha: HEAD,
    baseRef: "main",
    fork: false,
    config: { kind: "valid" },
    policy: [{ place: ".github/pawl.yml of main", digest: fakeDigest("b01c") }],
    headConfigIssues: [],
    invalidAliasFiles: [],
    moves: [buildMove()],
    policyChanges: [],
    pullRequest: APPROVED.pullRequest,
    ...overrides,
  };
}

const ISSUE = {
  line: 2,
  column: 1,
  key: "production",
  message: "is there twice.",
  hint: "Keep one of the two.",
};

const GLASS: GateNode = {
  kind: "any",
  nodes: [GATE, ruleNode("break-glass", { users: ["ana"], "min-length": 10 })],
};

const LOOSE: GateNode = { kind: "all", name: "loose", nodes: [ruleNode("metric", { "at-least": 0.5 })] };

/** What the check has to show, by the name of its snapshot. */
export const PROMOTION_CASES: Readonly<Record<string, PromotionFacts>> = {
  passes: buildPromotion(),
  "waits-for-approval": buildPromotion({ moves: [buildMove({ facts: buildGateFacts() })] }),
  "approval-fell": buildPromotion({
    moves: [
      buildMove({
        facts: buildGateFacts({
          pullRequest: buildPullRequest({
            reviews: [
              buildReview({ commit: "0".repeat(40), changedSince: [".pawl/aliases/late-flights.yml"] }),
              buildReview({ author: "ana" }),
              buildReview({ author: "eve", permission: "read" }),
              buildReview({ author: "cleo", state: "dismissed" }),
            ],
          }),
        }),
      }),
    ],
  }),
  worse: buildPromotion({
    moves: [
      buildMove({
        gate: {
          kind: "all",
          nodes: [ruleNode("metric", { "at-least": 0.7 }), ruleNode("label", { present: ["reviewed"] })],
        },
      }),
    ],
  }),
  "first-holder": buildPromotion({
    moves: [buildMove({ facts: { ...APPROVED, champion: undefined } }, { from: undefined })],
  }),
  "changes-nothing": buildPromotion({ moves: [], policy: [], config: { kind: "absent" } }),
  "no-rules": buildPromotion({ moves: [buildMove({ gate: undefined })] }),
  "no-configuration": buildPromotion({
    config: { kind: "absent" },
    policy: [],
    moves: [buildMove({}, { state: { kind: "unknown-model", known: [] } })],
  }),
  "unknown-model": buildPromotion({
    moves: [buildMove({}, { model: "late-fligts", state: { kind: "unknown-model", known: ["late-flights"] } })],
  }),
  "unknown-environment": buildPromotion({
    moves: [buildMove({}, { environment: "prod", state: { kind: "unknown-environment", known: ["production"] } })],
  }),
  "not-registered": buildPromotion({
    moves: [buildMove({}, { to: 99, state: { kind: "not-registered", newest: 8 } })],
  }),
  "alias-file-invalid": buildPromotion({
    moves: [],
    invalidAliasFiles: [{ path: ".pawl/aliases/late-flights.yml", issues: [ISSUE] }],
  }),
  "base-configuration-invalid": buildPromotion({
    config: { kind: "invalid", place: ".github/pawl.yml of main", issues: [ISSUE] },
    moves: [buildMove({}, { state: { kind: "unknown-model", known: [] } })],
  }),
  "head-configuration-invalid": buildPromotion({ moves: [], headConfigIssues: [{ ...ISSUE, key: "promotion.gat" }] }),
  "several-moves": buildPromotion({
    moves: [
      buildMove(),
      buildMove({ facts: buildGateFacts() }, { environment: "staging", from: 6 }),
      buildMove({}, { model: "churn", to: 3, from: 2, state: { kind: "not-registered", newest: 2 } }),
    ],
  }),
  fork: buildPromotion({ fork: true }),
  "policy-and-alias": buildPromotion({
    moves: [buildMove({ proposed: { gate: LOOSE }, facts: buildGateFacts() })],
    policyChanges: [{ model: "late-flights", environment: "production", which: "gate", before: GATE, after: LOOSE }],
    pullRequest: buildPullRequest(),
  }),
  "policy-approved": buildPromotion({
    moves: [],
    policyChanges: [
      { model: "late-flights", environment: "production", which: "gate", before: GATE, after: undefined },
      { model: "late-flights", environment: "production", which: "rollback", before: undefined, after: LOOSE },
    ],
  }),
  "tag-moved": buildPromotion({
    moves: [
      buildMove({
        facts: {
          ...APPROVED,
          challenger: buildChallenger({ tag: { kind: "moved", commit: "bad".repeat(13).concat("0") } }),
        },
      }),
    ],
  }),
  "digest-differs": buildPromotion({
    moves: [
      buildMove({
        facts: {
          ...APPROVED,
          challenger: buildChallenger({ pullable: { kind: "differs", digest: `sha256:${fakeDigest("bad")}` } }),
        },
      }),
    ],
  }),
  rollback: buildPromotion({
    moves: [
      buildMove(
        { gate: { kind: "all", nodes: [ruleNode("approvals", {})] }, facts: { ...APPROVED, kind: "rollback" } },
        { from: 8, to: 7 },
      ),
    ],
  }),
  removal: buildPromotion({
    moves: [
      buildMove(
        {
          gate: { kind: "all", nodes: [ruleNode("approvals", {})] },
          facts: { ...APPROVED, kind: "rollback", champion: undefined },
        },
        { to: undefined },
      ),
    ],
  }),
  "glass-broken": buildPromotion({
    moves: [
      buildMove({
        gate: GLASS,
        facts: buildGateFacts({
          pullRequest: buildPullRequest({
            breakGlass: [
              { author: "ana", reason: "wrong answers for every flight from JFK", at: "2026-11-25T02:00:00Z" },
            ],
          }),
        }),
      }),
    ],
  }),
};
