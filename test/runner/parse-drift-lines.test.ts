import { describe, expect, it } from "vitest";
import { parseDriftBound } from "../../src/runner/parse-drift-bound.ts";
import { parseMethodChoice } from "../../src/runner/parse-method-choice.ts";

describe("a method for a column", () => {
  it.each`
    line                     | entry
    ${"delay: psi >= 0.2"}   | ${{ column: "delay", method: "psi", threshold: 0.2 }}
    ${"*: ks"}               | ${{ column: "*", method: "ks" }}
    ${"delay:g-test<1e-3"}   | ${{ column: "delay", method: "g-test", threshold: 0.001 }}
    ${"ns:delay: hellinger"} | ${{ column: "ns:delay", method: "hellinger" }}
    ${"a >= b: psi >= 0"}    | ${{ column: "a >= b", method: "psi", threshold: 0 }}
  `("$line", ({ line, entry }) => {
    expect(parseMethodChoice(line)).toEqual({ entry });
  });

  it.each`
    line                       | said
    ${"psi"}                   | ${/not of the form column: method >= threshold/}
    ${"delay: wassertein"}     | ${/"wassertein" is not a drift method, did you mean "wasserstein"\?/}
    ${"delay: constructor"}    | ${/is not a drift method, there are psi, ks/}
    ${"delay: psi >= much"}    | ${/must be a number of at least 0/}
    ${"delay: psi >= -1"}      | ${/must be a number of at least 0/}
    ${"delay: psi < 0.2"}      | ${/write psi >= 0\.2/}
    ${"delay: g-test >= 0.05"} | ${/write g-test < 0\.05/}
  `("$line is refused", ({ line, said }) => {
    expect(parseMethodChoice(line)).toEqual({ fault: expect.stringMatching(said) });
  });
});

describe("a bound of the rule", () => {
  it.each`
    line                             | entry
    ${"distribution: 0.1"}           | ${{ distribution: 0.1 }}
    ${"false-discovery-rate = 0.01"} | ${{ falseDiscoveryRate: 0.01 }}
    ${"ratio:2"}                     | ${{ ratio: 2 }}
  `("$line", ({ line, entry }) => {
    expect(parseDriftBound(line)).toEqual({ entry });
  });

  it.each`
    line                   | said
    ${"distribution"}      | ${/not of the form name: number/}
    ${"distributon: 0.1"}  | ${/did you mean "distribution"\?/}
    ${"distribution: 5 %"} | ${/not of the form name: number/}
    ${"distribution: 5"}   | ${/must be a number from 0 to 1/}
    ${"ratio: 0.5"}        | ${/must be a number from 1 to 1000/}
    ${"share: 1e999"}      | ${/must be a number/}
  `("$line is refused", ({ line, said }) => {
    expect(parseDriftBound(line)).toEqual({ fault: expect.stringMatching(said) });
  });
});
