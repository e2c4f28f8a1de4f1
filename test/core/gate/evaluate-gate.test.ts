import { describe, expect, it } from "vitest";
import { evaluateGate } from "../../../src/core/gate/evaluate-gate.ts";
import { formatGateResult } from "../../../src/core/gate/format-gate-result.ts";
import type { GateNode } from "../../../src/core/gate/gate-node.ts";
import { GATE_RULE_NAMES, GATE_RULES } from "../../../src/core/gate/gate-rules.ts";
import { buildGateFacts } from "./build-gate-facts.ts";
import { GATE, ruleNode } from "./promotion-cases.ts";

const P = ruleNode("metric", { "at-least": 0.1 });
const F = ruleNode("metric", { "at-least": 0.9 });
const I = ruleNode("approvals", {});
const all = (...nodes: GateNode[]): GateNode => ({ kind: "all", nodes });
const any = (...nodes: GateNode[]): GateNode => ({ kind: "any", nodes });
const not = (node: GateNode): GateNode => ({ kind: "not", node });

describe("evaluateGate", () => {
  it.each`
    tree                           | node                          | verdict
    ${"pass"}                      | ${P}                          | ${"pass"}
    ${"fail"}                      | ${F}                          | ${"fail"}
    ${"inconclusive"}              | ${I}                          | ${"inconclusive"}
    ${"all of pass, pass"}         | ${all(P, P)}                  | ${"pass"}
    ${"all of pass, inconclusive"} | ${all(P, I)}                  | ${"inconclusive"}
    ${"all of inconclusive, fail"} | ${all(I, F)}                  | ${"fail"}
    ${"any of fail, pass"}         | ${any(F, P)}                  | ${"pass"}
    ${"any of inconclusive, pass"} | ${any(I, P)}                  | ${"pass"}
    ${"any of fail, inconclusive"} | ${any(F, I)}                  | ${"inconclusive"}
    ${"any of fail, fail"}         | ${any(F, F)}                  | ${"fail"}
    ${"not pass"}                  | ${not(P)}                     | ${"fail"}
    ${"not fail"}                  | ${not(F)}                     | ${"pass"}
    ${"not inconclusive"}          | ${not(I)}                     | ${"inconclusive"}
    ${"all of nothing"}            | ${all()}                      | ${"inconclusive"}
    ${"any of nothing"}            | ${any()}                      | ${"inconclusive"}
    ${"five levels"}               | ${all(any(all(any(P))))}      | ${"pass"}
    ${"six levels"}                | ${all(any(all(any(all(P)))))} | ${"inconclusive"}
    ${"not of six levels"}         | ${not(all(any(all(any(P)))))} | ${"inconclusive"}
    ${"no rules"}                  | ${undefined}                  | ${"inconclusive"}
  `("$tree is $verdict", ({ node, verdict }) => {
    expect(evaluateGate(node, buildGateFacts()).verdict).toBe(verdict);
  });

  it("judges every rule, even where one has decided", () => {
    const result = evaluateGate(all(F, P, I), buildGateFacts());
    expect(result.kind === "all" && result.nodes.map(({ verdict }) => verdict)).toEqual([
      "fail",
      "pass",
      "inconclusive",
    ]);
  });

  it.each(GATE_RULE_NAMES)("attack: options of %s that no schema has seen never pass", (rule) => {
    for (const options of [undefined, null, 7, "pass", [], { verdict: "pass" }]) {
      expect(evaluateGate({ kind: "rule", rule, options }, buildGateFacts()).verdict).toBe("inconclusive");
    }
  });

  it.each(GATE_RULE_NAMES)("%s explains itself", (rule) => {
    expect(GATE_RULES[rule].meaning).toMatch(/^[A-Z].*\.$/);
  });

  it("is shown as text for a terminal", () => {
    expect(formatGateResult(evaluateGate(GATE, buildGateFacts()))).toMatchInlineSnapshot(`
      "inconclusive all of
        pass         not worse than the champion: metric: roc-auc less than 0.002 worse than the champion's (95 % interval)
                       is: +0.037 (95 % interval +0.033 to +0.041, paired): 0.671 against 0.634
        pass         evidence: evaluated within 30 days, made by the default branch's own workflow file, both versions evaluated on the same test data
                       is: evaluated on 2026-11-24; the workflow file is trusted; the same test data (7e577e57)
        inconclusive somebody approves: approvals: 1 approval with write permission, not by the author or a committer
                       is: 0 that count
                       to do: 1 more approval of the head commit, by somebody with write permission."
    `);
  });
});
