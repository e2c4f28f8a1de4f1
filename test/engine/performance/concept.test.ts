import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { measurePerformance } from "../../../src/engine/performance/measure-performance.ts";
import type { PerformanceRequest } from "../../../src/engine/performance/performance-request.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import {
  drawServed,
  END,
  type ServedRow,
  WEEKLY,
  writeFile,
  writeLabels,
  writeReference,
  writeServed,
} from "./scene.ts";

let opened: TestEngine;
beforeEach(async () => {
  opened = await openTestEngine();
});
afterEach(() => opened.close());

const MATURE = { ...WEEKLY, now: "2026-12-01T00:00:00.000Z" } as const satisfies Omit<
  PerformanceRequest,
  "predictions"
>;

/** What the score says until ten days before the end, and the opposite of it for a third of the rows since. */
const turnsTenDaysAgo = (score: number, daysAgo: number) => (daysAgo > 10 ? score : score / 3 + (1 - score) / 1.5);

function request(rows: readonly ServedRow[], more: Partial<PerformanceRequest> = {}): PerformanceRequest {
  return {
    ...MATURE,
    predictions: [writeServed(opened, rows)],
    labels: { files: [writeLabels(opened, rows)], columns: {} },
    ...more,
  };
}

describe("concept drift", () => {
  it("is found in the window and near the row where the errors begin to grow", async () => {
    const rows = drawServed({ seed: 21, rows: 6000, days: 21 }, turnsTenDaysAgo);
    const reference = { file: writeReference(opened, drawServed({ seed: 22, rows: 3000, days: 1 })) };
    const { evidence } = await measurePerformance(opened.engine, request(rows, { reference }));
    const [, second, third] = evidence.windows;
    expect(third?.concept.map(({ method, detected }) => [method, detected])).toEqual([
      ["page-hinkley", false],
      ["adwin", false],
    ]);
    // The second window begins 14 days before the end: the change is 4 days, or 1143 rows, into it.
    for (const { method, detected, rows: count, at = 0, atTime = "" } of second?.concept ?? []) {
      expect([method, detected, count]).toEqual([method, true, 2000]);
      expect(at).toBeGreaterThan(1143);
      expect(at).toBeLessThan(1143 + 250);
      expect(Date.parse(atTime)).toBeGreaterThan(Date.parse(END) - 10 * 86_400_000);
    }
    expect(second?.concept[0]?.words).toMatch(
      /^Page-Hinkley: the share of errors rose from 2\d(\.\d)? % to [56]\d(\.\d)? %/,
    );
    expect(evidence.notes).toContain("The errors grew: estimates without labels do not see that.");
  });

  it("is not what errors do that stay as they are, or become fewer", async () => {
    const rows = drawServed({ seed: 23, rows: 6000, days: 21 }, (score, daysAgo) =>
      daysAgo > 10 ? turnsTenDaysAgo(score, 0) : score,
    );
    const wrong = drawServed({ seed: 24, rows: 3000, days: 1 }, (score) => turnsTenDaysAgo(score, 0));
    const reference = { file: writeReference(opened, wrong) };
    const { evidence } = await measurePerformance(opened.engine, request(rows, { reference }));
    expect(evidence.windows.flatMap(({ concept }) => concept.map(({ detected }) => detected))).toEqual(
      Array(6).fill(false),
    );
  });

  it("is seen in the order of time, whatever the order of the file, with the same numbers from the same seed", async () => {
    const rows = drawServed({ seed: 21, rows: 3000, days: 21 }, turnsTenDaysAgo);
    const reference = { file: writeReference(opened, drawServed({ seed: 22, rows: 1500, days: 1 })) };
    const inOrder = await measurePerformance(opened.engine, request(rows, { reference }));
    const shuffled = rows.toSorted((a, b) =>
      a.id.split("").toReversed().join("") < b.id.split("").toReversed().join("") ? -1 : 1,
    );
    const otherwise = await measurePerformance(opened.engine, request(shuffled, { reference }));
    const concept = (found: typeof inOrder) => found.evidence.windows.map((window) => window.concept);
    expect(concept(otherwise)).toEqual(concept(inOrder));
    expect(
      concept(inOrder)
        .flat()
        .some(({ detected }) => detected),
    ).toBe(true);
  });

  it("is not looked for in windows whose labels have not had their time", async () => {
    const rows = drawServed({ seed: 21, rows: 900, days: 21 });
    const { evidence } = await measurePerformance(opened.engine, request(rows, { now: WEEKLY.now }));
    expect(evidence.windows.map(({ concept }) => concept.length)).toEqual([0, 2, 2]);
  });

  it("without a reference has river's thresholds", async () => {
    const rows = drawServed({ seed: 21, rows: 900, days: 21 });
    const { evidence } = await measurePerformance(opened.engine, request(rows));
    expect(evidence.windows[0]?.concept.map(({ parameters }) => parameters)).toEqual([
      { threshold: 50, delta: 0.005, alpha: 1, "min-rows": 30 },
      { delta: 0.002, clock: 32, "max-buckets": 5, "min-part": 5 },
    ]);
  });

  it("of a regression is that of its absolute errors", async () => {
    const rows = drawServed({ seed: 25, rows: 3000, days: 21 });
    const error = ({ score, time }: ServedRow) =>
      Date.parse(END) - Date.parse(time) > 10 * 86_400_000 ? score : 3 * score;
    const columns = {
      id: rows.map(({ id }) => id),
      time: rows.map(({ time }) => time),
      prediction: rows.map(() => 100),
      label: rows.map((row) => 100 + error(row)),
    };
    const { evidence } = await measurePerformance(opened.engine, {
      ...MATURE,
      predictions: [writeFile(opened, "served.csv", columns)],
    });
    expect(evidence.task).toBe("regression");
    expect(evidence.windows[2]?.concept.some(({ detected }) => detected)).toBe(false);
    expect(evidence.windows[1]?.concept.map(({ detected }) => detected)).toEqual([true, true]);
    expect(evidence.windows[1]?.concept[0]?.words).toMatch(
      /^Page-Hinkley: the mean loss rose from 0\.1\d+ to 0\.[45]\d+/,
    );
    expect(evidence.windows[1]?.concept[0]?.parameters["loss-scale"]).toBeCloseTo(2.95, 1);
  });
});

describe("prediction drift", () => {
  const low = (rows: readonly ServedRow[]) => rows.map((row) => ({ ...row, score: row.score * row.score }));

  it("is found against the champion's evaluation, by the name of the column", async () => {
    const rows = drawServed({ seed: 31, rows: 3000, days: 21 });
    const reference = { file: writeReference(opened, drawServed({ seed: 32, rows: 2000, days: 1 })) };
    const same = await measurePerformance(opened.engine, request(rows, { reference }));
    expect(same.predictionDrift?.against).toBe("reference.csv");
    expect(same.predictionDrift?.findings.length).toBeGreaterThan(0);
    expect(same.predictionDrift?.findings.filter(({ verdict }) => verdict === "drift")).toEqual([]);
    const moved = await measurePerformance(opened.engine, request(low(rows), { reference }));
    const [first] = moved.predictionDrift?.findings ?? [];
    expect(first).toMatchObject({ columns: ["score"], role: "prediction", verdict: "drift" });
  });

  it("without a reference is found against the earlier windows, where there are enough of them", async () => {
    const rows = drawServed({ seed: 33, rows: 9000, days: 63 });
    const moved = [...rows.slice(0, 8000), ...low(rows.slice(8000))];
    const windows = { end: END, lengthMs: 7 * 86_400_000, count: 9 };
    const { predictionDrift } = await measurePerformance(opened.engine, request(moved, { windows }));
    expect(predictionDrift?.against).toBe("8 earlier windows");
    expect(predictionDrift?.findings[0]).toMatchObject({ columns: ["score"], verdict: "drift" });
    const few = await measurePerformance(opened.engine, request(moved));
    expect(few.predictionDrift?.against).toBe("2 earlier windows");
    expect(few.predictionDrift?.findings[0]?.verdict).toBe("inconclusive");
  });

  it("is not looked for where there is nothing to compare with", async () => {
    const rows = drawServed({ seed: 34, rows: 100, days: 6 });
    const { predictionDrift } = await measurePerformance(opened.engine, request(rows));
    expect(predictionDrift).toBeUndefined();
  });
});
