import { describe, expect, it } from "vitest";
import { buildDispatchInputs, keyOfPayload } from "../../../src/core/deployment/deployment-payload.ts";
import { describeDeployment } from "../../../src/core/deployment/describe-deployment.ts";
import {
  judgePromotionUse,
  promotionOfUse,
  renderGateAnswer,
} from "../../../src/core/deployment/judge-environment-use.ts";
import { planConsequences } from "../../../src/core/deployment/plan-consequences.ts";
import { newestPromotions, planMoves } from "../../../src/core/deployment/plan-moves.ts";
import { findPromotionKey, namesPromotion, parsePromotionKey } from "../../../src/core/deployment/promotion-key.ts";
import { type MoveFacts, recordMoves } from "../../../src/core/deployment/record-moves.ts";
import type { PromotionProgress, PromotionRecord, Registry } from "../../../src/core/registry/registry.ts";
import { fakeDigest, HEAD } from "../evidence/build-evidence.ts";

const NOW = "2026-11-26T12:00:00Z";

function progress(overrides: Partial<PromotionProgress> = {}): PromotionProgress {
  return {
    environment: "production",
    counter: 1,
    version: 1,
    kind: "promotion",
    standing: "approved",
    commit: HEAD,
    movedAt: "2026-11-26T12:00:00Z",
    by: "ana",
    document: fakeDigest("ab"),
    complete: true,
    ...overrides,
  };
}

const file = (entries: Record<string, number>) => new Map(Object.entries(entries));

describe("planMoves", () => {
  it.each([
    ["nothing new", [{ production: 1 }], []],
    ["a move", [{ production: 2 }], ["production 1→2"]],
    ["there and back", [{ production: 2 }, { production: 1 }], ["production 1→2", "production 2→1"]],
    ["two at once", [{ staging: 3, production: 2 }], ["production 1→2", "staging none→3"]],
    ["taken away and given again", [{}, { production: 1 }], ["production 1→none", "production none→1"]],
    ["a file that cannot be read between", [undefined, { production: 2 }], ["production 1→2"]],
  ])("finds %s", (_, states, expected) => {
    const snapshots = states.map((state, index) => ({
      commit: String(index),
      aliases: state === undefined ? undefined : file(state),
    }));
    const words = (version: number | undefined) => String(version ?? "none");
    expect(
      planMoves({ promotions: [progress()] }, snapshots).map(
        ({ environment, from, to }) => `${environment} ${words(from)}→${words(to)}`,
      ),
    ).toEqual(expected);
  });
});

it("what holds an alias stays on record, however often others moved since", () => {
  const before: Registry = {
    schema: "pawl.registry/v1",
    model: "late-flights",
    versions: [],
    promotions: [
      ...Array.from({ length: 1999 }, (_, index) => progress({ environment: "staging", counter: 1999 - index })),
      progress({ counter: 7 }),
    ],
  };
  const facts: MoveFacts = { kind: "promotion", standing: "unverified", movedAt: NOW, by: "ana", approvedBy: [] };
  const moves = [1, 2].map((to) => ({ environment: "staging", from: undefined, to, commit: HEAD, ...facts }));
  const { registry } = recordMoves(before, moves, { aliasCommit: HEAD, now: NOW });
  expect(registry.promotions).toHaveLength(2000);
  expect(newestPromotions(registry)).toMatchObject([
    { environment: "staging", counter: 2001 },
    { environment: "production", counter: 7 },
  ]);
});

describe("planConsequences", () => {
  it.each([
    ["the newest is deployed, what it overtook only tagged", [{ counter: 2 }, {}], ["1 tag", "2 deploy"]],
    ["without a verdict it is held", [{ standing: "unverified" }], ["1 hold"]],
    ["or dropped, when another came", [{ counter: 2 }, { standing: "unverified" }], ["1 drop", "2 deploy"]],
    ["taken away", [{ version: undefined }], ["1 retire"]],
    ["confirmed", [{ standing: "confirmed" }], ["1 deploy"]],
    ["another environment is no rival", [{ environment: "staging" }, {}], ["1 deploy", "1 deploy"]],
    ["done", [{ complete: true }], []],
  ] as const)("%s", (_, moves, expected) => {
    const promotions = moves.map((move) => progress({ complete: false, ...move }));
    expect(
      planConsequences({ promotions }).map(({ progress: { counter }, kind }) => `${String(counter)} ${kind}`),
    ).toEqual(expected);
  });
});

describe("the key of a promotion", () => {
  it.each([
    ["deploy late-flights/production/4", "late-flights/production/4"],
    ["late-flights/production/4\nanother line", "late-flights/production/4"],
    ["x/late-flights/production/4", undefined],
    ["late-flights/production/4/5", undefined],
    ["late-flights/production/04", undefined],
    ["Late-flights/production/4", undefined],
    ["late-flights/-production/4", undefined],
    ["../production/4", undefined],
  ])("in %j is %s", (text, expected) => {
    const found = findPromotionKey(text);
    expect(found && `${found.model}/${found.environment}/${String(found.counter)}`).toBe(expected);
  });

  it("names one promotion and no other with the same letters", () => {
    const key = { model: "late", environment: "flights-production", counter: 4 };
    expect(namesPromotion("deploy late/flights-production/4", key)).toBe(true);
    expect(namesPromotion("deploy late-flights/production/4", key)).toBe(false);
    expect(namesPromotion("deploy late/flights-production/41", key)).toBe(false);
    expect(parsePromotionKey("deploy late/flights-production/4")).toBeUndefined();
  });

  it.each([
    ["an object", { "pawl-key": "late-flights/production/4" }],
    ["text", '{"pawl-key":"late-flights/production/4"}'],
  ])("is found in a payload that GitHub gives back as %s", (_, payload) => {
    expect(keyOfPayload(payload)?.counter).toBe(4);
  });

  it.each([["nonsense"], [""], [null], [{ "pawl-key": 4 }], [{ "pawl-key": "late-flights/production/4; rm -rf" }]])(
    "is not in %j",
    (payload) => {
      expect(keyOfPayload(payload)).toBeUndefined();
    },
  );

  it("is the first input of the deploy workflow, and every input is text", () => {
    const payload = {
      "pawl-key": "late-flights/production/4",
      model: "late-flights",
      environment: "production",
      version: 8,
      digest: `sha256:${fakeDigest("ab")}`,
      reference: `ghcr.io/acme/late-flights@sha256:${fakeDigest("ab")}`,
      previous: 7,
      evidence: { package: undefined, run: undefined },
    };
    expect(Object.keys(buildDispatchInputs(payload))).toEqual([
      "pawl-key",
      "model",
      "environment",
      "version",
      "digest",
      "reference",
    ]);
    expect(buildDispatchInputs(payload)["version"]).toBe("8");
  });
});

describe("who may use a guarded environment", () => {
  const use = {
    environment: "production",
    title: "deploy late-flights/production/2\ndeploy",
    event: "workflow_dispatch",
    path: ".github/workflows/deploy.yml",
    headBranch: "main",
    own: true,
    fork: false,
  };
  const rules = { workflow: () => "deploy.yml", defaultBranch: "main" };
  it("is the App's own dispatch of the configured workflow", () => {
    expect(promotionOfUse(use, rules)).toEqual({ model: "late-flights", environment: "production", counter: 2 });
  });

  it.each([
    ["a fork's", { fork: true }],
    ["one that may be a fork's", { fork: undefined }],
    ["one that a person started", { own: false }],
    ["a push", { event: "push" }],
    ["one without a key", { title: "deploy" }],
    ["another workflow", { path: ".github/workflows/evil.yml" }],
    ["another branch", { headBranch: "try" }],
    ["another environment", { environment: "staging" }],
  ])("is not %s", (_, change) => {
    expect(promotionOfUse({ ...use, ...change }, rules)).toHaveProperty("refusal");
  });

  it("is the newest promotion alone, with a verdict and a version", () => {
    const key = { model: "late-flights", environment: "production", counter: 2 };
    const registry = (newest: Partial<PromotionProgress>, versions = [2]) => ({
      schema: "pawl.registry/v1" as const,
      model: "late-flights",
      versions: versions.map((version) => ({
        version,
        digest: `sha256:${fakeDigest("ab")}`,
        origin: "registered" as const,
        commit: HEAD,
        registeredAt: "2026-11-26T12:00:00Z",
        document: fakeDigest("ab"),
      })),
      promotions: [progress({ counter: 2, version: 2, ...newest }), progress()],
    });
    expect(judgePromotionUse(registry({}), key)).toMatchObject({ counter: 2 });
    expect(judgePromotionUse(undefined, key)).toHaveProperty("refusal");
    expect(judgePromotionUse(registry({ counter: 3 }), key)).toHaveProperty("refusal");
    expect(judgePromotionUse(registry({ standing: "unverified" }), key)).toHaveProperty("refusal");
    expect(judgePromotionUse(registry({}, [1]), key)).toHaveProperty("refusal");
  });

  it("is told with the tree, as far as GitHub takes it", () => {
    const record: PromotionRecord = {
      schema: "pawl.promotion/v1",
      model: "late-flights",
      environment: "production",
      counter: 2,
      kind: "promotion",
      version: 2,
      standing: "approved",
      commit: HEAD,
      movedAt: "2026-11-26T12:00:00Z",
      recordedAt: "2026-11-26T12:00:00Z",
      pullRequest: 12,
      by: "ana",
      approvedBy: ["ana"],
      gate: {
        verdict: "pass",
        text: Array.from({ length: 100 }, (_, at) => `- rule ${String(at)} passed`).join("\n"),
        policy: fakeDigest("ab"),
      },
    };
    const text = renderGateAnswer({ model: "late-flights", environment: "production", counter: 2 }, record, 1024);
    expect(text.length).toBeLessThanOrEqual(1024);
    expect(text.split("\n")[0]).toBe("late-flights version 2 holds production: approved, #12.");
    expect(text).toContain("- rule 0 passed\n- rule 1 passed");
    expect(text.endsWith("\n…")).toBe(true);
  });
});

describe("describeDeployment", () => {
  it.each([
    [{ standing: "unverified" }, "waits for somebody entitled to confirm it"],
    [{ version: undefined }, "was taken away"],
    [{ complete: false }, "is about to be deployed"],
    [{ deployment: 7 }, "was handed to its deployment"],
    [{ deployment: 7, status: "in_progress" }, "is being deployed"],
    [{ deployment: 7, status: "success" }, "serves"],
    [{ deployment: 7, status: "failure" }, "its deployment failed"],
    [{ deployment: 7, status: "a new word" }, "has a deployment in a state that is not known here"],
    [{}, "was overtaken by the next move"],
  ] as const)("of %j is: %s", (overrides, expected) => {
    expect(describeDeployment(progress(overrides))).toBe(expected);
  });
});
