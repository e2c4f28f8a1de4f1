import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { formatGate } from "../../../src/core/gate/format-gate.ts";
import type { GateNode } from "../../../src/core/gate/gate-node.ts";
import { judgePolicyChange } from "../../../src/core/gate/judge-policy-change.ts";
import { judgePromotion } from "../../../src/core/gate/judge-promotion.ts";
import type { PromotionFacts } from "../../../src/core/gate/promotion-facts.ts";
import { renderPromotionCheck } from "../../../src/core/gate/render-promotion-check.ts";
import { buildChallenger, buildGateFacts, buildPullRequest, buildReview } from "./build-gate-facts.ts";
import { buildMove, buildPromotion, GATE, PROMOTION_CASES, ruleNode } from "./promotion-cases.ts";

const CONCLUSIONS: Readonly<Record<string, string>> = {
  passes: "success",
  "waits-for-approval": "action_required",
  "approval-fell": "action_required",
  worse: "failure",
  "first-holder": "success",
  "changes-nothing": "success",
  "no-rules": "action_required",
  "no-configuration": "action_required",
  "unknown-model": "failure",
  "unknown-environment": "action_required",
  "not-registered": "failure",
  "alias-file-invalid": "failure",
  "base-configuration-invalid": "action_required",
  "head-configuration-invalid": "failure",
  "several-moves": "failure",
  fork: "action_required",
  "policy-and-alias": "action_required",
  "policy-approved": "success",
  "tag-moved": "failure",
  "digest-differs": "failure",
  rollback: "success",
  removal: "success",
  "glass-broken": "success",
};

describe("judgePromotion", () => {
  it.each(Object.entries(PROMOTION_CASES))("concludes: %s", (name, facts) => {
    expect(renderPromotionCheck(facts).conclusion).toBe(CONCLUSIONS[name]);
  });

  it("attack: a policy changed in the head does not judge, however much it allows", () => {
    const [move] = judgePromotion(PROMOTION_CASES["policy-and-alias"] ?? buildPromotion()).moves;
    expect(move).toMatchObject({ verdict: "inconclusive", proposed: { verdict: "pass" } });
  });

  it("attack: loosening the rules first needs whoever has to approve a promotion", () => {
    const loosened = (pullRequest: PromotionFacts["pullRequest"]) =>
      buildPromotion({
        moves: [],
        pullRequest,
        policyChanges: [{ model: "m", environment: "production", which: "gate", before: GATE, after: undefined }],
      });
    expect(judgePromotion(loosened(buildPullRequest())).verdict).toBe("inconclusive");
    expect(judgePromotion(loosened(undefined)).verdict).toBe("inconclusive");
    expect(judgePromotion(loosened(buildPullRequest({ reviews: [buildReview()] }))).verdict).toBe("pass");
  });

  it("attack: while the organisation's default is broken its rules cannot be replaced by some of one's own", () => {
    const change = { model: "m", environment: "production", which: "gate", before: undefined, after: GATE } as const;
    const broken = { kind: "invalid", place: ".github/pawl.yml of acme/.github", issues: [] } as const;
    const verdict = (config: PromotionFacts["config"]) =>
      judgePromotion(buildPromotion({ config, moves: [], policyChanges: [change] })).verdict;
    expect(verdict({ ...broken, elsewhere: true })).toBe("inconclusive");
    expect(verdict(broken)).toBe("pass");
  });

  it.each`
    tree                                    | before                                                                                                               | verdict
    ${"no approvals"}                       | ${{ kind: "all", nodes: [ruleNode("label", { present: ["x"] })] }}                                                   | ${undefined}
    ${"two of which one is enough"}         | ${{ kind: "any", nodes: [ruleNode("approvals", { users: ["eve"] }), ruleNode("approvals", {})] }}                    | ${"pass"}
    ${"two of which both are needed"}       | ${{ kind: "all", nodes: [ruleNode("approvals", { users: ["eve"] }), ruleNode("approvals", {})] }}                    | ${"inconclusive"}
    ${"an approval that must not be there"} | ${{ kind: "all", nodes: [{ kind: "not", node: ruleNode("approvals", {}) }, ruleNode("label", { present: ["x"] })] }} | ${undefined}
  `("asks the old rules' approvals: $tree → $verdict", ({ before, verdict }) => {
    const change = { model: "m", environment: "e", which: "gate", before, after: undefined } as const;
    const result = judgePolicyChange(change, buildPullRequest({ reviews: [buildReview()] }));
    expect(result?.verdict).toBe(verdict);
  });

  it("attack: a digest that differs in the registry fails whatever the policy says", () => {
    const gate: GateNode = {
      kind: "any",
      nodes: [ruleNode("metric", { "at-least": 0 }), ruleNode("label", { absent: ["x"] })],
    };
    const facts = buildGateFacts({
      challenger: buildChallenger({ pullable: { kind: "differs", digest: "sha256:00" } }),
    });
    expect(judgePromotion(buildPromotion({ moves: [buildMove({ gate, facts })] })).verdict).toBe("fail");
  });

  it("a registry that cannot be asked leaves it to the policy", () => {
    const facts = buildGateFacts({
      challenger: buildChallenger({ pullable: { kind: "unknown", reason: "no access" }, tag: { kind: "absent" } }),
      pullRequest: buildPullRequest({ reviews: [buildReview()] }),
    });
    expect(judgePromotion(buildPromotion({ moves: [buildMove({ facts })] })).verdict).toBe("pass");
  });

  it("says that it hangs on broken glass only where it does", () => {
    const glass = PROMOTION_CASES["glass-broken"] ?? buildPromotion();
    expect(judgePromotion(glass).moves[0]?.brokenGlass).toBe(true);
    const approved = glass.moves.map((move) =>
      move.state.kind === "judgeable"
        ? buildMove({
            gate: move.state.gate,
            facts: {
              ...move.state.facts,
              pullRequest: buildPullRequest({ ...move.state.facts.pullRequest, reviews: [buildReview()] }),
            },
          })
        : move,
    );
    expect(judgePromotion({ ...glass, moves: approved }).moves[0]?.brokenGlass).toBe(false);
  });
});

describe("the rendered check", () => {
  const EVIL = "@octocat <img src=x> [x](https://evil.example) `|` #1 www.evil.example\n# big\n- [ ] x <!-- -->";

  it("attack: names and reasons from outside stay text", () => {
    const gate: GateNode = { kind: "all", name: EVIL, nodes: [ruleNode("checks", { names: ["tests"] }), GATE] };
    const facts = buildGateFacts({
      checks: [{ name: "tests", app: EVIL, status: "completed", conclusion: EVIL }],
      pullRequest: buildPullRequest({ reviews: [buildReview({ author: EVIL, changedSince: [EVIL] })] }),
    });
    const issue = { line: 1, column: 1, key: EVIL, message: EVIL, hint: EVIL };
    const moves = [
      buildMove({ gate, facts }),
      buildMove({}, { model: EVIL, environment: EVIL, state: { kind: "unknown-model", known: [EVIL] } }),
    ];
    const { title, summary, text } = renderPromotionCheck(
      buildPromotion({
        moves,
        invalidAliasFiles: [{ path: EVIL, issues: [issue] }],
        policy: [{ place: EVIL, digest: "0" }],
        policyChanges: [{ model: EVIL, environment: EVIL, which: "gate", before: gate, after: GATE }],
      }),
    );
    expect(title).not.toContain("\n");
    const markdown = new MarkdownIt({ html: true, linkify: true });
    for (const part of [summary, text]) {
      const html = markdown.render(part);
      expect(html).not.toMatch(/<img|evil\.example"|<h1|<!--|<input/);
      expect(html.replace(/<code[\s\S]*?<\/code>/g, "")).not.toContain("@octocat");
    }
  });

  it("stays within GitHub's limits with 200 rules, 30 moves and long names", () => {
    const long = "x".repeat(400);
    const gate: GateNode = {
      kind: "all",
      nodes: Array.from({ length: 200 }, () =>
        ruleNode("checks", { names: Array.from({ length: 30 }, () => long.slice(0, 200)) }),
      ),
    };
    const moves = Array.from({ length: 30 }, () => buildMove({ gate, facts: buildGateFacts() }));
    const change = { model: "m", environment: "e", which: "gate", before: gate, after: GATE } as const;
    const { title, summary, text } = renderPromotionCheck(buildPromotion({ moves, policyChanges: [change] }));
    expect(title.length).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535);
    expect(text).toContain("late-flights");
  });

  it("has the same bytes for the same facts", () => {
    expect(renderPromotionCheck(buildPromotion())).toEqual(renderPromotionCheck(buildPromotion()));
  });

  it("compares policies by what they mean, not by how they are written", () => {
    expect(formatGate(ruleNode("label", { present: ["x"], absent: ["y"] }))).toEqual(
      formatGate(ruleNode("label", { absent: ["y"], present: ["x"] })),
    );
  });
});
