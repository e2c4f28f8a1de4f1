import { describe, expect, it } from "vitest";
import { drawSurprises } from "../../../../src/core/drift/budget/draw-surprises.ts";
import { createRollingTail } from "../../../../src/core/drift/budget/rolling-tail.ts";
import { fitRunTail } from "../../../../src/core/drift/run-tail.ts";

describe("the rolling tail", () => {
  it.each([
    [3, 0.01],
    [8, 0.02],
    [20, 0.004],
    [28, 0.05],
  ])("of %i batches at %f has the bar of the drift rule itself, whatever came and went", (count, level) => {
    const model = { correlation: 0.3, bursts: { share: 0.1, size: 10, gross: 0 } };
    const { surprises } = drawSurprises(count + 200, model, 11);
    const tail = createRollingTail(surprises.subarray(0, count), level);
    for (let index = count; index < surprises.length; index++) {
      const last = surprises.subarray(index - count, index);
      expect(tail.bar()).toBeCloseTo(fitRunTail(last, 1).surpriseAt(level), 9);
      tail.join(surprises[index] ?? 0);
    }
  });

  it("keeps its count where values are equal", () => {
    const tail = createRollingTail(new Float64Array(8), 0.02);
    for (const surprise of [0, 1, 1, 0, 5, 1, 1, 0, 0]) tail.join(surprise);
    expect(tail.bar()).toBeCloseTo(fitRunTail([1, 1, 0, 5, 1, 1, 0, 0], 1).surpriseAt(0.02), 9);
  });
});
