import fc from "fast-check";
import { expect, it } from "vitest";
import { adjustPValues } from "../../../src/core/statistics/adjust-p-values.ts";
import { benjaminiHochbergLimit } from "../../../src/core/statistics/benjamini-hochberg.ts";

it("rejects what p-values adjusted for their number reject", () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(pValues, fc.constantFrom(0.02, 0.05, 0.5), (values, rate) => {
      const limit = benjaminiHochbergLimit(Float64Array.from(values), rate);
      const adjusted = adjustPValues(values, "benjamini-hochberg");
      for (const [index, p] of values.entries()) {
        const q = adjusted[index] ?? 1;
        // Both divide, one by the rank and one by their number: at the limit itself the last digit may decide.
        if (Math.abs(q - rate) > 1e-12) expect(p <= limit).toBe(q <= rate);
      }
    }),
  );
});

it.each([
  ["none", [0.9, 0.5, 0.03], 0.02, -1],
  ["all", [0.01, 0.01], 0.02, 0.01],
  ["up to the last that is small enough for its rank", [0.019, 0.004, 0.5, 0.012], 0.05, 0.019],
])("rejects %s", (_, values, rate, limit) => {
  expect(benjaminiHochbergLimit(Float64Array.from(values), rate)).toBe(limit);
});
