import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { detectDatasetDrift } from "../../src/engine/detect-dataset-drift.ts";
import { openTestEngine } from "./open-test-engine.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const ROWS = 3000;

/** Lines of `id`, `x` and, where it is given, `late`. */
function write(name: string, x: (row: number) => string, late?: (row: number) => string): string {
  const lines = Array.from({ length: ROWS }, (_, row) =>
    [row, x(row), ...(late === undefined ? [] : [late(row)])].join(","),
  );
  writeFileSync(join(opened.folder, name), [late === undefined ? "id,x" : "id,x,late", ...lines, ""].join("\n"));
  return name;
}

const data = (name: string) => ({ name, data: { name, paths: [name], folder: opened.folder } });
const spread = (row: number) => String((row * 7919) % 1000);
const seconds = (row: number) => String((row * 104729) % 500);

const drift = (references: readonly string[], current: string) =>
  detectDatasetDrift(opened.engine, {
    current: data(current).data,
    references: references.map(data),
    shown: [],
    options: {},
  });

it("batches of which the oldest lacks a column are one reference: what a column has is counted on one frame", async () => {
  const old = write("old.csv", spread);
  const newer = write("newer.csv", spread, seconds);
  const newest = write("newest.csv", spread, seconds);
  const { detection } = await drift([old, newer, newest], write("now.csv", spread, seconds));
  expect(detection.notes).toEqual(["Compared with those of the reference batches that have them: late (2 of 3)."]);
  expect(detection.findings.filter(({ verdict }) => verdict === "drift").map(({ columns }) => columns)).toEqual([]);
  const moved = await drift(
    [old, newer, newest],
    write("moved.csv", spread, (row) => String(Number(seconds(row)) + 200)),
  );
  expect(moved.detection.reason).toContain("median of late moved");
});

it("a batch of text where the others have numbers counts as numbers that cannot be read", async () => {
  const good = write("good.csv", spread, seconds);
  const odd = write("odd.csv", spread, (row) => (row % 2 === 0 ? "soon" : "never"));
  const { detection } = await drift([good, odd], good);
  expect(detection.notes).toEqual([]);
  expect(detection.reason).toContain("share of unreadable values in late fell from 50 % to 0 %");
});
