import { afterAll, describe, expect, it } from "vitest";
import type { DriftDetection } from "../../../src/core/drift/detect-drift.ts";
import { isStructural } from "../../../src/core/drift/is-structural.ts";
import { openTestEngine } from "../open-test-engine.ts";
import { type Defect, openFlights } from "./flights-with-defects.ts";

const opened = await openTestEngine();
const flights = await openFlights(opened);
afterAll(() => opened.close());

/** What happened, each once: `sentinel-value: 10 % of delay is now −999, never seen before`. */
function told({ findings }: DriftDetection): string[] {
  const drifted = findings.filter(({ verdict }) => verdict === "drift");
  return [...new Set(drifted.map(({ kind, explanation }) => `${String(kind)}: ${String(explanation)}`))];
}

const cases: readonly (readonly [name: string, defect: Defect])[] = [
  ["nothing", {}],
  ["a shift", { delay: "delay + 8" }],
  ["a wider spread", { fare: "round(114 + (fare - 114) * 1.5, 2)" }],
  ["a narrower spread", { fare: "round(114 + (fare - 114) * 0.6, 2)" }],
  ["kilometres", { distance: "distance * 1.609344" }],
  ["hours where minutes were", { taxi: "taxi / 60.0" }],
  ["seconds where minutes were, around 0", { delay: "delay * 60" }],
  ["minutes where seconds were, around 0", { delay: "delay / 60.0" }],
  ["missing values", { delay: "CASE WHEN r % 5 = 0 THEN NULL ELSE delay END" }],
  ["all missing", { delay: "CAST(NULL AS INTEGER)" }],
  ["minus 999", { delay: "CASE WHEN r % 10 = 0 THEN -999 ELSE delay END" }],
  ["zeros at the edge", { distance: "CASE WHEN r % 20 = 0 THEN 0 ELSE distance END" }],
  ["9999", { fare: "CASE WHEN r % 33 = 0 THEN 9999 ELSE fare END" }],
  ["a new category", { origin: "CASE WHEN r % 20 = 0 THEN 'JFK' ELSE origin END" }],
  ["another spelling", { origin: "CASE WHEN r % 10 = 0 THEN lower(origin) ELSE origin END" }],
  ["spaces", { origin: "origin || ' '" }],
  ["merged categories", { origin: "CASE origin WHEN 'DFW' THEN 'ORD' ELSE origin END" }],
  ["a renamed category", { origin: "CASE origin WHEN 'DFW' THEN 'Dallas' ELSE origin END" }],
  ["swapped categories", { origin: "CASE origin WHEN 'ATL' THEN 'DFW' WHEN 'DFW' THEN 'ATL' ELSE origin END" }],
  ["a category that vanishes", { rows: "SELECT * FROM all_rows WHERE origin <> 'ORD'" }],
  ["true is false", { late: "NOT late" }],
  ["cut off above", { taxi: "least(taxi, 25)" }],
  ["cut off below", { distance: "greatest(distance, 250)" }],
  ["rounded to tens", { distance: "CAST(round(distance / 10.0) * 10 AS INTEGER)" }],
  ["rounded to whole numbers", { fare: "round(fare)" }],
  ["more digits", { fare: "fare / 1.07" }],
  ["a constant number", { delay: "7" }],
  ["a quarter of the rows at one number", { fare: "CASE WHEN r % 4 = 0 THEN 120.5 ELSE fare END" }],
  ["a third of the rows at one whole number", { delay: "CASE WHEN r % 3 = 0 THEN 7 ELSE delay END" }],
  ["a constant category", { origin: "'ATL'" }],
  ["repeated rows", { rows: "SELECT * FROM all_rows UNION ALL SELECT * FROM all_rows WHERE r < 200" }],
  ["swapped columns", { delay: "taxi", taxi: "delay" }],
  [
    "a broken correlation",
    { rows: "SELECT a.* REPLACE (b.fare AS fare) FROM all_rows a JOIN all_rows b ON b.r = (a.r + 700) % 2000" },
  ],
  ["a gap in the day", { rows: "SELECT * FROM all_rows WHERE hour(due) NOT IN (14, 15, 16)" }],
  ["another time zone", { due: "due + INTERVAL 5 HOUR" }],
  ["more rows at night", { rows: "SELECT * FROM all_rows WHERE hour(due) < 8 OR r % 2 = 0" }],
  ["days without a row", { rows: "SELECT * FROM all_rows WHERE due NOT BETWEEN '2001-02-01' AND '2001-02-12'" }],
  ["no large values", { rows: "SELECT * FROM all_rows WHERE distance <= 1500" }],
  ["far values", { delay: "CASE WHEN r % 50 = 0 THEN delay * 100 + 9000 ELSE delay END" }],
  ["not a number", { fare: "CASE WHEN r % 20 = 0 THEN 'nan'::DOUBLE ELSE fare END" }],
  ["empty texts", { note: "CASE WHEN r % 10 = 0 THEN '' ELSE note END" }],
  [
    "another language",
    {
      note: "replace(replace(replace(note, 'leaves for the gate with', 'geht zum Flugsteig mit'), 'people and', 'Leuten und'), 'bags', 'Taschen')",
    },
  ],
  ["texts that are cut off", { note: "substr(note, 1, 68)" }],
  ["categories that are cut off", { origin: "substr(origin, 1, 2)" }],
  ["longer texts", { note: "CASE WHEN r % 2 = 0 THEN note || note ELSE note END" }],
];

describe("what happened, in words, through the engine", () => {
  it.each(cases)("%s", async (name, defect) => {
    const detection = await flights.detect(defect);
    expect([detection.verdict, ...told(detection)]).toMatchSnapshot(name);
  });
});

/** What looks like a kind and is none: what may be said instead. */
describe("near misses", () => {
  it.each([
    [
      "zeros that were frequent before are no sentinel",
      { delay: "CASE WHEN r % 50 = 0 THEN -1 ELSE delay END" },
      "sentinel-value",
    ],
    ["growth is no change of unit", { distance: "distance + 300" }, "unit-change"],
    ["values cut off where hardly any were are not clipped", { distance: "least(distance, 4000)" }, "clipping"],
    [
      "a value that is frequent among others that moved is not stuck",
      { delay: "CASE WHEN r % 3 = 0 THEN 7 ELSE delay + 12 END" },
      "stuck-constant",
    ],
    [
      "a frequent round value is no rounding",
      { distance: "CASE WHEN r % 2 = 0 THEN 1000 ELSE distance END" },
      "rounding",
    ],
    [
      "a category that halves is not gone",
      { rows: "SELECT * FROM all_rows WHERE origin <> 'DFW' OR r % 2 = 0" },
      "merged-categories",
    ],
    [
      "a category that loses to all others has no heir",
      { rows: "SELECT * FROM all_rows WHERE origin <> 'ORD'" },
      "merged-categories",
    ],
    [
      "two categories that trade a little are not swapped",
      { origin: "CASE WHEN origin = 'ATL' AND r % 6 = 0 THEN 'ORD' ELSE origin END" },
      "swapped-categories",
    ],
    ["two columns that both shift are not swapped", { delay: "delay + 20", taxi: "taxi + 20" }, "swapped-columns"],
    [
      "fewer rows at noon are no gap",
      { rows: "SELECT * FROM all_rows WHERE hour(due) NOT IN (14, 15, 16) OR r % 4 = 0" },
      "time-gap",
    ],
    [
      "more rows at night are no time zone",
      { rows: "SELECT * FROM all_rows WHERE hour(due) < 10 OR r % 3 = 0" },
      "clock-change",
    ],
    ["a shift leaves no gap", { fare: "fare + 30" }, "value-gap"],
  ] as const)("%s", async (_, defect, kind) => {
    const detection = await flights.detect(defect);
    expect(told(detection).filter((cause) => cause.startsWith(`${kind}:`))).toEqual([]);
  });
});

describe("whose fault it is", () => {
  it.each([
    ["a sentinel value is the feed's", { delay: "CASE WHEN r % 10 = 0 THEN -999 ELSE delay END" }, true],
    ["a number that stands still for a while is, too", { fare: "CASE WHEN r % 4 = 0 THEN 120.5 ELSE fare END" }, true],
    ["a shift is the world's", { delay: "delay + 8" }, false],
  ] as const)("%s", async (_, defect, structural) => {
    const { findings } = await flights.detect(defect);
    expect(findings.filter(({ verdict }) => verdict === "drift").map(isStructural)).toContain(structural);
    expect(findings.filter(({ verdict }) => verdict === "drift").map(isStructural)).not.toContain(!structural);
  });
});

describe("the reason", () => {
  it("says once what happened to a column and to its pairs", async () => {
    const { reason, findings } = await flights.detect({ distance: "distance + 300" });
    expect(findings.some(({ columns, verdict }) => columns.length === 2 && verdict === "drift")).toBe(true);
    expect(reason).toMatch(/^1 of 8 columns drifted: median of distance moved from [\d,]+ to [\d,]+\.$/);
  });
});
