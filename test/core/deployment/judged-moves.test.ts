import { describe, expect, it } from "vitest";
import { formatJudgedMoves, parseJudgedMoves } from "../../../src/core/deployment/judged-moves.ts";
import type { JudgedMove } from "../../../src/core/gate/promotion-facts.ts";
import { fakeDigest } from "../evidence/build-evidence.ts";
import { buildGateFacts, buildPullRequest } from "../gate/build-gate-facts.ts";

function judged(move: Partial<JudgedMove["move"]>, rest: Partial<JudgedMove> = {}): JudgedMove {
  const state = { kind: "not-registered", newest: undefined } as const;
  return {
    move: { model: "late-flights", environment: "production", from: 7, to: 8, state, ...move },
    verdict: "pass",
    integrity: [],
    result: undefined,
    proposed: undefined,
    brokenGlass: false,
    reason: undefined,
    ...rest,
  };
}

const ONE = [{ place: ".github/pawl.yml of main", digest: fakeDigest("ab") }];

describe("what a check said", () => {
  it("is read back as it was written, among everything else in the summary", () => {
    const moves = [judged({}), judged({ environment: "eu-staging", from: undefined, to: 1 }, { verdict: "fail" })];
    const mark = formatJudgedMoves({ verdict: "fail", moves, policyChanges: [] }, ONE);
    expect(parseJudgedMoves(`# Words\n\n${mark}\n`)).toEqual({
      policy: fakeDigest("ab"),
      moves: [
        { model: "late-flights", environment: "production", from: 7, to: 8, verdict: "pass" },
        { model: "late-flights", environment: "eu-staging", to: 1, verdict: "fail" },
      ],
    });
  });

  it("has one digest of several files, and of none", () => {
    const of = (policy: typeof ONE) =>
      parseJudgedMoves(formatJudgedMoves({ verdict: "pass", moves: [], policyChanges: [] }, policy))?.policy;
    const two = [...ONE, { place: ".github/pawl.yml of acme/.github", digest: fakeDigest("cd") }];
    expect(new Set([of([]), of(ONE), of(two), of(two.toReversed())]).size).toBe(4);
  });

  it("is one line of a comment, whatever the reason says", () => {
    const reason = "-->\n<script>`| @ana --> #7";
    const facts = { challenger: { version: {} }, pullRequest: { breakGlass: [{ author: "ben", reason, at: "" }] } };
    // Only the words of whoever broke it are read.
    const state = { kind: "judgeable", gate: undefined, facts } as unknown as JudgedMove["move"]["state"];
    const mark = formatJudgedMoves(
      { verdict: "pass", moves: [judged({ state }, { brokenGlass: true })], policyChanges: [] },
      ONE,
    );
    expect(mark).toMatch(/^<!-- pawl:judged [^<>\n-]+ -->$/);
    expect(parseJudgedMoves(mark)?.moves[0]?.glass).toBe(`ben: ${reason}`);
  });

  it("attack: words of somebody whom the policy does not name are not those that stay on record", () => {
    const gate = { kind: "rule", rule: "break-glass", options: { users: ["ben"], "min-length": 5 } } as const;
    const breakGlass = [
      { author: "eve", reason: "it was ben who wanted it", at: "2026-11-26T12:01:00Z" },
      { author: "ben", reason: "nothing answers", at: "2026-11-26T12:00:00Z" },
    ];
    const state = {
      kind: "judgeable",
      gate,
      facts: buildGateFacts({ pullRequest: buildPullRequest({ breakGlass }) }),
    } as const;
    const moves = [judged({ state }, { brokenGlass: true })];
    const mark = parseJudgedMoves(formatJudgedMoves({ verdict: "pass", moves, policyChanges: [] }, ONE));
    expect(mark?.moves[0]?.glass).toBe("ben: nothing answers");
    expect(mark?.moves[0]?.digest).toBe(state.facts.challenger.version.digest);
  });

  it.each([
    ["nothing", ""],
    ["a marker in the middle of a line", 'so <!-- pawl:judged {"policy":"x","moves":[]} -->'],
    ["no JSON", "<!-- pawl:judged {nonsense} -->"],
    ["an unknown key", `<!-- pawl:judged {"policy":"${fakeDigest("ab")}","moves":[],"more":1} -->`],
  ])("is unknown where there is %s", (_, summary) => {
    expect(parseJudgedMoves(summary)).toBeUndefined();
  });
});
