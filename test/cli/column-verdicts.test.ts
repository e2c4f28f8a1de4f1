import { expect, it } from "vitest";
import { columnVerdicts } from "../../src/cli/column-verdicts.ts";
import type { DriftFinding } from "../../src/core/evidence/drift-evidence.ts";

const finding = (
  columns: string[],
  verdict: DriftFinding["verdict"],
  more: Partial<DriftFinding> = {},
): DriftFinding => ({
  columns,
  aspect: "distribution",
  effect: 0.1,
  bound: 0.05,
  floor: 0.01,
  p1: 0.001,
  p2: 0.001,
  signal: true,
  material: true,
  verdict,
  words: `${columns.join(" and ")} in words`,
  ...more,
});

it("each compared column has one verdict: drift before doubt, and what explains it", () => {
  const verdicts = columnVerdicts(
    [
      finding(["a"], "stable"),
      finding([], "drift", { aspect: "duplicates" }),
      finding(["b"], "inconclusive"),
      finding(["b"], "drift", { explanation: "cents became euros" }),
      finding(["b"], "drift", { aspect: "null" }),
      finding(["c", "d"], "drift", { aspect: "association" }),
      finding(["a", "e"], "inconclusive", { aspect: "association" }),
    ],
    ["a", "b", "c", "d", "e"],
  );
  expect(verdicts).toEqual([
    { name: "b", verdict: "drift", aspect: "distribution", effect: 0.1, explanation: "cents became euros" },
    { name: "a", verdict: "stable", aspect: "distribution", effect: 0.1, explanation: "a in words" },
    { name: "c", verdict: "stable" },
    { name: "d", verdict: "stable" },
    { name: "e", verdict: "stable" },
  ]);
});

it("a pair that drifted where no single column did speaks against both", () => {
  const pair = finding(["c", "d"], "drift", { aspect: "association" });
  expect(columnVerdicts([pair, finding(["c"], "stable")], ["c", "d"])).toEqual([
    { name: "c", verdict: "drift", aspect: "association", effect: 0.1, explanation: "c and d in words" },
    { name: "d", verdict: "drift", aspect: "association", effect: 0.1, explanation: "c and d in words" },
  ]);
});
