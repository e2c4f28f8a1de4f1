import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { thinCurve } from "../../../src/runner/readers/thin-curve.ts";

describe("thinCurve", () => {
  it("leaves a short curve alone", () => {
    const points = { steps: [1, 2, 3], values: [3, 1, 2] };
    expect(thinCurve(points, 200)).toEqual(points);
  });

  it("keeps the first, the last, the lowest and the highest point, in order, within the limit", () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(values, fc.integer({ min: 4, max: 200 }), (curve, max) => {
        const steps = curve.map((_, index) => index);
        const thinned = thinCurve({ steps, values: curve }, max);
        expect(thinned.values.length).toBeLessThanOrEqual(max);
        expect(thinned.steps).toHaveLength(thinned.values.length);
        expect(thinned.steps[0]).toBe(0);
        expect(thinned.steps.at(-1)).toBe(curve.length - 1);
        expect(Math.min(...thinned.values)).toBe(Math.min(...curve));
        expect(Math.max(...thinned.values)).toBe(Math.max(...curve));
        thinned.steps.forEach((step, index) => {
          expect(thinned.values[index]).toBe(curve[step]);
          if (index > 0) expect(step).toBeGreaterThan(thinned.steps[index - 1] ?? 0);
        });
      }),
    );
  });
});
