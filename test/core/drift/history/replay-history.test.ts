import { describe, expect, it } from "vitest";
import { type Episode, listEpisodes } from "../../../../src/core/drift/history/list-episodes.ts";
import { FIRST_BATCHES, type ReplayRequest, replayHistory } from "../../../../src/core/drift/history/replay-history.ts";
import { createRandom } from "../../../../src/core/performance/create-random.ts";
import { normalQuantile } from "../../../../src/core/statistics/normal-distribution.ts";
import { profileTables, type Table } from "../build-batches.ts";

const ROWS = 800;

/** Weeks of flights that move by themselves; `change` is done to some of them. */
function weeks(count: number, change: (week: Table, index: number) => Table) {
  const random = createRandom(5);
  const normal = () => normalQuantile(random() + 2 ** -33);
  const tables = Array.from({ length: count }, (_, index) => {
    const level = 0.05 * normal();
    const week: Table = {
      delay: Array.from({ length: ROWS }, () => Math.round(100 * (normal() + level)) / 100),
      distance: Array.from({ length: ROWS }, () => Math.round(1000 * random())),
    };
    return change(week, index);
  });
  const { reference, current } = profileTables(tables.slice(0, -1), tables.at(-1) ?? {});
  return [...reference, current].map((profile, index) => ({ name: `week ${String(index).padStart(2, "0")}`, profile }));
}

const numbers = (week: Table, column: string) => (week[column] ?? []).map(Number);
const late =
  (by: number) =>
  (week: Table): Table => ({
    ...week,
    delay: numbers(week, "delay").map((value) => Math.round(100 * (value + by)) / 100),
  });
const missing = (week: Table): Table => ({
  ...week,
  delay: numbers(week, "delay").map((value, row) => (row % 3 === 0 ? null : value)),
});

function replay(batches: ReplayRequest["batches"], more: Partial<ReplayRequest> = {}) {
  const replayed = replayHistory({
    batches,
    most: 28,
    alarm: { drifted: 2, of: 3 },
    weekly: "auto",
    options: {},
    accepts: false,
    ...more,
  });
  return { replayed, episodes: listEpisodes(replayed) };
}

const inShort = ({ kind, batches, goesOn }: Episode) => [kind, batches[0].name, batches.length, goesOn];

describe("a replay of the past", () => {
  it("judges every batch but the first eight, and tells nobody of a quiet year", () => {
    const { replayed, episodes } = replay(weeks(30, (week) => week));
    expect(replayed.map(({ name }) => name)).toEqual(
      Array.from(
        { length: 30 - FIRST_BATCHES },
        (_, index) => `week ${String(index + FIRST_BATCHES).padStart(2, "0")}`,
      ),
    );
    expect(episodes).toEqual([]);
    expect(replayed.filter(({ verdict }) => verdict === "drift").length).toBeLessThan(2);
  });

  it("tells of a lasting change once, since its first week, and accepting it ends the alarm", () => {
    const past = weeks(32, (week, index) => (index >= 20 ? late(0.35)(week) : week));
    const kept = replay(past);
    expect(kept.episodes.map(inShort)).toEqual([["alarm", "week 21", 11, true]]);
    expect(kept.episodes[0]?.batches[0].findings.map(({ since }) => since)).toContain("week 20");
    const accepted = replay(past, { accepts: true });
    expect(accepted.episodes[0]?.batches[0].name).toBe("week 21");
    expect(accepted.episodes.every(({ goesOn }) => !goesOn)).toBe(true);
    expect(accepted.episodes.flatMap(({ batches }) => batches).length).toBeLessThan(8);
  });

  it("tells of a gross change at once, and of a small one of a single week not at all", () => {
    const gross = replay(weeks(24, (week, index) => (index === 16 ? late(3)(week) : week)));
    expect(gross.episodes.map(inShort)).toEqual([["alarm", "week 16", 1, false]]);
    const small = replay(weeks(24, (week, index) => (index === 16 ? late(0.3)(week) : week)));
    expect(small.replayed.find(({ name }) => name === "week 16")?.verdict).toBe("drift");
    expect(small.episodes).toEqual([]);
  });

  it("tells of a broken feed as an incident, which is no alarm and never a reference", () => {
    const { episodes, replayed } = replay(
      weeks(26, (week, index) => (index >= 15 && index < 19 ? missing(week) : week)),
    );
    expect(episodes.map(inShort)).toEqual([["incident", "week 15", 4, false]]);
    const names = replayed.at(-1)?.calibration.batches.map(({ name }) => name) ?? [];
    expect(names).toContain("week 14");
    expect(names).not.toContain("week 16");
  });

  it("holds a batch against the newest that joined, and no more than asked for", () => {
    const { replayed } = replay(
      weeks(24, (week) => week),
      { most: 10 },
    );
    expect(replayed.map(({ calibration }) => calibration.batches.length)).toEqual(
      replayed.map((_, index) => Math.min(10, 8 + index)),
    );
  });

  it("holds a day against the same weekday alone where days differ by weekday, once there are eight of it", () => {
    const monday = Date.parse("2026-06-01T00:00:00Z");
    const at = (day: number) => new Date(monday + day * 86_400_000).toISOString();
    const past = weeks(66, (day, index) => (index % 7 > 4 ? late(1)(day) : day)).map((batch, index) => ({
      ...batch,
      name: at(index).slice(0, 10),
      start: at(index),
      end: at(index + 1),
    }));
    const { replayed, episodes } = replay(past);
    expect(episodes).toEqual([]);
    const newest = replayed.at(-1);
    expect(newest?.weekly).toMatchObject({ weekday: "Wednesday" });
    expect(newest?.calibration.batches.map(({ name }) => name)).toEqual(
      [2, 9, 16, 23, 30, 37, 44, 51, 58].map((day) => at(day).slice(0, 10)),
    );
    expect(replayed.find(({ weekly }) => weekly !== undefined)?.name).toBe(at(56).slice(0, 10));
    const all = replay(past, { weekly: "off" });
    expect(all.replayed.filter(({ weekly }) => weekly !== undefined)).toEqual([]);
    expect(all.replayed.at(-1)?.calibration.batches).toHaveLength(28);
  });

  it("counts what no alarm came of in the threshold of later batches, once it is out of an alarm's reach", () => {
    const past = weeks(19, (week, index) => (index === 14 ? late(0.3)(week) : week));
    const { replayed } = replay(past, { most: 14 });
    expect(replayed.find(({ name }) => name === "week 14")).toMatchObject({ verdict: "drift", alarm: false });
    const calm = replay(
      past.filter(({ name }) => name !== "week 14"),
      { most: 14 },
    );
    const threshold = (name: string, { replayed: of }: typeof calm) =>
      of.find((one) => one.name === name)?.calibration.threshold ?? 0;
    expect(threshold("week 16", { ...calm, replayed })).toBeCloseTo(threshold("week 16", calm), 9);
    expect(threshold("week 17", { ...calm, replayed })).not.toBeCloseTo(threshold("week 17", calm), 3);
  });
});
