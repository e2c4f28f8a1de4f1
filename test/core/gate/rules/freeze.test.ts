import { describe, expect, it } from "vitest";
import { FREEZE } from "../../../../src/core/gate/rules/freeze.ts";
import { buildGateFacts, judge } from "../build-gate-facts.ts";

const BERLIN = "Europe/Berlin";
const FRIDAY = { "time-zone": BERLIN, weekly: [{ days: ["fri"], from: "16:00" }, { days: ["sat", "sun"] }] };
const NIGHT = { "time-zone": BERLIN, weekly: [{ days: ["mon"], from: "22:00", to: "06:00" }] };
const CHRISTMAS = { "time-zone": BERLIN, dates: [{ from: "2026-12-20", to: "2027-01-02", reason: "holidays" }] };
const HOURS = { "time-zone": "America/New_York", dates: [{ from: "2026-11-26T08:00", to: "2026-11-26T20:00" }] };
const EVERY_NIGHT = { "time-zone": BERLIN, weekly: [{ days: ["sun"], from: "02:00", to: "03:00" }] };

describe("freeze", () => {
  it.each`
    case                                                     | options        | now                       | verdict
    ${"Friday before four, winter (UTC+1)"}                  | ${FRIDAY}      | ${"2026-11-27T14:59:00Z"} | ${"pass"}
    ${"Friday at four, winter"}                              | ${FRIDAY}      | ${"2026-11-27T15:00:00Z"} | ${"fail"}
    ${"Friday before four, summer (UTC+2)"}                  | ${FRIDAY}      | ${"2026-07-03T13:59:00Z"} | ${"pass"}
    ${"Friday at four, summer"}                              | ${FRIDAY}      | ${"2026-07-03T14:00:00Z"} | ${"fail"}
    ${"Sunday's last minute"}                                | ${FRIDAY}      | ${"2026-11-29T22:59:00Z"} | ${"fail"}
    ${"Monday's first"}                                      | ${FRIDAY}      | ${"2026-11-29T23:00:00Z"} | ${"pass"}
    ${"Monday night begins"}                                 | ${NIGHT}       | ${"2026-11-23T21:00:00Z"} | ${"fail"}
    ${"and lasts into Tuesday"}                              | ${NIGHT}       | ${"2026-11-24T04:59:00Z"} | ${"fail"}
    ${"until six"}                                           | ${NIGHT}       | ${"2026-11-24T05:00:00Z"} | ${"pass"}
    ${"Tuesday night is another's"}                          | ${NIGHT}       | ${"2026-11-24T21:30:00Z"} | ${"pass"}
    ${"the evening before the first day"}                    | ${CHRISTMAS}   | ${"2026-12-19T22:59:00Z"} | ${"pass"}
    ${"the first day begins at midnight in Berlin"}          | ${CHRISTMAS}   | ${"2026-12-19T23:00:00Z"} | ${"fail"}
    ${"the last day is frozen to its end"}                   | ${CHRISTMAS}   | ${"2027-01-02T22:59:00Z"} | ${"fail"}
    ${"the day after it is not"}                             | ${CHRISTMAS}   | ${"2027-01-02T23:00:00Z"} | ${"pass"}
    ${"eight in New York (UTC−5)"}                           | ${HOURS}       | ${"2026-11-26T13:00:00Z"} | ${"fail"}
    ${"a minute earlier"}                                    | ${HOURS}       | ${"2026-11-26T12:59:00Z"} | ${"pass"}
    ${"twenty o'clock is free again"}                        | ${HOURS}       | ${"2026-11-27T01:00:00Z"} | ${"pass"}
    ${"the hour that summer time skips does not happen (1)"} | ${EVERY_NIGHT} | ${"2026-03-29T00:59:00Z"} | ${"pass"}
    ${"the hour that summer time skips does not happen (2)"} | ${EVERY_NIGHT} | ${"2026-03-29T01:00:00Z"} | ${"pass"}
    ${"the hour that it repeats is frozen once"}             | ${EVERY_NIGHT} | ${"2026-10-25T00:30:00Z"} | ${"fail"}
    ${"and twice"}                                           | ${EVERY_NIGHT} | ${"2026-10-25T01:30:00Z"} | ${"fail"}
    ${"a moment that is none"}                               | ${FRIDAY}      | ${"soon"}                 | ${"inconclusive"}
  `("$case → $verdict", ({ options, now, verdict }) => {
    expect(judge(FREEZE, options, buildGateFacts({ now })).verdict).toBe(verdict);
  });

  it("says the local time, the reason and when it ends", () => {
    const finding = judge(FREEZE, CHRISTMAS, buildGateFacts({ now: "2026-12-24T17:00:00Z" }));
    expect(finding.actual).toBe("thu 2026-12-24 18:00 (Europe/Berlin) is within 2026-12-20 to 2027-01-02: holidays");
    expect(finding.todo).toContain("2027-01-02 (Europe/Berlin)");
  });

  it("is in UTC where nothing else is said", () => {
    const options = { weekly: [{ days: ["fri"], from: "16:00" }] };
    expect(judge(FREEZE, options, buildGateFacts({ now: "2026-11-27T16:00:00Z" })).verdict).toBe("fail");
  });

  it.each`
    options                                                              | message
    ${{}}                                                                | ${"has no window."}
    ${{ ...FRIDAY, "time-zone": "Mars/Olympus" }}                        | ${"is not a time zone."}
    ${{ ...FRIDAY, "time-zone": "+02:00" }}                              | ${"is not a time zone."}
    ${{ dates: [{ from: "2026-02-30", to: "2026-03-01" }] }}             | ${"is not a day of the calendar."}
    ${{ dates: [{ from: "2026-03-02", to: "2026-03-01" }] }}             | ${"is not after from."}
    ${{ dates: [{ from: "2026-03-01T10:00", to: "2026-03-01T10:00" }] }} | ${"is not after from."}
  `("refuses $options: $message", ({ options, message }) => {
    expect(FREEZE.check(FREEZE.options.parse(options)).map((issue) => issue.message)).toEqual([message]);
  });

  it.each([
    [{ weekly: [{ days: ["friday"] }] }],
    [{ weekly: [{ days: ["fri"], from: "4pm" }] }],
    [{ weekly: [{ days: ["fri"], from: "25:00" }] }],
  ])("refuses %j", (options) => {
    expect(FREEZE.options.safeParse(options).success).toBe(false);
  });
});
