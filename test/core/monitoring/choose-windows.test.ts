import { describe, expect, it } from "vitest";
import { chooseWindows } from "../../../src/core/monitoring/choose-windows.ts";
import { decideBatch } from "../../../src/core/monitoring/decide-batch.ts";
import {
  type BatchDecision,
  MAX_BATCH_DECISIONS,
  type Monitoring,
  noMonitoring,
  type Window,
} from "../../../src/core/monitoring/monitoring.ts";
import { fakeDigest } from "../evidence/build-evidence.ts";
import { buildBroken, buildDrift, buildWindow } from "../retraining/build-retraining.ts";

const WISH = { dataset: "flights", workflowRunId: 1, fingerprints: new Set<string>(), atMost: 28 };
const name = (day: number) => `2026-11-${String(day).padStart(2, "0")}T03:17Z`;
const decision = (says: "accept" | "exclude", day: number, more: Partial<BatchDecision> = {}): BatchDecision => ({
  batch: name(day),
  says,
  ...(says === "accept" ? { document: fakeDigest("d1") } : {}),
  by: "ana",
  at: "2026-11-26T12:00:00Z",
  reason: "because",
  ...more,
});
const monitoring = (windows: readonly Window[], decisions: readonly BatchDecision[] = []): Monitoring => ({
  ...noMonitoring("late-flights"),
  windows: [...windows],
  decisions: [...decisions],
});
const joining = (known: Monitoring, wish: Partial<typeof WISH & { since: string }> = {}) =>
  chooseWindows(known, { ...WISH, ...wish }).flatMap((window) => (window.joins ? [window.name] : []));

describe("windows that join the reference", () => {
  it("are the stable ones, oldest first, and at most so many of the newest", () => {
    const known = monitoring([buildWindow(26), buildDrift(25), buildWindow(24), buildWindow(23)]);
    expect(joining(known)).toEqual([name(23), name(24), name(26)]);
    expect(joining(known, { atMost: 2 })).toEqual([name(24), name(26)]);
  });

  it.each`
    case                                       | windows                                                                         | decisions                                                   | joins
    ${"that drifted"}                          | ${[buildDrift(26)]}                                                             | ${[]}                                                       | ${false}
    ${"that drifted and was accepted"}         | ${[buildDrift(26)]}                                                             | ${[decision("accept", 26)]}                                 | ${true}
    ${"accepted before another attempt of it"} | ${[buildDrift(26)]}                                                             | ${[decision("accept", 26, { document: fakeDigest("d2") })]} | ${false}
    ${"that is stable and was excluded"}       | ${[buildWindow(26)]}                                                            | ${[decision("exclude", 26)]}                                | ${false}
    ${"that broke its contract, and accepted"} | ${[buildWindow(27), buildBroken(26)]}                                           | ${[decision("accept", 26)]}                                 | ${false}
    ${"of an open incident, and accepted"}     | ${[buildDrift(26, { broken: true })]}                                           | ${[decision("accept", 26)]}                                 | ${false}
    ${"of an incident that is over, accepted"} | ${[buildWindow(27), buildDrift(26, { broken: true })]}                          | ${[decision("accept", 26)]}                                 | ${true}
    ${"of an incident that is over"}           | ${[buildWindow(27), buildDrift(26, { broken: true })]}                          | ${[]}                                                       | ${false}
    ${"that could not be told"}                | ${[buildWindow(26, { verdict: "inconclusive" })]}                               | ${[]}                                                       | ${true}
    ${"in which something stands out"}         | ${[buildWindow(26, { verdict: "inconclusive", held: "stands-out" })]}           | ${[]}                                                       | ${false}
    ${"the last of those that crept away"}     | ${[buildWindow(26, { held: "creep" })]}                                         | ${[]}                                                       | ${false}
    ${"the last of them, and accepted"}        | ${[buildWindow(26, { held: "creep" })]}                                         | ${[decision("accept", 26)]}                                 | ${true}
    ${"of other data of the model"}            | ${[buildWindow(26, { dataset: "weather" })]}                                    | ${[]}                                                       | ${false}
    ${"of the job itself"}                     | ${[buildWindow(26, { workflowRun: { id: 1, url: "https://github.com/a/b" } })]} | ${[]}                                                       | ${false}
    ${"of the data that are judged now"}       | ${[buildWindow(26, { fingerprint: "sha256:now" })]}                             | ${[]}                                                       | ${false}
    ${"judged against an earlier champion"}    | ${[buildWindow(24)]}                                                            | ${[]}                                                       | ${false}
  `("one $case: $joins", ({ windows, decisions, joins }) => {
    const known = monitoring(windows as readonly Window[], decisions as readonly BatchDecision[]);
    const wish = { fingerprints: new Set(["sha256:now"]), since: "2026-11-25T00:00:00Z" };
    expect(joining(known, wish).includes(name(26))).toBe(joins);
  });

  it("of the same data count once, as they were judged last", () => {
    const same = { fingerprint: "sha256:same" };
    expect(joining(monitoring([buildWindow(26, same), buildWindow(25, same), buildWindow(24)]))).toEqual([
      name(24),
      name(26),
    ]);
    expect(joining(monitoring([buildDrift(26, same), buildWindow(25, same)]))).toEqual([name(25)]);
  });

  it("come with the newest of the others, which tell since when something is different", () => {
    const days = Array.from({ length: 20 }, (_, index) => buildDrift(26 - index));
    const chosen = chooseWindows(monitoring([...days, buildWindow(2)]), WISH);
    expect(chosen.map(({ name: told, joins }) => [told, joins]).slice(0, 2)).toEqual([
      [name(2), true],
      [name(15), false],
    ]);
    expect(chosen).toHaveLength(13);
  });
});

describe("decisions", () => {
  it("stand once for a batch, newest first; the same again changes nothing", () => {
    const first = decideBatch(monitoring([]), decision("accept", 26));
    expect(decideBatch(first, decision("accept", 26, { reason: "another" }))).toBe(first);
    const second = decideBatch(decideBatch(first, decision("exclude", 25)), decision("exclude", 26));
    expect(second.decisions?.map(({ batch, says }) => [batch, says])).toEqual([
      [name(26), "exclude"],
      [name(25), "exclude"],
    ]);
    const again = decision("accept", 26, { document: fakeDigest("d2") });
    expect(decideBatch(first, again).decisions).toEqual([again]);
  });

  it("fall out when there are too many, the oldest first", () => {
    let known = monitoring([]);
    for (let index = 0; index <= MAX_BATCH_DECISIONS; index++) {
      known = decideBatch(known, decision("exclude", 1, { batch: `v3/part-${String(index)}` }));
    }
    expect(known.decisions).toHaveLength(MAX_BATCH_DECISIONS);
    expect(known.decisions?.at(-1)?.batch).toBe("v3/part-1");
  });
});
