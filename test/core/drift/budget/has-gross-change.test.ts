import { describe, expect, it } from "vitest";
import { hasGrossChange } from "../../../../src/core/drift/budget/has-gross-change.ts";
import { finding } from "../../../templates/monitoring/prometheus-metrics.ts";

describe("a gross change", () => {
  it.each`
    aspect            | effect  | verdict           | gross
    ${"distribution"} | ${0.2}  | ${"drift"}        | ${true}
    ${"distribution"} | ${0.19} | ${"drift"}        | ${false}
    ${"distribution"} | ${0.9}  | ${"stable"}       | ${false}
    ${"null"}         | ${-0.3} | ${"drift"}        | ${true}
    ${"unseen"}       | ${0.25} | ${"drift"}        | ${true}
    ${"range"}        | ${0.2}  | ${"inconclusive"} | ${false}
    ${"range"}        | ${0.2}  | ${"drift"}        | ${true}
    ${"column"}       | ${1}    | ${"drift"}        | ${true}
    ${"location"}     | ${0.4}  | ${"drift"}        | ${false}
    ${"association"}  | ${1}    | ${"drift"}        | ${false}
    ${"constructor"}  | ${1}    | ${"drift"}        | ${false}
  `("$aspect $effect, $verdict: $gross", ({ aspect, effect, verdict, gross }) => {
    expect(hasGrossChange([finding("delay", { aspect, effect, verdict })])).toBe(gross);
  });

  it("may be told by another measure of a column that drifts", () => {
    const spread = finding("delay", { aspect: "scale", effect: 0.05 });
    const far = { aspect: "distribution", effect: 0.4, verdict: "stable" } as const;
    expect(hasGrossChange([spread, finding("delay", far)])).toBe(true);
    expect(hasGrossChange([spread, finding("distance", far)])).toBe(false);
    expect(hasGrossChange([spread, finding("delay", { ...far, material: false })])).toBe(false);
    expect(hasGrossChange([spread, finding("delay", { ...far, signal: false })])).toBe(false);
  });
});
