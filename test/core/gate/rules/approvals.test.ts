import { describe, expect, it } from "vitest";
import { APPROVALS } from "../../../../src/core/gate/rules/approvals.ts";
import { HEAD } from "../../evidence/build-evidence.ts";
import { buildGateFacts, buildPullRequest, buildReview, judge } from "../build-gate-facts.ts";

const OLD = "0".repeat(40);
const OWNERS = { teams: ["acme/ml-owners"] };

function approvals(options: object, pullRequest: Parameters<typeof buildPullRequest>[0], more = {}) {
  return judge(APPROVALS, options, buildGateFacts({ pullRequest: buildPullRequest(pullRequest), ...more }));
}

describe("approvals", () => {
  it.each`
    case                                             | options                          | reviews                                                                                              | verdict
    ${"none"}                                        | ${{}}                            | ${[]}                                                                                                | ${"inconclusive"}
    ${"one of the head commit"}                      | ${{}}                            | ${[buildReview()]}                                                                                   | ${"pass"}
    ${"one of two"}                                  | ${{ count: 2 }}                  | ${[buildReview()]}                                                                                   | ${"inconclusive"}
    ${"two of two"}                                  | ${{ count: 2 }}                  | ${[buildReview(), buildReview({ author: "cleo" })]}                                                  | ${"pass"}
    ${"two of one person"}                           | ${{ count: 2 }}                  | ${[buildReview(), buildReview({ author: "Ben" })]}                                                   | ${"inconclusive"}
    ${"an older commit, nothing changed since"}      | ${{}}                            | ${[buildReview({ commit: OLD })]}                                                                    | ${"pass"}
    ${"attack: an older commit, then a change"}      | ${{}}                            | ${[buildReview({ commit: OLD, changedSince: [".pawl/aliases/x.yml"] })]}                             | ${"inconclusive"}
    ${"a dismissed one"}                             | ${{}}                            | ${[buildReview({ state: "dismissed" })]}                                                             | ${"inconclusive"}
    ${"changes asked for"}                           | ${{}}                            | ${[buildReview({ state: "changes-requested" })]}                                                     | ${"inconclusive"}
    ${"approved, then changes asked for"}            | ${{}}                            | ${[buildReview(), buildReview({ state: "changes-requested", submittedAt: "2026-11-25T10:00:00Z" })]} | ${"inconclusive"}
    ${"attack: whoever asked for it"}                | ${{}}                            | ${[buildReview({ author: "Ana" })]}                                                                  | ${"inconclusive"}
    ${"attack: a bot"}                               | ${{}}                            | ${[buildReview({ author: "helper[bot]", authorIsBot: true, permission: "admin" })]}                  | ${"inconclusive"}
    ${"attack: a second account without permission"} | ${{}}                            | ${[buildReview({ author: "ana2", permission: "read" })]}                                             | ${"inconclusive"}
    ${"read permission, where that is enough"}       | ${{ permission: "read" }}        | ${[buildReview({ permission: "read" })]}                                                             | ${"pass"}
    ${"write where maintain is demanded"}            | ${{ permission: "maintain" }}    | ${[buildReview()]}                                                                                   | ${"inconclusive"}
    ${"admin where maintain is demanded"}            | ${{ permission: "maintain" }}    | ${[buildReview({ permission: "admin" })]}                                                            | ${"pass"}
    ${"somebody of the team"}                        | ${OWNERS}                        | ${[buildReview({ teams: ["Acme/ML-owners"] })]}                                                      | ${"pass"}
    ${"somebody of another team"}                    | ${OWNERS}                        | ${[buildReview({ teams: ["acme/others"] })]}                                                         | ${"inconclusive"}
    ${"an admin outside of the team"}                | ${OWNERS}                        | ${[buildReview({ permission: "admin" })]}                                                            | ${"inconclusive"}
    ${"attack: of the team, without permission"}     | ${OWNERS}                        | ${[buildReview({ teams: ["acme/ml-owners"], permission: "none" })]}                                  | ${"inconclusive"}
    ${"a named person"}                              | ${{ users: ["BEN"], ...OWNERS }} | ${[buildReview()]}                                                                                   | ${"pass"}
  `("$case → $verdict", ({ options, reviews, verdict }) => {
    expect(approvals(options, { reviews }).verdict).toBe(verdict);
  });

  it.each`
    who                               | pullRequest                                  | options
    ${"the author"}                   | ${{ author: "ben", requestedBy: undefined }} | ${{}}
    ${"a committer"}                  | ${{ committers: ["BEN"] }}                   | ${{}}
    ${"whoever started the training"} | ${{}}                                        | ${{ "not-who-trained": true }}
  `("never counts $who", ({ pullRequest, options }) => {
    const finding = approvals(options, { reviews: [buildReview()], ...pullRequest }, { trainedBy: "ben" });
    expect(finding.verdict).toBe("inconclusive");
    expect(finding.details?.[0]).toMatch(/^ben's approval of 1a2b3c4 does not count: ben /);
  });

  it("lets whoever trained approve where the policy does not forbid it", () => {
    expect(approvals({}, { reviews: [buildReview()] }, { trainedBy: "ben" }).verdict).toBe("pass");
  });

  it("does not pass where a commit belongs to nobody, unless that is allowed", () => {
    const pullRequest = { reviews: [buildReview()], unknownCommitters: 2 };
    const finding = approvals({}, pullRequest);
    expect(finding).toMatchObject({
      verdict: "inconclusive",
      details: [expect.stringContaining("2 commits belong to no account")],
    });
    expect(approvals({ "unknown-committers": "allow" }, pullRequest).verdict).toBe("pass");
  });

  it("says whose approval fell and why", () => {
    const reviews = [
      buildReview({ commit: OLD, changedSince: ["a", "b", "c", "d"] }),
      buildReview({ author: "cleo", state: "dismissed" }),
    ];
    expect(approvals({}, { reviews }).details).toEqual([
      "ben's approval of 0000000 fell: since then a, b, c and 1 more changed",
      `cleo's approval of ${HEAD.slice(0, 7)} fell: it was dismissed`,
    ]);
  });

  it("is inconclusive without a pull request", () => {
    expect(judge(APPROVALS, {}, buildGateFacts({ pullRequest: undefined })).verdict).toBe("inconclusive");
  });

  it.each([[{ users: ["@ana"] }], [{ teams: ["ml-owners"] }], [{ count: 0 }], [{ permission: "owner" }]])(
    "refuses %j",
    (options) => {
      expect(APPROVALS.options.safeParse(options).success).toBe(false);
    },
  );
});
