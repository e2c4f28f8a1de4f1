import { expect, it } from "vitest";
import type { Check } from "../../../src/core/dataset/check.ts";
import { describeDoubt } from "../../../src/core/dataset/describe-doubt.ts";
import { judgeChecks } from "../../../src/core/dataset/judge-checks.ts";

type Judged = Pick<Check, "severity" | "verdict">;
const open: Judged = { severity: "error", verdict: "not-evaluated" };
const pass: Judged = { severity: "error", verdict: "pass" };
const openWarning: Judged = { severity: "warning", verdict: "not-evaluated" };
const warning: Judged = { severity: "warning", verdict: "fail" };

it.each<[string, readonly Judged[]]>([
  ["nothing was checked", []],
  ["the only check could not be evaluated", [open]],
  ["the only check could not be evaluated", [openWarning]],
  ["none of 2 checks could be evaluated", [openWarning, openWarning]],
  ["none of 2 checks could be evaluated", [open, openWarning]],
  ["the only check that decides could not be evaluated", [open, warning]],
  ["1 of 2 checks that decide could not be evaluated", [open, pass, warning]],
  ["2 of 3 checks that decide could not be evaluated", [open, pass, open]],
])("%s", (words, checks) => {
  expect(judgeChecks(checks)).toBe("inconclusive");
  expect(describeDoubt(checks)).toBe(words);
});

it("of a document that had no room for the check in doubt, what is certain", () => {
  expect(describeDoubt([pass, pass])).toBe("a check that decides could not be evaluated");
  expect(describeDoubt([warning])).toBe("a check that decides could not be evaluated");
});
