import { describe, expect, it } from "vitest";
import { windowName } from "../../../src/core/monitoring/batch-name.ts";
import { clearedThresholds } from "../../../src/core/monitoring/cleared-thresholds.ts";
import type { Monitoring } from "../../../src/core/monitoring/monitoring.ts";
import { brokenWeek, weekOf } from "./window-cases.ts";

const RULE = { drifted: 2, of: 3 };

/** Stable, Drift, broken (x), accepted drift (A), of weeks, oldest first; each with its place as its threshold. */
function thresholds(letters: string): readonly number[] {
  const windows = [...letters].map((letter, index) => {
    const week = letters.length - 1 - index;
    return letter === "x" ? brokenWeek(week) : weekOf(week, letter === "s" ? 0.5 : 2);
  });
  const monitoring: Pick<Monitoring, "windows" | "decisions"> = {
    windows: windows.toReversed(),
    decisions: windows
      .filter((_, index) => letters[index] === "A")
      .map(({ slot, document }) => ({
        batch: windowName(slot),
        document: document.digest,
        says: "accept",
        by: "bo",
        at: slot,
        reason: "as planned",
      })),
  };
  const judged = windows.map((window, threshold) => ({
    window,
    evidence: { calibration: { batches: [], surprise: 9, level: 0.02, threshold } },
  }));
  return clearedThresholds(monitoring, judged, RULE).map(({ threshold }) => threshold);
}

describe("windows that drifted and no alarm came of", () => {
  it.each`
    letters       | expected  | what
    ${"sss"}      | ${[]}     | ${"are none that did not drift"}
    ${"sDss"}     | ${[1]}    | ${"count once they are out of reach"}
    ${"sDs"}      | ${[]}     | ${"do not count while they may become an alarm"}
    ${"sDDss"}    | ${[]}     | ${"are none of an alarm"}
    ${"sDssDss"}  | ${[1, 4]} | ${"count each"}
    ${"sDssDDss"} | ${[1]}    | ${"are those before an alarm"}
    ${"sAss"}     | ${[]}     | ${"are none that people let into the reference"}
    ${"sxss"}     | ${[]}     | ${"are none of a broken feed"}
  `("$letters $what", ({ letters, expected }) => {
    expect(thresholds(letters)).toEqual(expected);
  });

  it("are left out where their evidence is of another rule", () => {
    const [old, ...stable] = [weekOf(3, 2), weekOf(2, 0.5), weekOf(1, 0.5), weekOf(0, 0.5)];
    const windows = [...stable.toReversed(), ...(old === undefined ? [] : [old])];
    const judged = windows.map((window) => ({ window, evidence: {} }));
    expect(clearedThresholds({ windows }, judged, RULE)).toEqual([]);
  });
});
