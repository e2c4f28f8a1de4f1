import { describe, expect, it } from "vitest";
import { planRetraining } from "../../../src/core/retraining/plan-retraining.ts";
import type { RetrainingFacts } from "../../../src/core/retraining/retraining-facts.ts";
import { fakeDigest } from "../evidence/build-evidence.ts";
import {
  buildBranch,
  buildBroken,
  buildCause,
  buildDrift,
  buildFacts,
  buildPerformance,
  buildPolicy,
  buildRecord,
  buildScore,
  buildWindow,
} from "./build-retraining.ts";

const TWO = [buildDrift(25), buildWindow(24), buildDrift(23), buildWindow(22), buildWindow(21)];
const HOLD = { by: "ana", since: "2026-11-20T00:00:00Z", reason: "feature freeze" };

function closed(overrides: Parameters<typeof buildRecord>[0] = {}) {
  return buildRecord({
    state: "merged",
    openedAt: "2026-11-01T00:00:00Z",
    closedAt: "2026-11-02T00:00:00Z",
    ...overrides,
  });
}

function withHold(facts: RetrainingFacts): RetrainingFacts {
  return { ...facts, retraining: { ...facts.retraining, hold: HOLD } };
}

describe("a retraining begins", () => {
  it.each([
    ["two of the last five drift", buildFacts({ windows: TWO }), "drift"],
    [
      "one of one drifts, where the policy says so",
      buildFacts({ windows: [buildDrift(25)], policy: buildPolicy({ failed: 1, of: 1 }) }),
      "drift",
    ],
    [
      "two of the last five that count drift, with broken ones and ones without a verdict between them",
      buildFacts({
        windows: [
          buildDrift(25),
          buildWindow(24, { verdict: "inconclusive" }),
          buildWindow(23),
          buildWindow(22),
          buildBroken(21),
          buildWindow(20),
          buildDrift(19),
        ],
      }),
      "drift",
    ],
    [
      "a slot drifted in one of its datasets",
      buildFacts({
        windows: [
          buildDrift(25),
          buildWindow(25, { dataset: "weather" }),
          buildWindow(24),
          buildDrift(23, { dataset: "weather" }),
          buildWindow(23),
        ],
      }),
      "drift",
    ],
    [
      "performance fell beyond the bound, at once",
      buildFacts({
        windows: [buildWindow(25), buildWindow(11, { performance: buildPerformance() })],
        policy: buildPolicy({ performanceDrop: 0.02 }),
      }),
      "performance",
    ],
    [
      "performance fell in a window of which data alone say nothing",
      buildFacts({
        windows: [buildWindow(11, { verdict: "inconclusive", performance: buildPerformance() })],
        policy: buildPolicy({ performanceDrop: 0.02 }),
      }),
      "performance",
    ],
    [
      "a metric that should be low rose beyond the bound",
      buildFacts({
        windows: [
          buildWindow(11, {
            performance: buildPerformance({
              metric: "log-loss",
              value: 0.6,
              interval: [0.58, 0.62],
              expected: 0.5,
              drop: 0.1,
            }),
          }),
        ],
        policy: buildPolicy({ performanceDrop: 0.05 }),
      }),
      "performance",
    ],
    ["somebody asks, without any window", buildFacts({ request: { by: "ana", reason: "new airline" } }), "person"],
    [
      "somebody asks within the cooldown",
      buildFacts({
        request: { by: "ana", reason: undefined },
        records: [closed({ openedAt: "2026-11-26T10:00:00Z", closedAt: "2026-11-26T11:00:00Z" })],
      }),
      "person",
    ],
    [
      "somebody asks where only commands open one",
      buildFacts({ request: { by: "ana", reason: undefined }, policy: buildPolicy({ open: "command" }) }),
      "person",
    ],
    ["the cooldown is over", buildFacts({ windows: TWO, records: [closed()] }), "drift"],
    [
      "people closed it, and it is half as large again",
      buildFacts({
        windows: TWO.map((window) => ({
          ...window,
          scores: window.scores.map((score) => ({ ...score, effect: 0.3 })),
        })),
        records: [closed({ state: "closed-by-people", cause: buildCause({ severity: 2 }) })],
      }),
      "drift",
    ],
    [
      "people closed it, and another column drifts",
      buildFacts({
        windows: TWO,
        records: [closed({ state: "closed-by-people", cause: buildCause({ columns: ["carrier"], severity: 9 }) })],
      }),
      "drift",
    ],
    [
      "people closed it, and a retraining was merged since",
      buildFacts({
        windows: TWO,
        records: [
          closed({ counter: 2 }),
          closed({ state: "closed-by-people", cause: buildCause({ severity: 9 }), closedAt: "2026-10-20T00:00:00Z" }),
        ],
      }),
      "drift",
    ],
  ] as const)("where %s", (_, facts, kind) => {
    expect(planRetraining(facts)).toMatchObject({
      kind: "claim",
      record: { cause: { kind }, state: "open", runs: [] },
    });
  });

  it.each([
    ["the configuration says nothing of it", buildFacts({ windows: TWO, policy: undefined }), "no key retrain"],
    ["nothing was ever checked", buildFacts(), "Fewer than 2 of the last 5"],
    ["one of five drifts", buildFacts({ windows: [buildDrift(25), buildWindow(24)] }), "Fewer than 2 of the last 5"],
    [
      "two drift, and one of them is the sixth",
      buildFacts({
        windows: [buildDrift(25), buildWindow(24), buildWindow(23), buildWindow(22), buildWindow(21), buildDrift(20)],
      }),
      "Fewer than 2 of the last 5",
    ],
    [
      "two drifted and both are broken",
      buildFacts({ windows: [buildWindow(26), buildBroken(25), buildBroken(24)] }),
      "Fewer than 2 of the last 5",
    ],
    [
      "the feed is broken now, whatever drifted before",
      buildFacts({ windows: [buildBroken(26), ...TWO] }),
      "The feed of flights is broken since 2026-11-26",
    ],
    [
      "performance that fell is provisional",
      buildFacts({
        windows: [buildWindow(11, { performance: buildPerformance({ provisional: true }) })],
        policy: buildPolicy({ performanceDrop: 0.02 }),
      }),
      "Fewer than 2",
    ],
    [
      "the interval of the fall reaches the bound",
      buildFacts({
        windows: [buildWindow(11, { performance: buildPerformance({ interval: [0.59, 0.655] }) })],
        policy: buildPolicy({ performanceDrop: 0.02 }),
      }),
      "Fewer than 2",
    ],
    [
      "performance fell on a broken feed",
      buildFacts({
        windows: [buildWindow(12), buildBroken(11, { performance: buildPerformance() })],
        policy: buildPolicy({ performanceDrop: 0.02 }),
      }),
      "Fewer than 2",
    ],
    [
      "performance recovered in the newest window that has its labels",
      buildFacts({
        windows: [
          buildWindow(12, { performance: buildPerformance({ value: 0.67, interval: [0.66, 0.68], drop: 0 }) }),
          buildWindow(11, { performance: buildPerformance() }),
        ],
        policy: buildPolicy({ performanceDrop: 0.02 }),
      }),
      "Fewer than 2",
    ],
    ["only commands open one", buildFacts({ windows: TWO, policy: buildPolicy({ open: "command" }) }), "/pawl retrain"],
    [
      "the last one was opened less than the smallest interval ago",
      buildFacts({
        windows: [buildDrift(26), buildDrift(25)],
        policy: buildPolicy({ cooldownMs: 0, minIntervalMs: 30 * 86_400_000 }),
        records: [closed({ openedAt: "2026-11-10T00:00:00Z", closedAt: "2026-11-11T00:00:00Z" })],
      }),
      "Not before 2026-12-10 00:00 UTC: so long after the last one was opened",
    ],
    [
      "the last one was merged less than the cooldown ago",
      buildFacts({
        windows: [buildDrift(26), buildDrift(25)],
        records: [closed({ closedAt: "2026-11-24T00:00:00Z" })],
      }),
      "Not before 2026-12-01 00:00 UTC: so long after the last one was merged or closed",
    ],
    [
      "what drifted was decided about before",
      buildFacts({ windows: TWO, records: [closed({ closedAt: "2026-11-24T12:00:00Z" })] }),
      "Fewer than 2 of the last 5",
    ],
    [
      "people closed it for the same cause",
      buildFacts({
        windows: TWO,
        records: [closed({ state: "closed-by-people", cause: buildCause({ columns: ["distance", "carrier"] }) })],
      }),
      "People closed retraining 1 for this cause, and it is not 1.5 times as large",
    ],
    [
      "what drifted had gone before the cooldown was over",
      buildFacts({
        windows: [buildWindow(26), buildWindow(25), buildWindow(24), buildDrift(23), buildDrift(22)],
        records: [closed({ closedAt: "2026-11-17T00:00:00Z" })],
      }),
      "What drifted has gone: the last three windows are good",
    ],
    ["it is held", withHold(buildFacts({ windows: TWO })), "held by ana since 2026-11-20 00:00 UTC (feature freeze)"],
    [
      "there are three in the repository",
      buildFacts({ windows: TWO, living: 3 }),
      "has 3 open retraining pull requests",
    ],
    [
      "the month's budget is used up",
      buildFacts({ windows: TWO, gpuHours: 12.25, policy: buildPolicy({ gpuHoursPerMonth: 10 }) }),
      "used 12.3 GPU hours, and the configuration allows 10",
    ],
  ] as const)("not where %s", (_, facts, because) => {
    expect(planRetraining(facts)).toEqual({ kind: "nothing", because: expect.stringContaining(because) });
  });

  it.each([
    ["a hold", withHold(buildFacts())],
    ["a broken feed", buildFacts({ windows: [buildBroken(26)] })],
    ["three others", buildFacts({ living: 3 })],
    ["a budget that is used up", buildFacts({ gpuHours: 10, policy: buildPolicy({ gpuHoursPerMonth: 10 }) })],
    ["a configuration without the key", buildFacts({ policy: undefined })],
  ] as const)("a person does not get past %s", (_, facts) => {
    expect(planRetraining({ ...facts, request: { by: "ana", reason: "now" } }).kind).toBe("nothing");
  });

  it("a branch that somebody pushed before is theirs, and told", () => {
    const facts = buildFacts({ windows: TWO, branch: buildBranch({ hand: "people" }) });
    expect(planRetraining(facts)).toMatchObject({ kind: "blocked", because: expect.stringContaining("somebody else") });
  });
});

describe("the cause", () => {
  it("is what all windows that speak for it have in common, the largest change first", () => {
    const once = buildScore({ column: "gate", effect: 9 });
    const both = buildScore({ column: "carrier", aspect: "categories", effect: 0.4 });
    const windows = [
      buildDrift(25, { scores: [buildScore(), both, once] }),
      buildDrift(24, {
        scores: [buildScore({ effect: -0.3 }), both, buildScore({ column: "delay", structural: true })],
      }),
    ];
    expect(planRetraining(buildFacts({ windows }))).toMatchObject({
      record: {
        cause: {
          columns: ["carrier", "distance"],
          severity: 4,
          windows: ["2026-11-25T03:17:00Z", "2026-11-24T03:17:00Z"],
        },
      },
    });
  });

  it("has the same fingerprint in other sizes and another order, and another one for another aspect", () => {
    const fingerprint = (scores: Parameters<typeof buildDrift>[1]) => {
      const plan = planRetraining(buildFacts({ windows: [buildDrift(25, scores), buildDrift(24, scores)] }));
      return plan.kind === "claim" ? plan.record.cause.fingerprint : undefined;
    };
    const [a, b] = [buildScore(), buildScore({ column: "carrier", effect: 0.5 })];
    const one = fingerprint({ scores: [a, b] });
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint({ scores: [{ ...b, effect: 0.9 }, a] })).toBe(one);
    expect(fingerprint({ scores: [{ ...a, aspect: "missing values" }, b] })).not.toBe(one);
  });

  it("of two that asked is never the same", () => {
    const ask = (records: Parameters<typeof buildFacts>[0]) => {
      const plan = planRetraining(buildFacts({ request: { by: "ana", reason: undefined }, ...records }));
      return plan.kind === "claim" ? plan.record : undefined;
    };
    const [first, second] = [ask({}), ask({ records: [closed()] })];
    expect([first?.counter, second?.counter]).toEqual([1, 2]);
    expect(first?.cause.fingerprint).not.toBe(second?.cause.fingerprint);
    expect(fakeDigest("a")).toHaveLength(64);
  });
});

describe("the data", () => {
  it.each([
    ["are those of the newest window", TWO, undefined, { start: "2026-11-24T03:17:00Z", end: "2026-11-25T03:17:00Z" }],
    [
      "are never those of a broken window",
      [
        buildBroken(26, { dataset: "weather" }),
        buildWindow(27, { dataset: "weather", start: undefined, end: undefined }),
        ...TWO,
      ],
      86_400_000,
      { start: "2026-11-26T03:17:00Z", end: "2026-11-27T03:17:00Z" },
    ],
    ["end now where nothing was checked", [], undefined, { end: "2026-11-26T12:00:00Z" }],
    [
      "are as long as the configuration says",
      [],
      7 * 86_400_000,
      { start: "2026-11-19T12:00:00Z", end: "2026-11-26T12:00:00Z" },
    ],
  ] as const)("%s", (_, windows, windowMs, window) => {
    const request = { by: "ana", reason: undefined };
    expect(planRetraining(buildFacts({ windows: [...windows], windowMs, request }))).toMatchObject({
      kind: "claim",
      record: { window },
    });
  });

  const DAY = 86_400_000;
  /** Noon of the 26th is now. */
  it.each([
    [
      "of the newest window whose labels have arrived",
      2,
      TWO,
      { start: "2026-11-23T03:17:00Z", end: "2026-11-24T03:17:00Z" },
    ],
    [
      "of none that is broken, though its labels have arrived",
      2,
      [buildDrift(25), buildBroken(24), buildDrift(23)],
      { start: "2026-11-22T03:17:00Z", end: "2026-11-23T03:17:00Z" },
    ],
    [
      "as long before the newest good window as labels need, where those of none have arrived",
      14,
      TWO,
      { start: "2026-11-10T03:17:00Z", end: "2026-11-11T03:17:00Z" },
    ],
    ["as long ago as labels need, where nothing was checked", 14, [], { end: "2026-11-12T12:00:00Z" }],
  ] as const)("with labels that come later are %s", (_, days, windows, window) => {
    const request = { by: "ana", reason: undefined };
    const facts = buildFacts({ windows: [...windows], labelDelayMs: days * DAY, request });
    expect(planRetraining(facts)).toMatchObject({ kind: "claim", record: { window } });
  });
});
