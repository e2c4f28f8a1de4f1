import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRandom } from "../../../src/core/performance/create-random.ts";
import { measurePerformance } from "../../../src/engine/performance/measure-performance.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { END, writeFile } from "./scene.ts";

let opened: TestEngine;
beforeEach(async () => {
  opened = await openTestEngine();
});
afterEach(() => opened.close());

describe("any task, without a time", () => {
  it("takes several files of predictions of several classes as one window, labels by their own ids", async () => {
    const uniform = createRandom(1);
    const animals = ["cat", "dog", "emu"];
    const rows = Array.from({ length: 90 }, (_, row) => {
      const truth = animals[Math.floor(uniform() * 3)] ?? "";
      return { id: row, truth, guess: uniform() < 0.7 ? truth : (animals[row % 3] ?? "") };
    });
    const served = (name: string, some: typeof rows) =>
      writeFile(opened, name, { id: some.map(({ id }) => id), prediction: some.map(({ guess }) => guess) });
    const labels = writeFile(opened, "labels.csv", {
      order: rows.map(({ id }) => `${String(id)}.0`),
      animal: rows.map(({ truth }) => truth),
    });
    const { evidence, predictionDrift } = await measurePerformance(opened.engine, {
      predictions: [served("a.csv", rows.slice(0, 50)), served("b.csv", rows.slice(50))],
      columns: {},
      labels: { files: [labels], columns: { id: "order", label: "animal" } },
      windows: { end: END, lengthMs: 86_400_000, count: 4 },
      now: END,
      seed: 1,
    });
    expect(evidence.task).toBe("multiclass");
    expect(evidence.windows).toHaveLength(1);
    expect(evidence.windows[0]).toMatchObject({ rows: 90, labelled: 90, provisional: false, estimated: [] });
    expect(evidence.windows[0]).not.toHaveProperty("start");
    const right = rows.filter(({ truth, guess }) => truth === guess).length;
    expect(evidence.windows[0]?.metrics.find(({ name }) => name === "accuracy")?.value).toBeCloseTo(right / 90, 12);
    expect(evidence.windows[0]?.concept.map(({ rows: count }) => count)).toEqual([90, 90]);
    expect(evidence.notes).toEqual([
      "The predictions have no time, so that all of them are one window.",
      "There is no label-free estimate: it needs predictions with labels to learn from, those of the champion's evaluation.",
    ]);
    expect(predictionDrift).toBeUndefined();
  });

  it("says that nothing can be told yet where the task is known and no label is there", async () => {
    const file = writeFile(opened, "served.csv", { id: [1, 2], score: [0.1, 0.9] });
    const { evidence } = await measurePerformance(opened.engine, {
      predictions: [file],
      columns: {},
      task: "binary",
      now: END,
      seed: 1,
      labels: { files: [writeFile(opened, "labels.csv", { id: [7], label: [1] })], columns: {} },
    });
    expect(evidence.windows[0]).toMatchObject({ rows: 2, labelled: 0, provisional: true, metrics: [], concept: [] });
    expect(evidence.notes).toContain("None of the labels has the id of a prediction in the windows.");
  });
});

describe("what a measurement leaves behind", () => {
  it("is nothing, neither in the engine nor on the disk, also where it fails", async () => {
    const file = writeFile(opened, "served.csv", { id: [1, 2, 3], score: [0.1, 0.9, 0.2], label: [0, 1, 1] });
    const request = { predictions: [file], columns: {}, now: END, seed: 1 };
    const first = await measurePerformance(opened.engine, request);
    await expect(measurePerformance(opened.engine, { ...request, columns: { score: "label2" } })).rejects.toThrow(
      "label2",
    );
    const bad = writeFile(opened, "bad.csv", { id: [1], score: ["much"], label: [1] });
    await expect(measurePerformance(opened.engine, { ...request, predictions: [bad] })).rejects.toThrow(
      'bad.csv: column "score" holds "much" in row 1, which is not a number',
    );
    expect(toDigits(await measurePerformance(opened.engine, request))).toEqual(toDigits(first));
    const tables = await opened.engine.query("SELECT table_name FROM information_schema.tables");
    expect(tables).toEqual([]);
    expect(readdirSync(join(opened.folder, "spill")).filter((name) => !name.startsWith("duckdb"))).toEqual([]);
  });
});

/** Threads add up in any order, so the last digits of a sum may differ. */
function toDigits(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, of: unknown) => (typeof of === "number" ? of.toPrecision(12) : of)));
}

describe("a statement that is scanned", () => {
  it("comes in parts, in its order, with NaN for NULL", async () => {
    let rows = 0;
    let parts = 0;
    let sum = 0;
    await opened.engine.scan(
      "SELECT CAST(i AS DOUBLE) AS i, CASE WHEN i % 2 = 0 THEN 1.0::DOUBLE END AS even FROM range(10000) t(i) ORDER BY i",
      ([numbers = new Float64Array(), even = new Float64Array()]) => {
        for (const [row, value] of numbers.entries()) {
          expect(value).toBe(rows + row);
          expect(even[row]).toBe(value % 2 === 0 ? 1 : Number.NaN);
          sum += value;
        }
        rows += numbers.length;
        parts++;
      },
    );
    expect([rows, sum]).toEqual([10_000, 49_995_000]);
    expect(parts).toBeGreaterThan(1);
    await expect(opened.engine.scan("SELECT 'x' AS a", () => undefined)).rejects.toThrow("is string, not a double");
  });
});
