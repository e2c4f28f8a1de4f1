import { describe, expect, it } from "vitest";
import { listEarlierHolders } from "../../../src/core/deployment/earlier-holders.ts";
import { findLastGood } from "../../../src/core/deployment/find-last-good.ts";
import { kindOfMove } from "../../../src/core/deployment/kind-of-move.ts";
import type { PromotionProgress } from "../../../src/core/registry/registry.ts";

function move(version: number, more: Partial<PromotionProgress> = {}): PromotionProgress {
  return {
    environment: "production",
    counter: version,
    version,
    kind: "promotion",
    standing: "approved",
    commit: "a".repeat(40),
    movedAt: "2026-11-20T10:00:00Z",
    by: "ana",
    document: "b".repeat(64),
    complete: true,
    deployment: 100 + version,
    ...more,
  };
}

const served = (version: number, counter = version) => move(version, { counter, status: "inactive" });
const failed = (version: number, counter = version) => move(version, { counter, status: "failure" });
/** The next move came before it was deployed. */
const overtaken = (version: number) => {
  const { deployment: _, ...rest } = move(version);
  return rest;
};

describe("a step back has a policy of its own", () => {
  const promotions = [
    move(8),
    move(7),
    move(6, { standing: "unverified" }),
    failed(5),
    move(4, { environment: "staging" }),
  ];
  it.each([
    ["to the last holder", 8, 7, "rollback"],
    ["forward", 8, 9, "promotion"],
    ["back to what never was there", 8, 3, "promotion"],
    ["back to what nobody ever confirmed", 8, 6, "promotion"],
    ["back to what failed there", 8, 5, "promotion"],
    ["back to what another environment had", 8, 4, "promotion"],
    ["forward again to what was rolled back", 7, 8, "promotion"],
    ["the first holder", undefined, 7, "promotion"],
    ["from what nobody has recorded yet", 9, 8, "rollback"],
  ] as const)("%s (%s → %s) is judged as a %s", (_name, from, to, kind) => {
    expect(kindOfMove({ promotions }, { environment: "production", from, to })).toBe(kind);
  });
});

describe("without a version, a rollback goes to", () => {
  it.each<[string, PromotionProgress[], number | undefined, number | undefined, number[]]>([
    ["the holder before", [served(1), served(2), move(3)], 3, 2, [2, 1]],
    ["the holder before one that failed", [served(1), served(2), failed(3)], 3, 2, [2, 1]],
    ["the one whose deployment is still told to serve", [served(1), move(2, { status: "success" })], 3, 2, [2, 1]],
    ["not one that failed", [served(1), failed(2), move(3)], 3, 1, [1]],
    ["one that failed once and served after", [served(1), failed(2), served(2, 3), move(4)], 4, 2, [2, 1]],
    ["not one that served once and failed since", [served(1), served(2), failed(2, 3), move(4)], 4, 1, [2, 1]],
    ["nothing, where all that served failed since", [served(2), failed(2, 3), move(4)], 4, undefined, [2]],
    ["one that nobody reported on", [move(1), move(2), move(3)], 3, 2, [2, 1]],
    ["but first to what is known to have served", [served(1), move(2, { status: "queued" }), move(3)], 3, 1, [2, 1]],
    [
      "what served, though nobody reported on the last time",
      [served(1), served(2), move(2, { counter: 3 })],
      4,
      2,
      [2, 1],
    ],
    ["not one that the next move overtook", [move(1), overtaken(2), move(3)], 3, 1, [2, 1]],
    ["not forward to what was rolled back", [served(1), served(2), served(3), move(2, { counter: 4 })], 2, 1, [1]],
    [
      "what still serves, where nobody confirmed the last move",
      [served(1), move(2, { status: "success" }), move(3, { standing: "unverified" })],
      3,
      2,
      [2, 1],
    ],
    [
      "what serves, where nobody has looked at the last move",
      [served(1), move(2, { status: "success" })],
      3,
      2,
      [2, 1],
    ],
    [
      "not what nobody confirmed",
      [served(1), move(2, { standing: "unverified", status: "success" }), move(3)],
      3,
      1,
      [1],
    ],
    [
      "not what served another environment",
      [move(1, { environment: "staging", status: "success" }), move(2)],
      2,
      undefined,
      [],
    ],
    ["what held it before a lower number was promoted over it", [served(8, 1), move(5, { counter: 2 })], 5, 8, [8]],
    ["what held it before such a promotion failed", [served(8, 1), failed(5, 2)], 5, 8, [8]],
    [
      "what still serves, where somebody moved back and nobody confirmed it",
      [served(1), move(2, { status: "success" }), move(1, { counter: 3, standing: "unverified" })],
      1,
      2,
      [2],
    ],
    [
      "what is below, where a move back is not on record yet",
      [served(1), served(2), move(3, { status: "success" })],
      2,
      1,
      [1],
    ],
    [
      "not what was rolled back, once another is promoted",
      [served(1), failed(2), served(1, 3), move(3, { counter: 4 })],
      3,
      1,
      [1],
    ],
    ["not the version itself", [served(2), failed(2, 3)], 2, undefined, []],
    ["nothing, where the alias was taken away", [served(1), move(2, { version: undefined })], undefined, undefined, []],
  ])("%s", (_, promotions, holder, version, earlier) => {
    const alias = { environment: "production", holder };
    expect(listEarlierHolders({ promotions }, alias)).toEqual(earlier);
    expect(findLastGood({ promotions }, alias)).toBe(version);
    expect(findLastGood({ promotions: promotions.toReversed() }, alias)).toBe(version);
  });

  it("nothing, where the model has no registry", () => {
    expect(findLastGood(undefined, { environment: "production", holder: 2 })).toBeUndefined();
  });
});
