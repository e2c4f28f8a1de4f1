import { describe, expect, it } from "vitest";
import { unpairedDifference } from "../../../src/core/evaluation/unpaired-difference.ts";
import { mcnemarPValue } from "../../../src/core/statistics/mcnemar.ts";
import { normalPValue, normalQuantile, normalSurvival } from "../../../src/core/statistics/normal-distribution.ts";
import { studentTPValue, studentTQuantile, studentTSurvival } from "../../../src/core/statistics/student-t.ts";
import { tangoInterval } from "../../../src/core/statistics/tango-interval.ts";
import { wilsonInterval } from "../../../src/core/statistics/wilson-interval.ts";
import { statisticsVectors } from "./statistics-vectors.ts";

describe("reference vectors (the fixture names the program that computed each)", () => {
  it.each(statisticsVectors("norm.ppf"))("normal quantile of $input", ({ input, expected }) => {
    expect(normalQuantile(input)).toBeCloseTo(expected, 12);
    expect(normalSurvival(expected)).toBeCloseTo(1 - input, 14);
  });

  it.each(statisticsVectors("t.ppf"))("t quantile of $input", ({ input, expected }) => {
    // scipy 1.10.1 itself is off by 6e-11 at 9 degrees of freedom (mpmath with 30 digits agrees with ours)
    expect(studentTQuantile(input.q, input.df)).toBeCloseTo(expected, 9);
  });

  it.each(statisticsVectors("prop CI wilson"))("Wilson interval of $input", ({ input, expected }) => {
    const [low, high] = wilsonInterval(input.k, input.n);
    expect(low).toBeCloseTo(expected[0], 12);
    expect(high).toBeCloseTo(expected[1], 12);
  });

  it.each(statisticsVectors("newcombe"))("Newcombe's interval of $input", ({ input, expected }) => {
    const estimate = (k: number, n: number) => ({ name: "accuracy", value: k / n, interval: wilsonInterval(k, n) });
    const { interval } = unpairedDifference(estimate(input.k1, input.n1), estimate(input.k2, input.n2));
    expect(interval?.[0]).toBeCloseTo(expected[0], 12);
    expect(interval?.[1]).toBeCloseTo(expected[1], 12);
  });

  it.each([
    ["mcnemar chi2 cc (Agresti approval ratings)", "chi-squared-corrected"],
    ["mcnemar chi2 no cc", "chi-squared"],
    ["mcnemar exact", "exact"],
    ["mcnemar exact smaller", "exact"],
  ] as const)("%s", (name, variant) => {
    const [vector] = statisticsVectors(name);
    const [[, b], [c]] = vector.input;
    expect(mcnemarPValue(b, c, variant) / vector.expected.p).toBeCloseTo(1, 9);
  });

  it("mcnemar mid-p", () => {
    const [{ input, expected }] = statisticsVectors("mcnemar mid-p");
    expect(mcnemarPValue(input.b, input.c, "mid-p")).toBeCloseTo(expected.p, 12);
  });
});

describe("distributions far out", () => {
  it.each`
    t            | df     | p
    ${1.5}       | ${3}   | ${0.11529193262241147}
    ${-1}        | ${3}   | ${0.8044988905221148}
    ${6}         | ${19}  | ${4.4896177362454195e-6}
    ${40}        | ${19}  | ${4.153878599669217e-20}
    ${5.5}       | ${7.3} | ${0.0003930315513497406}
    ${1000000.0} | ${11}  | ${6.280824036022926e-62}
    ${1e20}      | ${14}  | ${1.1040623343749998e-273}
  `("upper tail of t = $t with $df degrees of freedom (scipy 1.17.1: t.sf)", ({ t, df, p }) => {
    expect(studentTSurvival(t, df) / p).toBeCloseTo(1, 9);
  });

  it.each`
    z        | p
    ${0}     | ${1}
    ${1}     | ${0.31731050786291415}
    ${2.999} | ${0.0027086730674542115}
    ${3.001} | ${0.0026909456501699306}
    ${6}     | ${1.973175290075389e-9}
    ${20}    | ${5.507248237212311e-89}
  `("p-value of z = $z (scipy 1.17.1: 2 * norm.sf)", ({ z, p }) => {
    expect(normalPValue(z) / p).toBeCloseTo(1, 12);
  });

  it.each`
    t     | df        | p
    ${2}  | ${4}      | ${0.11611652351681556}
    ${5}  | ${1}      | ${0.1256659163780024}
    ${3}  | ${1000}   | ${0.0027667090442381925}
    ${10} | ${250000} | ${1.5395890608615082e-23}
  `("p-value of t = $t with $df degrees of freedom (scipy 1.17.1: 2 * t.sf)", ({ t, df, p }) => {
    expect(studentTPValue(t, df) / p).toBeCloseTo(1, 8);
  });
});

describe("Tango's interval", () => {
  // scipy 1.17.1: both ends by brentq on the score statistic, its nuisance parameter by numerical maximisation
  it.each`
    b     | c     | n       | low                      | high
    ${12} | ${2}  | ${50}   | ${0.06111240683527194}   | ${0.34470874780801075}
    ${0}  | ${0}  | ${100}  | ${-0.03699349971075649}  | ${0.03699349820720377}
    ${41} | ${63} | ${1000} | ${-0.042488527133179806} | ${-0.002046580883103047}
    ${5}  | ${0}  | ${5}    | ${0.13103507700346181}   | ${1}
  `("of $b against $c in $n", ({ b, c, n, low, high }) => {
    const interval = tangoInterval(b, c, n);
    expect(interval[0]).toBeCloseTo(low, 6);
    expect(interval[1]).toBeCloseTo(high, 6);
  });
});
