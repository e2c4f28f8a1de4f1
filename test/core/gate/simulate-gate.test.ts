import { describe, expect, it } from "vitest";
import { formatSimulation, type PastPromotion, simulateGate } from "../../../src/core/gate/simulate-gate.ts";
import { buildGateFacts, buildPullRequest, buildReview } from "./build-gate-facts.ts";
import { GATE, ruleNode } from "./promotion-cases.ts";

const past = (counter: number, overrides: Partial<PastPromotion> = {}): PastPromotion => ({
  name: `late-flights#production#${String(counter)}`,
  at: `2026-11-${String(10 + counter)}T12:00:00Z`,
  was: "pass",
  facts: buildGateFacts({ pullRequest: buildPullRequest({ reviews: [buildReview()] }) }),
  ...overrides,
});

describe("simulateGate", () => {
  const promotions = [past(1), past(2, { facts: buildGateFacts() }), past(3, { was: undefined })];

  it("says what a policy would have decided, and where that is another answer", () => {
    const simulated = simulateGate(GATE, promotions);
    expect(simulated.map(({ would, differs }) => [would, differs])).toEqual([
      ["pass", false],
      ["inconclusive", true],
      ["pass", true],
    ]);
    expect(`\n${formatSimulation(simulated)}\n`).toMatchInlineSnapshot(`
      "
      day         promotion                  was        would be      because of
      2026-11-11  late-flights#production#1  pass       pass
      2026-11-12  late-flights#production#2  pass       inconclusive  somebody approves
      2026-11-13  late-flights#production#3  not asked  pass

      2 of 3 promotions would have had another answer.
      "
    `);
  });

  it("judges by what was known then", () => {
    const late = past(1, { facts: { ...past(1).facts, now: "2027-06-01T00:00:00Z" } });
    expect(
      simulateGate(ruleNode("evidence", { "max-age-days": 30 }), [past(1), late]).map(({ would }) => would),
    ).toEqual(["pass", "fail"]);
  });

  it("attack: a name from outside stays within its cell", () => {
    const text = formatSimulation(simulateGate(GATE, [past(1, { name: "a\nb\u202e" })]));
    expect(text.split("\n")).toHaveLength(4);
  });

  it("has nothing to say about nothing", () => {
    expect(formatSimulation(simulateGate(GATE, []))).toBe("There is no past promotion to judge.");
  });
});
