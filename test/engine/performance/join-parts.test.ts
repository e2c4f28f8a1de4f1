import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planWindows } from "../../../src/core/performance/plan-windows.ts";
import { joinServed } from "../../../src/engine/performance/join-served.ts";
import { loadServed } from "../../../src/engine/performance/load-served.ts";
import { SCHEMA, TABLES } from "../../../src/engine/performance/names.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { DAY, drawServed, END, WEEKLY, writeFile, writeLabels, writeServed } from "./scene.ts";

let opened: TestEngine;
beforeEach(async () => {
  opened = await openTestEngine();
});
afterEach(() => opened.close());

const ROWS = 600;

/** Rows with copies, labels that contradict each other, some without a label, some that were trained on, one without an id. */
async function join(rowsOfPart: number | undefined) {
  const { engine } = opened;
  const rows = drawServed({ seed: 1, rows: ROWS, days: 21 });
  const copies = rows.filter((_, row) => row % 50 === 0).map((row) => ({ ...row, score: 0 }));
  const [first] = rows;
  if (first === undefined) throw new Error("no rows");
  const labelled = rows.filter((_, row) => row % 3 > 0);
  const contradictions = labelled.filter((_, row) => row % 40 === 0).map((row) => ({ ...row, truth: 1 - row.truth }));
  const request = {
    ...WEEKLY,
    predictions: [writeServed(opened, [...rows, ...copies, { ...first, id: "" }])],
    labels: { files: [writeLabels(opened, [...labelled, ...contradictions])], columns: {} },
    trainedOn: [writeFile(opened, "trained.csv", { id: rows.filter((_, row) => row % 7 === 0).map(({ id }) => id) })],
  };
  await engine.execute(`CREATE SCHEMA ${SCHEMA}`);
  const windows = planWindows({ end: END, lengthMs: 7 * DAY, count: 3 });
  const loaded = await loadServed(engine, request.predictions, {}, windows, rowsOfPart);
  const notes = await joinServed(engine, request, loaded);
  const columns =
    "CAST(id AS VARCHAR) AS id, label, score, w, moment, CAST(place AS VARCHAR) AS place, trained, conflicting";
  const joined = await engine.query(`SELECT ${columns} FROM ${TABLES.served} ORDER BY place`);
  return { parts: loaded.parts.length, notes, joined };
}

describe("rows that are joined in parts", () => {
  it.each([
    ["two parts", 500],
    ["seven parts", 100],
  ])("are those that are joined in one: %s", async (_, rowsOfPart) => {
    const whole = await join(undefined);
    opened.close();
    opened = await openTestEngine();
    const parted = await join(rowsOfPart);
    expect(whole.parts).toBe(1);
    expect(parted.parts).toBe(Math.ceil((ROWS + 12 + 1) / rowsOfPart));
    expect(whole.joined).toHaveLength(ROWS + 1);
    expect(whole.notes).toHaveLength(2);
    expect(parted.notes).toEqual(whole.notes);
    expect(parted.joined).toEqual(whole.joined);
  });
});
