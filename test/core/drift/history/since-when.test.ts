import { describe, expect, it } from "vitest";
import { sinceWhen } from "../../../../src/core/drift/history/since-when.ts";
import { createRandom } from "../../../../src/core/performance/create-random.ts";
import { normalQuantile } from "../../../../src/core/statistics/normal-distribution.ts";

function noise(count: number, seed: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => normalQuantile(random() + 2 ** -33));
}

/** Standard normal values, with `by` added from `at` on. */
const shifted = (count: number, at: number, by: number, seed: number) =>
  noise(count, seed).map((value, index) => value + (index >= at ? by : 0));

describe("since when", () => {
  it.each`
    series                                       | at    | what
    ${[0, 0, 0, 0, 0, 1]}                        | ${5}  | ${"the last value alone"}
    ${[0, 0, 0, 0, 0, 1, 1, 1]}                  | ${5}  | ${"a step of values that were all the same"}
    ${[0, 0.1, 0, 0.1, 0, 0.1, 5, 5.1, 4.9, 5]}  | ${6}  | ${"a step"}
    ${[0, 0.1, 0, 0.1, 0, 0.1, -5, -5.1, -4.9]}  | ${6}  | ${"a step down"}
    ${[0, 0.1, 0, 5, 0, 0.1, 0, 0.1, 0, 5]}      | ${9}  | ${"the last value, after an odd one long ago"}
    ${[5, 0, 0.1, 0, 0.1, 0, 0.1, 0, 0.1, 0, 5]} | ${10} | ${"the last value, after an odd first one"}
    ${[0, 1, 0, 1, 0, 1, 0, 1, 2]}               | ${8}  | ${"the last of values that always vary"}
    ${[0, 0, 5]}                                 | ${2}  | ${"the last of too few"}
    ${[1, 1, 1, 1, 1]}                           | ${4}  | ${"the last where nothing changed"}
    ${[]}                                        | ${-1} | ${"nothing"}
  `("$what", ({ series, at }) => {
    expect(sinceWhen(series)).toBe(at);
  });

  it.each([
    [20, 14, 5],
    [28, 20, 4],
    [12, 9, 6],
  ])("of %i values that change at %i by %f standard deviations is right within one in 9 of 10", (count, at, by) => {
    const found = Array.from({ length: 200 }, (_, seed) => sinceWhen(shifted(count, at, by, seed)));
    expect(found.filter((place) => Math.abs(place - at) <= 1).length).toBeGreaterThan(180);
  });

  it("is hardly ever too early where the last value alone is off", () => {
    const found = Array.from({ length: 500 }, (_, seed) => sinceWhen(shifted(20, 19, 6, seed)));
    expect(found.filter((place) => place !== 19).length).toBeLessThan(10);
  });

  it("of a slow change is its middle", () => {
    const series = noise(30, 4).map((value, index) => value + Math.max(0, index - 14));
    expect(sinceWhen(series)).toBeGreaterThan(15);
    expect(sinceWhen(series)).toBeLessThan(25);
  });
});
