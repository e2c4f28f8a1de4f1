import { describe, expect, it } from "vitest";
import { isGross } from "../../../../src/core/drift/budget/is-gross.ts";

describe("a gross effect", () => {
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
    expect(isGross({ aspect, effect, verdict })).toBe(gross);
  });
});
