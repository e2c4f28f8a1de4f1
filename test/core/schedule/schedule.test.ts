import { describe, expect, it } from "vitest";
import { describeTimeZoneIssue, formatCronFields, parseCronFields } from "../../../src/core/schedule/cron-fields.ts";
import { parseSchedule } from "../../../src/core/schedule/schedule.ts";
import { nextSlot, slotAtOrBefore, slotsBetween } from "../../../src/core/schedule/slots.ts";

/** The next times after a moment, one after the other. */
function following(cron: string, timeZone: string, after: string, count: number): string[] {
  const schedule = parseSchedule({ cron, timeZone });
  const slots: string[] = [];
  for (let at = after; slots.length < count; ) {
    const next = nextSlot(schedule, at);
    if (next === undefined) break;
    slots.push(next.slice(0, 16));
    at = next;
  }
  return slots;
}

describe("a cron as GitHub takes it", () => {
  it.each([
    ["17 3 * * 1", "17 3 * * 1"],
    ["0 */6 * * *", "0 */6 * * *"],
    ["*/5 * * * *", "0,5,10,15,20,25,30,35,40,45,50,55 * * * *"],
    ["20/15 3 * * *", "20,35,50 3 * * *"],
    ["30 5,17 1-7 JAN-mar mon-FRI", "30 5,17 1,2,3,4,5,6,7 1,2,3 1,2,3,4,5"],
    ["0 0 29 2 *", "0 0 29 2 *"],
  ])("%s is %s", (cron, same) => {
    const fields = parseCronFields(cron);
    if ("message" in fields) throw new Error(fields.message);
    expect(formatCronFields(fields)).toBe(same);
  });

  it.each([
    ["17 3 * *", "has 4 fields, and a cron has five."],
    ["0 17 3 * * 1", "has 6 fields, and a cron has five."],
    ["@daily", "is @daily, which GitHub's schedule does not know."],
    ["60 3 * * *", 'has "60" as its minute, which GitHub\'s schedule does not take.'],
    ["0 24 * * *", 'has "24" as its hour, which GitHub\'s schedule does not take.'],
    ["0 0 0 * *", 'has "0" as its day of the month, which GitHub\'s schedule does not take.'],
    ["0 0 L * *", 'has "L" as its day of the month, which GitHub\'s schedule does not take.'],
    ["0 0 1W * *", 'has "1W" as its day of the month, which GitHub\'s schedule does not take.'],
    ["0 0 ? * 1", 'has "?" as its day of the month, which GitHub\'s schedule does not take.'],
    ["0 0 * 13 *", 'has "13" as its month, which GitHub\'s schedule does not take.'],
    ["0 0 * * 7", 'has "7" as its weekday, which GitHub\'s schedule does not take.'],
    ["0 0 * * 1#2", 'has "1#2" as its weekday, which GitHub\'s schedule does not take.'],
    ["0 0 * * fri-mon", 'has "fri-mon" as its weekday, which GitHub\'s schedule does not take.'],
    ["*/0 * * * *", 'has "*/0" as its minute, which GitHub\'s schedule does not take.'],
    ["1-2-3 * * * *", 'has "1-2-3" as its minute, which GitHub\'s schedule does not take.'],
    ["5,,10 * * * *", 'has "" as its minute, which GitHub\'s schedule does not take.'],
    ["* * * * *", "comes more often than every five minutes, and GitHub starts nothing more often."],
    ["*/4 * * * *", "comes more often than every five minutes, and GitHub starts nothing more often."],
    ["1,58 * * * *", "comes more often than every five minutes, and GitHub starts nothing more often."],
    ["1,58 23,0 * * *", "comes more often than every five minutes, and GitHub starts nothing more often."],
    ["0 0 30 2 *", "names days that no month has, so it is never due."],
    ["0 0 31 4,6,9,11 *", "names days that no month has, so it is never due."],
  ])("%s is refused", (cron, message) => {
    expect(parseCronFields(cron)).toMatchObject({ message });
  });

  it("takes minutes close to each other round the hour where the next hour is not named", () => {
    expect(parseCronFields("1,58 3 * * *")).not.toHaveProperty("message");
  });

  it("says that Sunday is 0", () => {
    expect(parseCronFields("0 0 * * 7")).toMatchObject({ hint: expect.stringContaining("Sunday is 0.") });
  });

  it.each(["Europe/Berlni", "+02:00", "", "CEST!", "Europe/Berlin; rm"])("%s is no time zone", (timeZone) => {
    expect(describeTimeZoneIssue(timeZone)?.message).toContain("is no time zone");
    expect(() => parseSchedule({ cron: "0 3 * * *", timeZone })).toThrow("is no time zone");
  });
});

describe("clocks that are put forward and back", () => {
  it.each([
    [
      "Berlin, a time that is left out",
      "30 2 * * *",
      "Europe/Berlin",
      "2026-03-27T12:00:00Z",
      ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"],
    ],
    [
      "New York, several times that are left out are one",
      "15,30,45 2 * * *",
      "America/New_York",
      "2026-03-08T05:00:00Z",
      ["2026-03-08T07:00", "2026-03-09T06:15", "2026-03-09T06:30"],
    ],
    [
      "New York, a step is a list of times",
      "*/15 2 * * 0",
      "America/New_York",
      "2026-03-08T05:00:00Z",
      ["2026-03-08T07:00", "2026-03-15T06:00"],
    ],
    [
      "Berlin, the hour before and after are themselves",
      "17 1,3 * * *",
      "Europe/Berlin",
      "2026-03-28T12:00:00Z",
      ["2026-03-29T00:17", "2026-03-29T01:17", "2026-03-29T23:17"],
    ],
    [
      "Berlin, a time that comes twice",
      "30 2 * * *",
      "Europe/Berlin",
      "2026-10-23T12:00:00Z",
      ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"],
    ],
    [
      "New York, a step in the hour that comes twice",
      "*/20 1 * * *",
      "America/New_York",
      "2026-11-01T04:00:00Z",
      ["2026-11-01T05:00", "2026-11-01T05:20", "2026-11-01T05:40", "2026-11-02T06:00"],
    ],
    [
      "New York, every hour follows time itself when one is left out",
      "17 * * * *",
      "America/New_York",
      "2026-03-08T05:30:00Z",
      ["2026-03-08T06:17", "2026-03-08T07:17", "2026-03-08T08:17"],
    ],
    [
      "New York, every hour follows time itself when one comes twice",
      "17 * * * *",
      "America/New_York",
      "2026-11-01T04:30:00Z",
      ["2026-11-01T05:17", "2026-11-01T06:17", "2026-11-01T07:17"],
    ],
    [
      "Kolkata has half hours and no summer time",
      "30 3 * * *",
      "Asia/Kolkata",
      "2026-03-28T12:00:00Z",
      ["2026-03-28T22:00", "2026-03-29T22:00"],
    ],
    [
      "Lord Howe puts half an hour forward",
      "15 2 * * *",
      "Australia/Lord_Howe",
      "2026-10-02T16:00:00Z",
      ["2026-10-03T15:30", "2026-10-04T15:15"],
    ],
    [
      "Lord Howe puts half an hour back",
      "45 1 * * *",
      "Australia/Lord_Howe",
      "2026-04-03T15:00:00Z",
      ["2026-04-04T14:45", "2026-04-05T15:15"],
    ],
    [
      "Beirut leaves out midnight",
      "30 0 * * *",
      "Asia/Beirut",
      "2026-03-27T23:00:00Z",
      ["2026-03-28T22:00", "2026-03-29T21:30"],
    ],
  ])("%s", (_, cron, timeZone, after, slots) => {
    expect(following(cron, timeZone, after, slots.length)).toEqual(slots);
    // Backwards they are the same.
    const last = `${slots.at(-1) ?? ""}:00Z`;
    const back = slotsBetween(parseSchedule({ cron, timeZone }), { after, until: last, most: 50 });
    expect(back.map((slot) => slot.slice(0, 16)).toReversed()).toEqual(slots);
  });

  it.each(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])(
    "a daily time in %s comes once a day through a year",
    (timeZone) => {
      const slots = following("30 2 * * *", timeZone, "2026-01-01T00:00:00Z", 365);
      const days = new Set(
        slots.map((slot) => new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date(`${slot}:00Z`))),
      );
      expect(days.size).toBe(365);
    },
  );
});

describe("days that not every month or year has", () => {
  it.each([
    ["leap day", "0 0 29 2 *", ["2028-02-29T00:00", "2032-02-29T00:00"]],
    ["the 31st", "0 0 31 * *", ["2026-01-31T00:00", "2026-03-31T00:00", "2026-05-31T00:00", "2026-07-31T00:00"]],
    ["a day of the month or a weekday", "0 0 13 * 5", ["2026-01-02T00:00", "2026-01-09T00:00", "2026-01-13T00:00"]],
  ])("%s", (_, cron, slots) => {
    expect(following(cron, "UTC", "2026-01-01T12:00:00Z", slots.length)).toEqual(slots);
  });
});

describe("slots around a moment", () => {
  const daily = parseSchedule({ cron: "17 3 * * *", timeZone: "UTC" });

  it.each([
    ["2026-11-26T03:16:59.999Z", "2026-11-25T03:17:00Z", "2026-11-26T03:17:00Z"],
    ["2026-11-26T03:17:00Z", "2026-11-26T03:17:00Z", "2026-11-27T03:17:00Z"],
    ["2026-11-26T03:17:00.500Z", "2026-11-26T03:17:00Z", "2026-11-27T03:17:00Z"],
    ["2026-11-26T23:00:00Z", "2026-11-26T03:17:00Z", "2026-11-27T03:17:00Z"],
  ])("%s: %s was due, %s is next", (now, last, next) => {
    expect(slotAtOrBefore(daily, now)).toBe(last);
    expect(nextSlot(daily, now)).toBe(next);
  });

  it("lists what was missed, newest first, without the beginning and not without end", () => {
    const until = "2026-11-26T12:00:00Z";
    expect(slotsBetween(daily, { after: "2026-11-24T03:17:00Z", until, most: 60 })).toEqual([
      "2026-11-26T03:17:00Z",
      "2026-11-25T03:17:00Z",
    ]);
    expect(slotsBetween(daily, { after: "2010-01-01T00:00:00Z", until, most: 3 })).toHaveLength(3);
  });

  it("has nothing between a moment and an earlier one, as where a clock was set back", () => {
    const times = { after: "2026-11-26T03:17:00Z", until: "2026-11-25T12:00:00Z", most: 60 };
    expect(slotsBetween(daily, times)).toEqual([]);
  });
});
