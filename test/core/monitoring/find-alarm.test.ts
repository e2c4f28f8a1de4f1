import { describe, expect, it } from "vitest";
import type { AlarmRule } from "../../../src/core/drift/budget/alarm-rule.ts";
import { alarmAfter } from "../../../src/core/monitoring/alarm-after.ts";
import { windowName } from "../../../src/core/monitoring/batch-name.ts";
import { describeAlarm } from "../../../src/core/monitoring/describe-alarm.ts";
import { findAlarm } from "../../../src/core/monitoring/find-alarm.ts";
import type { BatchDecision, Monitoring, Window } from "../../../src/core/monitoring/monitoring.ts";
import { buildDrift } from "../evidence/build-evidence.ts";
import { brokenWeek, weekOf } from "./window-cases.ts";

const TWO_OF_THREE: AlarmRule = { drifted: 2, of: 3 };

/** Windows of weeks, oldest first: stable, Drift, Gross, broken (x), inconclusive (?), drift that was Accepted. */
function course(letters: string): Pick<Monitoring, "windows" | "decisions"> {
  const found = [...letters].map((letter, index): [string, Window] => {
    const week = letters.length - 1 - index;
    switch (letter) {
      case "x":
        return [letter, brokenWeek(week)];
      case "?":
        return [letter, weekOf(week, 0.5, { verdict: "inconclusive" })];
      case "s":
        return [letter, weekOf(week, 0.5)];
      default:
        return [letter, weekOf(week, 2, letter === "G" ? { gross: true } : {})];
    }
  });
  const decisions = found
    .filter(([letter]) => letter === "A")
    .map(
      ([, { slot, document }]): BatchDecision => ({
        batch: windowName(slot),
        document: document.digest,
        says: "accept",
        by: "bo",
        at: slot,
        reason: "as planned",
      }),
    );
  return { windows: found.map(([, window]) => window).toReversed(), decisions };
}

/** Days of the weeks that the courses below are about, oldest first: the last one is that of 26 November. */
function dayOf(letters: string, index: number): string {
  return weekOf(letters.length - 1 - index, 0).slot.slice(0, 10);
}

describe("an alarm", () => {
  it.each`
    course        | since | drifted | gross    | what
    ${""}         | ${-1} | ${0}    | ${false} | ${"is none without windows"}
    ${"D"}        | ${-1} | ${0}    | ${false} | ${"is none of one window"}
    ${"sD"}       | ${-1} | ${0}    | ${false} | ${"is none of one window after another"}
    ${"DD"}       | ${0}  | ${2}    | ${false} | ${"is two windows, where there are no more"}
    ${"ssDD"}     | ${2}  | ${2}    | ${false} | ${"is two windows"}
    ${"sDsD"}     | ${1}  | ${2}    | ${false} | ${"is two windows with a stable one between"}
    ${"DssD"}     | ${-1} | ${0}    | ${false} | ${"is none of two that are further apart"}
    ${"sDDs"}     | ${1}  | ${2}    | ${false} | ${"goes on while two of the last three drifted"}
    ${"sDDss"}    | ${-1} | ${0}    | ${false} | ${"is over when one of the last three is left"}
    ${"sDDDDD"}   | ${1}  | ${3}    | ${false} | ${"is as old as its first window"}
    ${"sDDsDDsD"} | ${1}  | ${2}    | ${false} | ${"is one where it never ended"}
    ${"DDssDD"}   | ${4}  | ${2}    | ${false} | ${"is a new one where it ended"}
    ${"ssG"}      | ${2}  | ${1}    | ${true}  | ${"is one gross window, at once"}
    ${"ssGs"}     | ${-1} | ${0}    | ${false} | ${"is over after one gross window and one that is stable"}
    ${"ssGD"}     | ${2}  | ${2}    | ${false} | ${"of a gross window goes on with the next one"}
    ${"sDsG"}     | ${1}  | ${2}    | ${true}  | ${"may be both"}
    ${"sDssG"}    | ${4}  | ${1}    | ${true}  | ${"of a gross window does not reach back to what was no alarm"}
    ${"sDxxD"}    | ${1}  | ${2}    | ${false} | ${"does not count broken windows"}
    ${"sD?D"}     | ${1}  | ${2}    | ${false} | ${"is two windows with one between that nothing could be told from"}
    ${"sD??D"}    | ${-1} | ${0}    | ${false} | ${"is none of two with such windows between, which are no drift"}
    ${"xx"}       | ${-1} | ${0}    | ${false} | ${"is none of broken windows: they are an incident"}
    ${"sAD"}      | ${-1} | ${0}    | ${false} | ${"does not count what people accepted"}
    ${"sDDA"}     | ${1}  | ${2}    | ${false} | ${"of others goes on where people accepted the newest"}
  `("$course $what", ({ course: letters, since, drifted, gross }) => {
    const found = findAlarm(course(letters), TWO_OF_THREE);
    expect(
      found === undefined ? -1 : [...letters].findIndex((_, at) => dayOf(letters, at) === found.since.slice(0, 10)),
    ).toBe(since);
    expect([found?.drifted ?? 0, found?.gross ?? false]).toEqual([drifted, gross]);
  });

  it.each<[string, AlarmRule, boolean]>([
    ["sD", { drifted: 1, of: 1 }, true],
    ["DDDs", { drifted: 3, of: 5 }, true],
    ["DsDs", { drifted: 3, of: 5 }, false],
  ])("of %s with %o: %s", (letters, rule, expected) => {
    expect(findAlarm(course(letters), rule) !== undefined).toBe(expected);
  });

  it.each([
    ["ssDD", "drift in 2 of the last 3 windows, since the window of 2026-11-19"],
    ["ssG", "gross drift in the window of 2026-11-26"],
    ["sDsG", "gross drift in 2 of the last 3 windows, since the window of 2026-11-12"],
    ["DD", "drift in 2 of the last 2 windows, since the window of 2026-11-19"],
  ])("%s in words", (letters, words) => {
    const found = findAlarm(course(letters), TWO_OF_THREE);
    expect(found === undefined ? "" : describeAlarm(found)).toBe(words);
  });

  it("counts what a check has just found before its window is on the ledger, and no other data", () => {
    const { windows } = course("ssD");
    const before = windows.map((window) => ({ ...window, dataset: "flights" }));
    const slot = "2026-12-03T03:17:00.000Z";
    const evidence = buildDrift({ verdict: "drift" });
    const found = (known: readonly Window[], at = slot) =>
      alarmAfter({ windows: [...known] }, { evidence, slot: at }, TWO_OF_THREE);
    expect(found(before)).toMatchObject({ drifted: 2, of: 3, since: "2026-11-26T03:17:00.000Z" });
    expect(found(before.map((window) => ({ ...window, dataset: "weather" })))).toBeUndefined();
    // Judged again: its own window on the ledger is not another one.
    expect(found(before, "2026-11-26T03:17:00Z")).toBeUndefined();
  });
});
