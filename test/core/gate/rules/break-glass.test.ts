import { describe, expect, it } from "vitest";
import { BREAK_GLASS } from "../../../../src/core/gate/rules/break-glass.ts";
import { buildGateFacts, buildPullRequest, judge } from "../build-gate-facts.ts";

const REASON = "every flight from JFK is predicted late";
const said = (author: string, more = {}) => ({ author, reason: REASON, at: "2026-11-25T02:00:00Z", ...more });
const ANA = { users: ["ana"] };
const TEAM = { teams: ["acme/on-call"] };

describe("break-glass", () => {
  it.each`
    case                                        | options                          | breakGlass                                    | verdict
    ${"nobody did"}                             | ${ANA}                           | ${[]}                                         | ${"fail"}
    ${"a named person did"}                     | ${ANA}                           | ${[said("Ana")]}                              | ${"pass"}
    ${"attack: somebody else did"}              | ${ANA}                           | ${[said("mallory")]}                          | ${"fail"}
    ${"somebody else did, then a named person"} | ${ANA}                           | ${[said("mallory"), said("ana")]}             | ${"pass"}
    ${"somebody of the team did"}               | ${TEAM}                          | ${[said("ben", { teams: ["acme/on-call"] })]} | ${"pass"}
    ${"somebody of another team did"}           | ${TEAM}                          | ${[said("ben", { teams: ["acme/x"] })]}       | ${"fail"}
    ${"somebody whose teams nobody looked up"}  | ${TEAM}                          | ${[said("ben")]}                              | ${"fail"}
    ${"without a reason"}                       | ${ANA}                           | ${[said("ana", { reason: "" })]}              | ${"fail"}
    ${"attack: a reason of spaces"}             | ${ANA}                           | ${[said("ana", { reason: " ".repeat(400) })]} | ${"fail"}
    ${"a reason that is too short"}             | ${{ ...ANA, "min-length": 100 }} | ${[said("ana")]}                              | ${"fail"}
    ${"attack: then the version was exchanged"} | ${ANA}                           | ${[said("ana", { changedSince: ["x.yml"] })]} | ${"fail"}
  `("$case → $verdict", ({ options, breakGlass, verdict }) => {
    const facts = buildGateFacts({ pullRequest: buildPullRequest({ breakGlass }) });
    expect(judge(BREAK_GLASS, options, facts).verdict).toBe(verdict);
  });

  it("is loud", () => {
    const facts = buildGateFacts({ pullRequest: buildPullRequest({ breakGlass: [said("ana")] }) });
    expect(judge(BREAK_GLASS, ANA, facts).actual).toBe(`GLASS BROKEN by ana at 2026-11-25 02:00 UTC: ${REASON}`);
  });

  it("names somebody, or nobody may", () => {
    expect(BREAK_GLASS.check(BREAK_GLASS.options.parse({}))).toHaveLength(1);
    const facts = buildGateFacts({ pullRequest: buildPullRequest({ breakGlass: [said("ana")] }) });
    expect(BREAK_GLASS.evaluate({}, facts).verdict).toBe("fail");
  });
});
