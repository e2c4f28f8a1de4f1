import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DifferenceToJudge, judgeDifference } from "../../../src/core/evaluation/judge-difference.ts";

const difference = (over: Partial<DifferenceToJudge>): DifferenceToJudge => ({
  difference: 0.01,
  interval: [0.005, 0.015],
  direction: "higher",
  margin: 0.002,
  rows: 1000,
  ...over,
});

describe("judgeDifference", () => {
  it.each`
    case                                        | d         | interval             | margin   | kind
    ${"above zero and at least the margin"}     | ${0.01}   | ${[0.005, 0.015]}    | ${0.002} | ${"better"}
    ${"exactly the margin"}                     | ${0.002}  | ${[0.001, 0.003]}    | ${0.002} | ${"better"}
    ${"above zero without a margin"}            | ${0.001}  | ${[0.0005, 0.0015]}  | ${0}     | ${"better"}
    ${"below zero and at least the margin"}     | ${-0.01}  | ${[-0.015, -0.005]}  | ${0.002} | ${"worse"}
    ${"surely there, but too small to matter"}  | ${0.001}  | ${[0.0005, 0.0015]}  | ${0.002} | ${"same"}
    ${"surely worse, but too little to matter"} | ${-0.001} | ${[-0.0015, -0.001]} | ${0.002} | ${"same"}
    ${"around zero, within the margin"}         | ${0}      | ${[-0.001, 0.001]}   | ${0.002} | ${"same"}
    ${"every row equal, no margin"}             | ${0}      | ${[0, 0]}            | ${0}     | ${"same"}
    ${"may be better, cannot be much worse"}    | ${0.001}  | ${[-0.001, 0.003]}   | ${0.002} | ${"not-worse"}
    ${"room for both"}                          | ${0.001}  | ${[-0.003, 0.005]}   | ${0.002} | ${"inconclusive"}
    ${"touches the margin"}                     | ${0.001}  | ${[-0.002, 0.004]}   | ${0.002} | ${"inconclusive"}
    ${"around zero without a margin"}           | ${0.001}  | ${[-0.003, 0.005]}   | ${0}     | ${"inconclusive"}
    ${"perhaps worse"}                          | ${-0.003} | ${[-0.007, 0.001]}   | ${0.002} | ${"inconclusive"}
    ${"no interval"}                            | ${0.5}    | ${null}              | ${0.002} | ${"inconclusive"}
    ${"no interval, but equal"}                 | ${0}      | ${null}              | ${0.002} | ${"same"}
    ${"not defined"}                            | ${null}   | ${null}              | ${0.002} | ${"inconclusive"}
  `("$case → $kind", ({ d, interval, margin, kind }) => {
    expect(judgeDifference(difference({ difference: d, interval, margin })).kind).toBe(kind);
  });

  it("says how many more rows would answer the question", () => {
    // half width 0.004, to be told apart 0.002: four times the rows
    expect(judgeDifference(difference({ difference: 0.001, interval: [-0.003, 0.005] }))).toMatchObject({
      kind: "inconclusive",
      moreRows: 3000,
    });
  });

  it("gives no number where none helps", () => {
    const verdict = judgeDifference(difference({ difference: 0, interval: [-0.1, 0.1], margin: 0 }));
    expect(verdict).toEqual({ kind: "inconclusive", reason: expect.stringContaining("margin") });
  });

  it("turns over for a metric where lower is better", () => {
    const mirrored = { better: "worse", worse: "better", same: "same" } as const;
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (d, half, margin) => {
          const input = difference({ difference: d, interval: [d - half, d + half], margin });
          const higher = judgeDifference(input);
          const negated = judgeDifference({ ...input, difference: -d, interval: [-d - half, -d + half] });
          const lower = judgeDifference({ ...input, direction: "lower" });
          expect(lower.kind).toBe(negated.kind);
          if (higher.kind in mirrored) expect(lower.kind).toBe(mirrored[higher.kind as keyof typeof mirrored]);
        },
      ),
    );
  });
});
