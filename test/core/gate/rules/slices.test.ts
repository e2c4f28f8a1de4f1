import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../../src/core/evidence/evaluation-evidence.ts";
import { SLICES } from "../../../../src/core/gate/rules/slices.ts";
import { buildEvaluation } from "../../evidence/build-evidence.ts";
import { accept, buildBaselineEvaluation, buildComparison } from "../../report/build-facts.ts";
import { buildChallenger, buildChampion, buildGateFacts, judge } from "../build-gate-facts.ts";

type Slice = readonly [value: string, rows: number, difference: number, error: number];

/** Slices of `origin`: the champion has 0.600 on each. */
function slice([value, rows, difference, error]: Slice): Comparison["slices"][number] {
  const interval: [number, number] = [difference - 1.96 * error, difference + 1.96 * error];
  const metric = { name: "roc-auc", here: 0.6 + difference, there: 0.6, difference, interval, method: "delong" };
  return { slice: { column: "origin", value }, rows, metrics: [metric] };
}

function facts(...slices: readonly Slice[]) {
  const comparison = buildComparison(
    { "roc-auc": [0.037, 0.033, 0.041] },
    { against: "champion", slices: slices.map(slice) },
  );
  return buildGateFacts({
    challenger: buildChallenger({ evaluations: [accept(buildEvaluation({ comparisons: [comparison] }))] }),
  });
}

const DROP = { "max-drop": 0.02 };
const GOOD: Slice = ["ATL", 5000, 0.01, 0.005];
const BAD: Slice = ["JFK", 900, -0.1, 0.01];
const DOUBTFUL: Slice = ["ORD", 900, -0.04, 0.02];
const SMALL: Slice = ["SJC", 12, -0.3, 0.1];
const MANY = Array.from({ length: 40 }, (_, index): Slice => [`A${String(index)}`, 500, 0, 0.01]);
/** z = 2.5 beyond the bound: p = 0.006 alone, 0.25 among forty by Holm. */
const ONE_OF_MANY: Slice = ["LAX", 500, -0.045, 0.01];

describe("slices", () => {
  it.each`
    case                                    | options                                      | slices                             | verdict
    ${"none worse"}                         | ${DROP}                                      | ${[GOOD]}                          | ${"pass"}
    ${"one certainly worse"}                | ${DROP}                                      | ${[GOOD, BAD]}                     | ${"fail"}
    ${"one certainly worse, by a share"}    | ${{ "max-relative-drop": 0.1 }}              | ${[GOOD, BAD]}                     | ${"fail"}
    ${"the same drop within a wider bound"} | ${{ "max-relative-drop": 0.2 }}              | ${[GOOD, BAD]}                     | ${"pass"}
    ${"worse, perhaps by chance"}           | ${DROP}                                      | ${[GOOD, DOUBTFUL]}                | ${"pass"}
    ${"the same, where doubt counts"}       | ${{ ...DROP, "in-doubt": "inconclusive" }}   | ${[GOOD, DOUBTFUL]}                | ${"inconclusive"}
    ${"alone it would be significant"}      | ${DROP}                                      | ${[ONE_OF_MANY]}                   | ${"fail"}
    ${"among forty it is not (Holm)"}       | ${DROP}                                      | ${[...MANY, ONE_OF_MANY]}          | ${"pass"}
    ${"nor by Benjamini and Hochberg"}      | ${{ ...DROP, correction: "bh" }}             | ${[...MANY, ONE_OF_MANY]}          | ${"pass"}
    ${"but at a level of 0.3 it is"}        | ${{ ...DROP, correction: "bh", level: 0.3 }} | ${[...MANY, ONE_OF_MANY]}          | ${"fail"}
    ${"too few rows, ignored"}              | ${DROP}                                      | ${[GOOD, SMALL]}                   | ${"pass"}
    ${"too few rows, not ignored"}          | ${{ ...DROP, "few-rows": "inconclusive" }}   | ${[GOOD, SMALL]}                   | ${"inconclusive"}
    ${"nothing but too few rows"}           | ${DROP}                                      | ${[SMALL]}                         | ${"inconclusive"}
    ${"no slices"}                          | ${DROP}                                      | ${[]}                              | ${"inconclusive"}
    ${"none of the named columns"}          | ${{ ...DROP, columns: ["country"] }}         | ${[GOOD]}                          | ${"inconclusive"}
    ${"a metric that nobody measured"}      | ${{ ...DROP, metric: "recall" }}             | ${[GOOD]}                          | ${"inconclusive"}
    ${"a difference that is not a number"}  | ${DROP}                                      | ${[["ATL", 500, Number.NaN, 0.1]]} | ${"inconclusive"}
  `("$case → $verdict", ({ options, slices, verdict }) => {
    expect(judge(SLICES, options, facts(...slices)).verdict).toBe(verdict);
  });

  it("lists what is worse, doubtful and too small", () => {
    const finding = judge(SLICES, DROP, facts(GOOD, SMALL, DOUBTFUL, BAD));
    expect(finding.actual).toBe("1 of 3 slices worse; 1 slice with too few rows");
    expect(finding.details).toEqual([
      "origin = JFK: 0.600 → 0.500, −0.100 (−0.120 to −0.080) (900 rows)",
      "origin = ORD: 0.600 → 0.560, −0.040 (−0.079 to −0.001), which may be chance (900 rows)",
      "origin = SJC: 12 rows, fewer than 100",
    ]);
  });

  it("has nothing to compare with where nothing holds the alias", () => {
    expect(judge(SLICES, DROP, { ...facts(BAD), champion: undefined }).verdict).toBe("pass");
  });

  it("compares two evaluations that cannot be joined, and says so", () => {
    const on = (value: number) => ({
      slice: { column: "origin", value: "JFK" },
      rows: 900,
      metrics: [
        { name: "roc-auc", value, interval: [value - 0.01, value + 0.01] as [number, number], method: "delong-logit" },
      ],
    });
    const finding = judge(
      SLICES,
      DROP,
      buildGateFacts({
        challenger: buildChallenger({ evaluations: [accept(buildEvaluation({ slices: [on(0.5)] }))] }),
        champion: buildChampion({ evaluations: [accept(buildBaselineEvaluation({ slices: [on(0.6)] }))] }),
      }),
    );
    expect(finding).toMatchObject({ verdict: "fail", actual: expect.stringContaining("unpaired") });
  });

  it.each`
    options                                          | message
    ${{}}                                            | ${"allows no drop and forbids none."}
    ${{ "max-drop": 0.1, "max-relative-drop": 0.1 }} | ${"has two bounds."}
  `("refuses $options: $message", ({ options, message }) => {
    expect(SLICES.check(SLICES.options.parse(options)).map((issue) => issue.message)).toEqual([message]);
  });
});
