import { describe, expect, it } from "vitest";
import { drawSurprises } from "../../../../src/core/drift/budget/draw-surprises.ts";
import { serialCorrelation } from "../../../../src/core/drift/budget/serial-correlation.ts";

function drawn(count: number, correlation: number, seed: number): number[] {
  return [...drawSurprises(count, { correlation, bursts: { share: 0, size: 0, gross: 0 } }, seed).surprises];
}

describe("correlation of consecutive surprises", () => {
  it.each([0.3, 0.6, 0.8])("%f is found where there are many", (correlation) => {
    expect(serialCorrelation(drawn(5000, correlation, 3))).toBeCloseTo(correlation, 1);
  });

  it("is mostly 0 in 20 that are independent, and rarely large", () => {
    const found = Array.from({ length: 300 }, (_, seed) => serialCorrelation(drawn(20, 0, seed)));
    expect(found.filter((value) => value === 0).length).toBeGreaterThan(180);
    expect(found.filter((value) => value > 0.4).length).toBeLessThan(15);
  });

  it.each([
    ["three", [1, 2, 3]],
    ["none", []],
    ["equal ones", [0, 0, 0, 0, 0, 0]],
    ["alternating ones", [0, 9, 0, 9, 0, 9, 0, 9]],
  ])("is 0 of %s", (_name, surprises) => {
    expect(serialCorrelation(surprises)).toBe(0);
  });

  it("does not depend on the unit", () => {
    const values = drawn(40, 0.8, 5);
    expect(serialCorrelation(values.map((value) => value ** 3))).toBeCloseTo(serialCorrelation(values), 12);
  });
});
