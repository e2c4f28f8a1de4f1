import { expect, it } from "vitest";
import type { Check } from "../../../src/core/dataset/check.ts";
import { judgeChecks } from "../../../src/core/dataset/judge-checks.ts";

type Outcome = readonly [Check["severity"], Check["verdict"]];

it.each<[string, readonly Outcome[]]>([
  ["pass", [["error", "pass"]]],
  [
    "pass",
    [
      ["error", "pass"],
      ["warning", "fail"],
      ["info", "fail"],
      ["warning", "not-evaluated"],
    ],
  ],
  ["fail", [["error", "fail"]]],
  [
    "fail",
    [
      ["error", "pass"],
      ["error", "not-evaluated"],
      ["error", "fail"],
    ],
  ],
  [
    "inconclusive",
    [
      ["error", "pass"],
      ["error", "not-evaluated"],
    ],
  ],
  ["inconclusive", []],
  ["inconclusive", [["warning", "not-evaluated"]]],
  [
    "pass",
    [
      ["warning", "pass"],
      ["info", "pass"],
    ],
  ],
  ["pass", [["warning", "fail"]]],
])("%s: %j", (expected, outcomes) => {
  expect(judgeChecks(outcomes.map(([severity, verdict]) => ({ severity, verdict })))).toBe(expected);
});
