import { describe, expect, it } from "vitest";
import { CHECKS } from "../../../../src/core/gate/rules/checks.ts";
import { buildCheckFacts, buildGateFacts, judge } from "../build-gate-facts.ts";

const TESTS = { names: ["tests"] };
const BY_ACTIONS = { names: ["tests"], app: "github-actions" };
const concluded = (conclusion: string | null) => [buildCheckFacts({ conclusion })];

describe("checks", () => {
  it.each`
    case                                              | options                          | checks                                                                          | verdict
    ${"succeeded"}                                    | ${TESTS}                         | ${[buildCheckFacts()]}                                                          | ${"pass"}
    ${"failed"}                                       | ${TESTS}                         | ${concluded("failure")}                                                         | ${"fail"}
    ${"cancelled"}                                    | ${TESTS}                         | ${concluded("cancelled")}                                                       | ${"fail"}
    ${"a conclusion that nobody has heard of"}        | ${TESTS}                         | ${concluded("excellent")}                                                       | ${"fail"}
    ${"running"}                                      | ${TESTS}                         | ${[buildCheckFacts({ status: "in_progress", conclusion: null })]}               | ${"inconclusive"}
    ${"missing"}                                      | ${TESTS}                         | ${[]}                                                                           | ${"inconclusive"}
    ${"another case"}                                 | ${TESTS}                         | ${[buildCheckFacts({ name: "Tests" })]}                                         | ${"inconclusive"}
    ${"skipped"}                                      | ${TESTS}                         | ${concluded("skipped")}                                                         | ${"inconclusive"}
    ${"skipped, which is fine"}                       | ${{ ...TESTS, skipped: "pass" }} | ${concluded("skipped")}                                                         | ${"pass"}
    ${"neutral"}                                      | ${TESTS}                         | ${concluded("neutral")}                                                         | ${"inconclusive"}
    ${"neutral, which is not"}                        | ${{ ...TESTS, neutral: "fail" }} | ${concluded("neutral")}                                                         | ${"fail"}
    ${"waiting for somebody"}                         | ${TESTS}                         | ${concluded("action_required")}                                                 | ${"inconclusive"}
    ${"a status"}                                     | ${TESTS}                         | ${[buildCheckFacts({ app: undefined })]}                                        | ${"pass"}
    ${"by the App that is demanded"}                  | ${BY_ACTIONS}                    | ${[buildCheckFacts()]}                                                          | ${"pass"}
    ${"attack: the same name by another App"}         | ${BY_ACTIONS}                    | ${[buildCheckFacts({ app: "evil" })]}                                           | ${"inconclusive"}
    ${"attack: beside the one that failed"}           | ${TESTS}                         | ${[buildCheckFacts({ app: "evil" }), ...concluded("failure")]}                  | ${"fail"}
    ${"another App's failure, where one is demanded"} | ${BY_ACTIONS}                    | ${[buildCheckFacts({ app: "evil", conclusion: "failure" }), buildCheckFacts()]} | ${"pass"}
    ${"one of two"}                                   | ${{ names: ["tests", "lint"] }}  | ${[buildCheckFacts()]}                                                          | ${"inconclusive"}
  `("$case → $verdict", ({ options, checks, verdict }) => {
    expect(judge(CHECKS, options, buildGateFacts({ checks })).verdict).toBe(verdict);
  });

  it("says who made the check that does not count", () => {
    const finding = judge(CHECKS, BY_ACTIONS, buildGateFacts({ checks: [buildCheckFacts({ app: "evil" })] }));
    expect(finding.actual).toBe("tests: is there only by evil");
  });

  it("cannot wait for itself", () => {
    const options = CHECKS.options.parse({ names: ["tests", "pawl / promotion"] });
    expect(CHECKS.check(options)).toMatchObject([{ path: ["names", 1] }]);
  });
});
