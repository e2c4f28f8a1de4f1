import { describe, expect, it } from "vitest";
import { LABEL } from "../../../../src/core/gate/rules/label.ts";
import { buildGateFacts, buildPullRequest, judge } from "../build-gate-facts.ts";

const PRESENT = { present: ["reviewed"] };
const ABSENT = { absent: ["do not merge"] };

describe("label", () => {
  it.each`
    case                         | options                      | labels                          | verdict
    ${"there"}                   | ${PRESENT}                   | ${["Reviewed", "other"]}        | ${"pass"}
    ${"not there"}               | ${PRESENT}                   | ${["other"]}                    | ${"fail"}
    ${"rightly not there"}       | ${ABSENT}                    | ${[]}                           | ${"pass"}
    ${"there and should not be"} | ${ABSENT}                    | ${["do not merge"]}             | ${"fail"}
    ${"both as they should be"}  | ${{ ...PRESENT, ...ABSENT }} | ${["reviewed"]}                 | ${"pass"}
    ${"one of both"}             | ${{ ...PRESENT, ...ABSENT }} | ${["reviewed", "do not merge"]} | ${"fail"}
  `("$case → $verdict", ({ options, labels, verdict }) => {
    expect(judge(LABEL, options, buildGateFacts({ pullRequest: buildPullRequest({ labels }) })).verdict).toBe(verdict);
  });

  it("is inconclusive without a pull request", () => {
    expect(judge(LABEL, ABSENT, buildGateFacts({ pullRequest: undefined })).verdict).toBe("inconclusive");
  });

  it.each`
    options                              | message
    ${{}}                                | ${"names no label."}
    ${{ present: ["a"], absent: ["A"] }} | ${"is also under present."}
  `("refuses $options: $message", ({ options, message }) => {
    expect(LABEL.check(LABEL.options.parse(options)).map((issue) => issue.message)).toEqual([message]);
  });
});
