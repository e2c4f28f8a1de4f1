import { describe, expect, it } from "vitest";
import { formatHistogram } from "../../../src/core/dataset/text-histogram.ts";

const steps = (length: number) => Array.from({ length }, (_, index) => index + 1);

describe("histogram as text", () => {
  it.each`
    case                                          | before          | after           | shown
    ${"the same on both sides"}                   | ${[1, 7, 2]}    | ${[10, 70, 20]} | ${"▂█▃ → ▂█▃"}
    ${"one scale for both sides"}                 | ${[1, 1, 1, 1]} | ${[0, 0, 0, 9]} | ${"▃▃▃▃ → ▁▁▁█"}
    ${"a share of one in a million still stands"} | ${[999_999, 1]} | ${[1, 0]}       | ${"█▂ → █▁"}
    ${"no rows on one side"}                      | ${[0, 0]}       | ${[3, 1]}       | ${"▁▁ → █▄"}
    ${"no rows at all"}                           | ${[0, 0]}       | ${[0, 0]}       | ${""}
    ${"no bins"}                                  | ${[]}           | ${[]}           | ${""}
    ${"one bin"}                                  | ${[5]}          | ${[9]}          | ${"█ → █"}
  `("$case: $shown", ({ before, after, shown }) => {
    expect(formatHistogram(before, after)).toBe(shown);
  });

  it("merges neighbours into 16 columns", () => {
    expect(formatHistogram(steps(32), steps(32).reverse())).toBe("▂▂▃▃▄▄▄▅▅▆▆▇▇███ → ███▇▇▆▆▅▅▄▄▄▃▃▂▂");
  });

  it("keeps the first categories apart and merges the rest into the last column", () => {
    const counts = [100, 50, ...new Array<number>(40).fill(1)];
    expect(formatHistogram(counts, counts, "categories")).toBe("█▅▂▂▂▂▂▂▂▂▂▂▂▂▂▃ → █▅▂▂▂▂▂▂▂▂▂▂▂▂▂▃");
  });
});

describe("columns of equal width", () => {
  it("show the shape that bins of equal frequency hide", () => {
    // quartiles of something skewed: half of the rows below 1, the last quarter between 3 and 12
    const edges = [0, 0.4, 1, 3, 12];
    expect(formatHistogram([0, 25, 25, 25, 25, 0], [0, 25, 25, 25, 25, 0], { edges })).toBe("█▂▂▂ → █▂▂▂");
  });

  it("puts a value with a bin of its own into one column", () => {
    const edges = [0, 1.999999999, 2, 4];
    expect(formatHistogram([0, 1, 8, 1, 0], [0, 5, 0, 5, 0], { edges })).toBe("▂█▂ → ▄▄▄");
  });

  it("are not squeezed by an extreme value", () => {
    const edges = [0, 1, 2, 3, 4, 1e6];
    const counts = [0, 1000, 2000, 2000, 1000, 1, 0];
    expect(formatHistogram(counts, counts, { edges })).toBe("▅███▅ → ▅███▅");
  });

  it("fall back to the bins where all rows are beyond one edge", () => {
    expect(formatHistogram([0, 5], [5, 0], { edges: [7] })).toBe("▁█ → █▁");
  });
});

it("means nothing to Markdown, to a table or to a terminal", () => {
  expect(formatHistogram(steps(40), steps(40).reverse())).toMatch(/^[▁-█]{16} → [▁-█]{16}$/u);
});
