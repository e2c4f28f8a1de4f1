import { describe, expect, it } from "vitest";
import type { AspectSeries } from "../../../src/core/drift/aspect-series.ts";
import { DEFAULT_DRIFT_RULE } from "../../../src/core/drift/drift-rule.ts";
import { eventEntries } from "../../../src/core/drift/event-entries.ts";
import { judgeSurprises } from "../../../src/core/drift/judge-surprises.ts";
import { fitRunTail } from "../../../src/core/drift/run-tail.ts";

const K = 20;

/** An aspect of which everything is more than chance and a trifle, by the p2 of each batch and of the current data. */
function aspect(
  column: string,
  current: number,
  reference: (batch: number) => number = () => 1,
  more = {},
): AspectSeries {
  const p2 = Float64Array.from({ length: K + 1 }, (_, batch) => (batch < K ? reference(batch) : current));
  return {
    columns: [column],
    aspect: "location",
    batches: K,
    main: false,
    effects: p2.map(() => 1),
    p1: p2.map(() => 1e-9),
    p2,
    material: Array.from(p2, () => true),
    facts: { bound: 0.1, noise: 1, rows: [1, 1] },
    describe: () => ({ words: column }),
    ...more,
  };
}

const judge = (measured: readonly AspectSeries[], more = {}) =>
  judgeSurprises(measured, K, { bounds: DEFAULT_DRIFT_RULE.bounds, levelOf: () => 0.02, cleared: [], ...more });
const alarms = (run: ReturnType<typeof judge>) =>
  run.aspects.filter(({ alarm }) => alarm).map(({ series }) => series.columns.join());

describe("the tail of a run", () => {
  it.each([
    [[0, 0, 0, 0, 0, 0, 0, 0], 20],
    [[1, 2, 3, 4, 5, 6, 7, 8], 20],
    [[0.4, 9, 0, 0, 2, 0.1, 0, 0, 3, 1, 1, 2, 0, 0, 0, 5, 1, 1, 0.2, 0], 120],
  ])("of %j: the surprise at a level has the probability of that level, and more has less", (largest, aspects) => {
    const tail = fitRunTail(largest, aspects);
    for (const level of [0.1, 0.02, 0.001]) expect(tail.probability(tail.surpriseAt(level))).toBeCloseTo(level, 12);
    expect(tail.probability(tail.surpriseAt(0.02) + 1)).toBeLessThan(0.02);
    expect(tail.probability(0)).toBe(1);
  });

  it("knows no surprise below what the upper half of the batches reaches", () => {
    expect(fitRunTail([5, 5, 5, 5, 0, 0, 0, 0], 10).probability(5)).toBe(1);
  });
});

describe("one aspect among others", () => {
  const calm = Array.from({ length: 8 }, (_, index) => aspect(`calm${String(index)}`, 0.5));

  it("alarms where no batch ever surprised as much", () => {
    const run = judge([...calm, aspect("x", 1e-8)]);
    expect(alarms(run)).toEqual(["x"]);
    expect(run.pRun).toBeLessThan(0.02);
    expect(run.largest.at(-1)?.surprise).toBeCloseTo(8, 9);
  });

  it("does not where batches do, in whatever column", () => {
    const wild = aspect("wild", 0.5, (batch) => (batch % 3 === 0 ? 1e-9 : 1));
    const run = judge([...calm, wild, aspect("x", 1e-8)]);
    expect(alarms(run)).toEqual([]);
    expect(run.largest[0]?.series?.columns).toEqual(["wild"]);
    expect(run.threshold).toBeGreaterThan(8);
  });

  it.each([
    ["not material", { material: new Array<boolean>(K + 1).fill(false) }],
    ["chance", { p1: new Float64Array(K + 1).fill(0.9) }],
  ])("is no surprise where it is %s", (_, more) => {
    const run = judge([...calm, aspect("x", 1e-8, () => 1, more)]);
    expect(alarms(run)).toEqual([]);
    expect(run.largest.at(-1)?.surprise).toBeLessThan(1);
  });

  it("counts a threshold that was exceeded without an alarm among the batches' own surprises", () => {
    const cleared = Array.from({ length: 10 }, () => ({ lane: "movement" as const, threshold: 9 }));
    expect(alarms(judge([...calm, aspect("x", 1e-8)], { cleared }))).toEqual([]);
  });

  it("of a column that another one explains is told of that one alone", () => {
    const explained = aspect("x", 1e-9, () => 1, { given: "y", aspect: "conditional-location" });
    expect(alarms(judge([...calm, explained]))).toEqual(["x"]);
    expect(alarms(judge([...calm, explained, aspect("y", 1e-9)]))).toEqual(["y"]);
  });
});

describe("what as a rule does not happen", () => {
  const shown = (reference: (batch: number) => number) => ({
    shown: Float64Array.from({ length: K + 1 }, (_, batch) => (batch < K ? reference(batch) : 0.01)),
  });
  const wild = aspect("wild", 0.5, (batch) => (batch % 3 === 0 ? 1e-9 : 1));

  it("need not exceed how far wild columns move", () => {
    const event = aspect(
      "x",
      1e-8,
      () => 1,
      shown(() => 0),
    );
    const run = judge([wild, event]);
    expect([alarms(run), run.lane]).toEqual([["x"], "event"]);
    expect(alarms(judge([wild, aspect("x", 1e-8)]))).toEqual([]);
  });

  it("is ordinary once a batch has shown it", () => {
    expect(
      alarms(
        judge([
          wild,
          aspect(
            "x",
            1e-8,
            () => 1,
            shown((batch) => (batch === 4 ? 0.01 : 0)),
          ),
        ]),
      ),
    ).toEqual([]);
  });

  it("is an event for the one batch that shows it", () => {
    const once = shown((batch) => (batch === 4 ? 0.01 : 0));
    const events = eventEntries(aspect("x", 1, () => 1, once));
    expect(events.flatMap((isEvent, entry) => (isEvent ? [entry] : []))).toEqual([4]);
  });
});
