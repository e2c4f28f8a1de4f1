import { describe, expect, it } from "vitest";
import type { EvaluationEvidence, MetricDifference } from "../../../../src/core/evidence/evaluation-evidence.ts";
import type { VersionFacts } from "../../../../src/core/gate/gate-facts.ts";
import { METRIC } from "../../../../src/core/gate/rules/metric.ts";
import { buildEvaluation, buildIdentity, fakeDigest } from "../../evidence/build-evidence.ts";
import { accept, buildBaselineEvaluation, buildComparison } from "../../report/build-facts.ts";
import { buildChallenger, buildChampion, buildGateFacts, CHAMPION_DIGEST, judge } from "../build-gate-facts.ts";

const BETTER = { versus: "champion", "at-least": "better" };
const NOT_WORSE = { versus: "champion", "at-least": "non-inferior", margin: 0.002 };

function challenger(overrides: Partial<EvaluationEvidence>): VersionFacts {
  return buildChallenger({ evaluations: [accept(buildEvaluation(overrides))] });
}

/** A challenger whose evaluation was compared with the champion's predictions, with this outcome in ROC AUC. */
function compared(difference: number, low: number, high: number, more: Partial<MetricDifference> = {}) {
  const comparison = buildComparison({ "roc-auc": [difference, low, high] }, { against: "champion" });
  // The champion's own evaluation has to say the same as the comparison.
  const there = 0.671 - difference;
  return buildGateFacts({
    challenger: challenger({
      comparisons: [{ ...comparison, metrics: comparison.metrics.map((metric) => ({ ...metric, ...more })) }],
    }),
    champion: buildChampion({
      evaluations: [
        accept(
          buildBaselineEvaluation({
            metrics: [{ name: "roc-auc", value: there, interval: [there - 0.005, there + 0.005] }],
          }),
        ),
      ],
    }),
  });
}

describe("metric, against a number", () => {
  it.each`
    case                                      | options                                                 | verdict
    ${"reached"}                              | ${{ "at-least": 0.67 }}                                 | ${"pass"}
    ${"reached to the digit"}                 | ${{ "at-least": 0.671 }}                                | ${"pass"}
    ${"missed"}                               | ${{ "at-least": 0.7 }}                                  | ${"fail"}
    ${"reached, and so is the bound"}         | ${{ "at-least": 0.665, confidence: 0.95 }}              | ${"pass"}
    ${"reached, but the bound is not"}        | ${{ "at-least": 0.67, confidence: 0.95 }}               | ${"inconclusive"}
    ${"missed by the whole interval"}         | ${{ "at-least": 0.7, confidence: 0.95 }}                | ${"fail"}
    ${"a wider interval on the logit scale"}  | ${{ "at-least": 0.6649, confidence: 0.99 }}             | ${"inconclusive"}
    ${"a narrower one"}                       | ${{ "at-least": 0.6665, confidence: 0.8 }}              | ${"pass"}
    ${"a lower bound for what should be low"} | ${{ name: "log-loss", "at-most": 0.5 }}                 | ${"pass"}
    ${"too high"}                             | ${{ name: "log-loss", "at-most": 0.4 }}                 | ${"fail"}
    ${"between two"}                          | ${{ "at-least": 0.6, "at-most": 0.9 }}                  | ${"pass"}
    ${"too good to be true"}                  | ${{ "at-least": 0.5, "at-most": 0.6 }}                  | ${"fail"}
    ${"another spelling"}                     | ${{ name: "AUROC", "at-least": 0.6 }}                   | ${"pass"}
    ${"Wilson's interval at another level"}   | ${{ name: "recall", "at-least": 0.1, confidence: 0.9 }} | ${"inconclusive"}
    ${"a metric that nobody measured"}        | ${{ name: "uplift", "at-least": 0 }}                    | ${"inconclusive"}
    ${"an evaluation that is not there"}      | ${{ "at-least": 0.1, evaluation: "nightly" }}           | ${"inconclusive"}
  `("$case → $verdict", ({ options, verdict }) => {
    expect(judge(METRIC, options, buildGateFacts()).verdict).toBe(verdict);
  });

  it.each`
    case                                            | evaluations
    ${"no evaluation"}                              | ${[]}
    ${"a value that is not a number"}               | ${[accept(buildEvaluation({ metrics: [{ name: "roc-auc", value: Number.NaN, interval: null }] }))]}
    ${"a metric that is not defined"}               | ${[accept(buildEvaluation({ metrics: [{ name: "roc-auc", value: null, interval: null, reason: "one class" }] }))]}
    ${"an evaluation that failed"}                  | ${[accept(buildEvaluation({ outcome: { kind: "failed", exitCode: 1, logTail: [] } }))]}
    ${"two evaluations that contradict each other"} | ${[accept(buildEvaluation()), accept(buildEvaluation({ metrics: [{ name: "roc-auc", value: 0.9, interval: null }] }))]}
    ${"attack: metrics forged by a fork"}           | ${[accept(buildEvaluation(), { standing: "fork" })]}
    ${"attack: the evaluation of another model"}    | ${[accept(buildEvaluation({ model: "other" }))]}
  `("$case is inconclusive", ({ evaluations }) => {
    const facts = buildGateFacts({ challenger: buildChallenger({ evaluations }) });
    const finding = judge(METRIC, { "at-least": 0.1 }, facts);
    expect(finding.verdict).toBe("inconclusive");
    expect(finding.todo).toBeTruthy();
  });

  it("two evaluations that agree are one", () => {
    const facts = buildGateFacts({
      challenger: buildChallenger({ evaluations: [accept(buildEvaluation()), accept(buildEvaluation())] }),
    });
    expect(judge(METRIC, { "at-least": 0.6 }, facts).verdict).toBe("pass");
  });

  it("a metric of one's own has a value and no interval", () => {
    const facts = buildGateFacts({ challenger: challenger({ customMetrics: { uplift: 3 } }) });
    expect(judge(METRIC, { name: "uplift", "at-least": 2 }, facts).verdict).toBe("pass");
    expect(judge(METRIC, { name: "uplift", "at-least": 2, confidence: 0.95 }, facts).verdict).toBe("inconclusive");
  });
});

describe("metric, against the champion", () => {
  it.each`
    case                                        | options                                            | facts                                              | verdict
    ${"better beyond chance"}                   | ${BETTER}                                          | ${compared(0.037, 0.033, 0.041)}                   | ${"pass"}
    ${"better, but by less than the margin"}    | ${{ ...BETTER, margin: 0.05 }}                     | ${compared(0.037, 0.033, 0.041)}                   | ${"fail"}
    ${"better, perhaps by the margin"}          | ${{ ...BETTER, margin: 0.04 }}                     | ${compared(0.037, 0.033, 0.041)}                   | ${"inconclusive"}
    ${"better, perhaps by chance"}              | ${BETTER}                                          | ${compared(0.003, -0.001, 0.007)}                  | ${"inconclusive"}
    ${"worse"}                                  | ${BETTER}                                          | ${compared(-0.01, -0.012, -0.008)}                 | ${"fail"}
    ${"equal answers are not better"}           | ${BETTER}                                          | ${compared(0, 0, 0)}                               | ${"fail"}
    ${"not worse"}                              | ${NOT_WORSE}                                       | ${compared(0, -0.001, 0.001)}                      | ${"pass"}
    ${"equal answers are not worse"}            | ${{ ...NOT_WORSE, margin: 0 }}                     | ${compared(0, 0, 0)}                               | ${"pass"}
    ${"perhaps worse by more than the margin"}  | ${NOT_WORSE}                                       | ${compared(0, -0.003, 0.003)}                      | ${"inconclusive"}
    ${"certainly worse by more"}                | ${NOT_WORSE}                                       | ${compared(-0.01, -0.012, -0.008)}                 | ${"fail"}
    ${"a narrower interval decides"}            | ${{ ...NOT_WORSE, confidence: 0.8 }}               | ${compared(0, -0.003, 0.003)}                      | ${"pass"}
    ${"a wider one does not"}                   | ${{ ...NOT_WORSE, confidence: 0.999 }}             | ${compared(0, -0.0019, 0.0019)}                    | ${"inconclusive"}
    ${"an interval that cannot be converted"}   | ${{ ...NOT_WORSE, confidence: 0.9 }}               | ${compared(0, -0.001, 0.001, { method: "tango" })} | ${"inconclusive"}
    ${"no interval"}                            | ${NOT_WORSE}                                       | ${compared(0.037, 0, 0, { interval: null })}       | ${"inconclusive"}
    ${"the bare values, where that is allowed"} | ${{ ...NOT_WORSE, "without-interval": "values" }}  | ${compared(0.037, 0, 0, { interval: null })}       | ${"pass"}
    ${"a difference that is not a number"}      | ${NOT_WORSE}                                       | ${compared(0, 0, 0, { difference: Number.NaN })}   | ${"inconclusive"}
    ${"bounds that are not numbers"}            | ${NOT_WORSE}                                       | ${compared(0, Number.NaN, Number.NaN)}             | ${"inconclusive"}
    ${"nothing holds the alias"}                | ${NOT_WORSE}                                       | ${buildGateFacts({ champion: undefined })}         | ${"pass"}
    ${"nothing holds it, and that matters"}     | ${{ ...NOT_WORSE, "no-champion": "inconclusive" }} | ${buildGateFacts({ champion: undefined })}         | ${"inconclusive"}
  `("$case → $verdict", ({ options, facts, verdict }) => {
    expect(judge(METRIC, options, facts).verdict).toBe(verdict);
  });

  it("knows which way is better", () => {
    const comparison = buildComparison({ "log-loss": [-0.013, -0.015, -0.011] }, { against: "champion" });
    const facts = buildGateFacts({ challenger: challenger({ comparisons: [comparison] }) });
    expect(judge(METRIC, { ...BETTER, name: "log-loss" }, facts).verdict).toBe("pass");
    expect(judge(METRIC, { ...BETTER, name: "log-loss", direction: "higher" }, facts).verdict).toBe("fail");
  });

  it("says how many more rows would decide", () => {
    const finding = judge(METRIC, NOT_WORSE, compared(0, -0.004, 0.004));
    expect(finding.todo).toContain("about 150,000 more labelled rows");
  });

  it("takes the comparison with the baseline where the baseline was the champion", () => {
    const comparison = buildComparison({ "roc-auc": [0.037, 0.033, 0.041] }, { against: "baseline" });
    const facts = buildGateFacts({ challenger: challenger({ comparisons: [comparison] }) });
    expect(judge(METRIC, BETTER, facts).actual).toContain("paired");
  });

  it("falls back to a wider interval where the champion's predictions expired, and says so", () => {
    const facts = buildGateFacts({ challenger: challenger({ comparisons: [] }) });
    const finding = judge(METRIC, BETTER, facts);
    expect(finding).toMatchObject({ verdict: "pass", actual: expect.stringContaining("unpaired and so wider") });
    expect(judge(METRIC, { ...BETTER, unpaired: "inconclusive" }, facts).verdict).toBe("inconclusive");
    expect(judge(METRIC, { ...BETTER, confidence: 0.9 }, facts).verdict).toBe("inconclusive");
  });

  it.each`
    attack                                               | here                                                                                             | there
    ${"a comparison with other predictions, other rows"} | ${{ testData: fakeDigest("bad") }}                                                               | ${{}}
    ${"test data that nobody recorded"}                  | ${{ testData: undefined }}                                                                       | ${{ testData: undefined }}
    ${"evaluation code of one's own"}                    | ${{ evaluationCode: fakeDigest("e1") }}                                                          | ${{ evaluationCode: fakeDigest("e2") }}
    ${"evaluation code that one side does not record"}   | ${{}}                                                                                            | ${{ evaluationCode: fakeDigest("e2") }}
    ${"another task"}                                    | ${{ task: "regression" }}                                                                        | ${{}}
    ${"a comparison that forges the champion's value"}   | ${{ comparisons: [buildComparison({ "roc-auc": [0.2, 0.19, 0.21] }, { against: "champion" })] }} | ${{}}
  `("attack: $attack → inconclusive", ({ here, there }) => {
    const facts = buildGateFacts({
      challenger: challenger({
        comparisons: [buildComparison({ "roc-auc": [0.037, 0.033, 0.041] }, { against: "champion" })],
        ...here,
      }),
      champion: buildChampion({
        evaluations: [accept(buildBaselineEvaluation({ identity: buildIdentity(), ...there }))],
      }),
    });
    expect(judge(METRIC, NOT_WORSE, facts).verdict).toBe("inconclusive");
  });

  it("attack: a comparison with predictions that are not the champion's is not believed", () => {
    const forged = buildComparison(
      { "roc-auc": [0.3, 0.29, 0.31] },
      { against: "champion", predictions: { path: "p.parquet", bytes: 1, sha256: fakeDigest("f00") } },
    );
    const finding = judge(METRIC, BETTER, buildGateFacts({ challenger: challenger({ comparisons: [forged] }) }));
    expect(finding.actual).toContain("other predictions than those on record");
    expect(finding.actual).not.toContain("0.3 ");
  });
});

describe("metric, options", () => {
  it.each`
    options                                                       | message
    ${{}}                                                         | ${"asks for nothing."}
    ${{ "at-least": "better" }}                                   | ${"needs versus: champion."}
    ${{ versus: "champion", "at-least": 0.7 }}                    | ${"compares with the champion, not with a number."}
    ${{ versus: "champion", "at-most": 1, "at-least": "better" }} | ${"compares with the champion, not with a number."}
    ${{ "at-least": 0.7, margin: 1 }}                             | ${"has no effect without versus: champion."}
    ${{ "at-least": 0.7, "at-most": 0.6 }}                        | ${"is below at-least, which nothing can reach."}
  `("$options: $message", ({ options, message }) => {
    expect(METRIC.check(METRIC.options.parse(options)).map((issue) => issue.message)).toEqual([message]);
  });
});

describe("metric, against a champion that was judged again", () => {
  const NEWER = fakeDigest("7e58");
  const AGAIN = { ...NOT_WORSE, again: true };

  /** The champion's own evaluation was on other test data; the challenger's workflow run judged `digest` again. */
  function facts(digest: string | undefined, here: Partial<EvaluationEvidence> = {}) {
    const comparison = buildComparison({ "roc-auc": [0.037, 0.033, 0.041] }, { against: "champion" });
    const again = {
      ...comparison,
      predictions: { ...comparison.predictions, sha256: fakeDigest("a9a1") },
      ...(digest === undefined ? {} : { package: digest }),
    };
    return buildGateFacts({
      challenger: challenger({ testData: NEWER, comparisons: [again], ...here }),
      champion: buildChampion(),
    });
  }

  it.each`
    case                                                  | options      | digest                           | here                                                                      | verdict
    ${"the champion's package"}                           | ${AGAIN}     | ${CHAMPION_DIGEST}               | ${{}}                                                                     | ${"pass"}
    ${"a rule that does not take it"}                     | ${NOT_WORSE} | ${CHAMPION_DIGEST}               | ${{}}                                                                     | ${"inconclusive"}
    ${"attack: an older version in the champion's place"} | ${AGAIN}     | ${`sha256:${fakeDigest("01d")}`} | ${{}}                                                                     | ${"inconclusive"}
    ${"attack: a file that nobody says the origin of"}    | ${AGAIN}     | ${undefined}                     | ${{}}                                                                     | ${"inconclusive"}
    ${"attack: other numbers than the evaluation's own"}  | ${AGAIN}     | ${CHAMPION_DIGEST}               | ${{ metrics: [{ name: "roc-auc", value: 0.6, interval: [0.59, 0.61] }] }} | ${"inconclusive"}
    ${"another task"}                                     | ${AGAIN}     | ${CHAMPION_DIGEST}               | ${{ task: "regression" }}                                                 | ${"inconclusive"}
  `("$case → $verdict", ({ options, digest, here, verdict }) => {
    const finding = judge(METRIC, options, facts(digest, here));
    expect(finding.verdict).toBe(verdict);
    if (verdict === "pass") expect(finding.actual).toContain("paired, the champion judged again");
  });

  it("attack: a metric that was not measured again is not compared with what the champion reached on other test data", () => {
    const { challenger: here } = facts(CHAMPION_DIGEST, { customMetrics: { uplift: 3 } });
    const champion = buildChampion({
      evaluations: [accept(buildBaselineEvaluation({ customMetrics: { uplift: 2 } }))],
    });
    const rule = { ...AGAIN, name: "uplift", direction: "higher", "without-interval": "values" };
    const finding = judge(METRIC, rule, buildGateFacts({ challenger: here, champion }));
    expect(finding).toMatchObject({
      verdict: "inconclusive",
      actual: expect.stringContaining("judged again without it"),
    });
  });

  it("attack: the champion on its old test data is what its own evaluation says", () => {
    const finding = judge(METRIC, AGAIN, facts(CHAMPION_DIGEST, { testData: buildBaselineEvaluation().testData }));
    expect(finding.actual).toContain("unpaired");
    expect(finding.actual).not.toContain("judged again)");
  });
});
