import { describe, expect, it } from "vitest";
import { Profile } from "../../../src/core/dataset/profile.ts";
import type { ProfiledBatch } from "../../../src/core/evidence/data-batches.ts";
import { arrangeReference } from "../../../src/core/monitoring/arrange-reference.ts";
import { findWeeklyRhythm } from "../../../src/core/monitoring/find-weekly-rhythm.ts";
import { keepSharedFrame } from "../../../src/core/monitoring/keep-shared-frame.ts";
import { sharesFrame } from "../../../src/core/monitoring/shares-frame.ts";
import { weekdayOf } from "../../../src/core/monitoring/weekday-of.ts";
import { createRandom } from "../../../src/core/performance/create-random.ts";
import { buildProfile } from "../evidence/build-evidence.ts";

const DAY = 86_400_000;
const MONDAY = Date.parse("2026-06-01T00:00:00Z");
const at = (day: number) => new Date(MONDAY + day * DAY).toISOString();

/** 1,000 rows, of which so many are of each origin, and delays lie about so far up. */
function profile(hubs: number, late: number): Profile {
  const [delay, origin] = buildProfile().columns;
  if (delay?.kind !== "integer" || origin?.kind !== "categorical") throw new Error("not the profile that it was");
  const bins = [10, 480 - late, 300, 150 + late, 40];
  return buildProfile({
    columns: [
      { ...delay, bins },
      { ...origin, counts: [hubs, 1000 - hubs] },
    ],
  });
}

type Move = (day: number, noise: number) => Profile;
const steady: Move = (_, noise) => profile(600 + Math.round(30 * noise), Math.round(30 * noise));
const weekends: Move = (day, noise) => profile(600 + Math.round(30 * noise) - (day % 7 > 4 ? 150 : 0), 0);

function days(count: number, move: Move, seed = 7): readonly ProfiledBatch[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, day) => ({
    name: at(day).slice(0, 10),
    start: at(day),
    end: at(day + 1),
    profile: move(day, random() + random() + random() - 1.5),
  }));
}
const WISH = { most: 28, weekly: "auto", current: { start: at(70), end: at(71) }, timeZone: "UTC" } as const;

describe("the reference", () => {
  it("is the newest batches, whatever weekday they are of, where weekdays are alike", () => {
    const { parts, weekly, notes } = arrangeReference(days(60, steady), WISH);
    expect([parts.length, parts[0]?.name, weekly, notes]).toEqual([28, at(32).slice(0, 10), undefined, []]);
  });

  it("is the same weekday where the data have a weekly rhythm, and says so", () => {
    const { parts, weekly, notes } = arrangeReference(days(63, weekends), WISH);
    expect(parts.map(({ name }) => name)).toEqual(
      [0, 7, 14, 21, 28, 35, 42, 49, 56].map((day) => at(day).slice(0, 10)),
    );
    expect(weekly).toMatchObject({ weekday: "Monday" });
    expect(weekly?.pValue).toBeLessThan(0.001);
    expect(notes).toEqual([]);
  });

  it("is all days until there are eight of one, and says how many there are", () => {
    const { parts, weekly, notes } = arrangeReference(days(30, weekends), WISH);
    expect([parts.length, weekly]).toEqual([28, undefined]);
    expect(notes).toEqual([
      "The data have a weekly rhythm, which asks for 8 Mondays to compare with, and there are 5: all days are the reference until then.",
    ]);
  });

  it.each`
    case                                       | wish                                                | count | weekday
    ${"wanted without a rhythm"}               | ${{ weekly: "on" }}                                 | ${9}  | ${"Monday"}
    ${"not wanted"}                            | ${{ weekly: "off" }}                                | ${28} | ${undefined}
    ${"of windows of a week"}                  | ${{ current: { start: at(64), end: at(71) } }}      | ${28} | ${undefined}
    ${"of data without a window"}              | ${{ current: undefined, weekly: "on" }}             | ${28} | ${undefined}
    ${"by the clocks of another place"}        | ${{ weekly: "on", timeZone: "Pacific/Kiritimati" }} | ${9}  | ${"Tuesday"}
    ${"at most as many as the batches wanted"} | ${{ weekly: "on", most: 8 }}                        | ${8}  | ${"Monday"}
  `("$case", ({ wish, count, weekday }) => {
    const { parts, weekly } = arrangeReference(days(63, weekends), { ...WISH, ...wish });
    expect([parts.length, weekly?.weekday]).toEqual([count, weekday]);
  });
});

describe("a weekly rhythm", () => {
  const rhythm = (parts: readonly ProfiledBatch[]) =>
    findWeeklyRhythm(parts.map((part) => ({ weekday: weekdayOf(part, "UTC") ?? "", profile: part.profile })));

  it("is hardly ever found where there is none", () => {
    const found = Array.from({ length: 200 }, (_, seed) => rhythm(days(28, steady, seed + 1)) ?? 1);
    expect(found.filter((p) => p <= 0.01).length).toBeLessThanOrEqual(5);
  });

  it("needs three weeks, and something that moves", () => {
    expect(rhythm(days(20, weekends))).toBeUndefined();
    expect(rhythm(days(21, weekends))).toBeLessThan(0.01);
    expect(rhythm(days(21, () => profile(600, 0)))).toBe(1);
  });

  it("leaves out a column that a window lacks", () => {
    const parts = days(21, weekends).map((part, index) =>
      index === 3 ? { ...part, profile: { ...part.profile, columns: part.profile.columns.slice(0, 1) } } : part,
    );
    expect(rhythm(parts)).toBe(1);
  });
});

describe("a shared frame", () => {
  const whole = buildProfile();
  const [delay, origin] = whole.columns;
  it.each`
    case                          | columns                                                                                                                  | shared
    ${"the same"}                 | ${whole.columns}                                                                                                         | ${true}
    ${"one column less"}          | ${[delay]}                                                                                                               | ${true}
    ${"a column of another kind"} | ${[{ ...delay, kind: "other" }, origin]}                                                                                 | ${true}
    ${"other edges"}              | ${[{ ...delay, frame: { edges: [-30, 0, 30, 121], values: [0] } }, origin]}                                              | ${false}
    ${"other categories"}         | ${[delay, { ...origin, frame: { categories: [] } }]}                                                                     | ${false}
    ${"other edges, no values"}   | ${[{ ...delay, frame: { edges: [], values: [] }, bins: [0], nan: 0, positiveInfinity: 0, negativeInfinity: 0 }, origin]} | ${true}
    ${"nothing in common"}        | ${[{ ...delay, name: "other" }]}                                                                                         | ${false}
  `("$case: $shared", ({ columns, shared }) => {
    expect(sharesFrame(whole, { ...whole, columns })).toBe(shared);
  });
});

describe("windows of which some have a column as another kind", () => {
  const { columns, ...rest } = buildProfile();
  const [delay, origin] = columns;
  const window = (name: string, ...own: readonly unknown[]) => ({
    name,
    profile: Profile.parse({ ...rest, columns: own, pairs: [] }),
  });
  const whole = window("training", delay, origin);
  /** Of two windows that were both judged before one of them was accepted, each has a frame of its own. */
  const text = (name: string, hash: string) =>
    window(name, { ...origin, name: delay?.name, frame: { categories: [{ hash }] } }, origin);
  const [one, other] = ["1".repeat(16), "2".repeat(16)];

  it("stand in one reference as far as those of each kind are on one frame, the newest first", () => {
    const windows = [text("a", one), window("b", delay, origin), text("c", other), text("d", other)];
    const { kept, left } = keepSharedFrame(windows, [whole]);
    expect([kept.map(({ name }) => name), left.map(({ name }) => name)]).toEqual([["b", "c", "d"], ["a"]]);
    expect(keepSharedFrame(windows.slice(0, 3)).kept.map(({ name }) => name)).toEqual(["b", "c"]);
    expect(keepSharedFrame([])).toEqual({ kept: [], left: [] });
  });
});
