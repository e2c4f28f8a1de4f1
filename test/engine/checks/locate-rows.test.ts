import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { checkContract } from "../../../src/engine/checks/check-contract.ts";
import type { DataSource } from "../../../src/engine/data/data-source.ts";
import { openData } from "../../../src/engine/data/open-data.ts";
import { quoteList } from "../../../src/engine/quote-sql.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";
import { contractOf, csvOf } from "./open-test-data.ts";

const opened: TestEngine = await openTestEngine();
const { engine, folder } = opened;
afterAll(() => opened.close());

const SIZES = [3, 0, 60_000, 2];
const NAMES = ["a", "b [1]", "c'", "d"];
/** Rows that say where they stand, and that they are bad. */
const BAD = ["0:1!", "0:3!", "2:1!", "2:59999!", "2:60000!", "3:1!", "3:2!"];

async function openMany(format: string): Promise<DataSource> {
  const place = join(folder, format.replace(".", "-"));
  mkdirSync(place);
  for (const [index, name] of NAMES.entries()) {
    // A file without a line is no JSON lines.
    const size = Math.max(SIZES[index] ?? 0, format === "jsonl" ? 1 : 0);
    const rows = Array.from({ length: size }, (_, row) => `${String(index)}:${String(row + 1)}`).map((row) =>
      BAD.includes(`${row}!`) ? `${row}!` : row,
    );
    await writeRows(join(place, `${name}.${format}`), format, rows);
  }
  return openData(engine, { name: "many", paths: [`*.${format}`], folder: place });
}

async function writeRows(path: string, format: string, rows: readonly string[]): Promise<void> {
  const csv = `place,note\n${rows.map((row) => `${row},"two\nlines"\n`).join("")}`;
  if (format === "csv") writeFileSync(path, csv);
  if (format === "csv.gz") writeFileSync(path, gzipSync(csv));
  if (format === "jsonl") writeFileSync(path, rows.map((row) => `${JSON.stringify({ place: row })}\n`).join(""));
  if (format !== "parquet") return;
  const values = rows.length === 0 ? "CAST([] AS VARCHAR[])" : `[${quoteList(rows)}]`;
  const written = quoteList([path]);
  await engine.execute(`COPY (SELECT unnest(${values}) AS place) TO ${written} (FORMAT parquet, ROW_GROUP_SIZE 10000)`);
}

const search = async (source: DataSource, column: string) => {
  const schema = contractOf([{ kind: "pattern", column, pattern: "^[0-9:]+$" }]);
  const { badRows } = await checkContract(engine, source, schema, { now: "2026-11-25T12:00:00Z", badRows: 10 });
  return badRows;
};

describe.each(["parquet", "csv", "csv.gz", "jsonl"])("bad rows of several files: %s", (format) => {
  it("each names its file, and its number in that file", async () => {
    const source = await openMany(format);
    expect(source.files.map(({ name }) => name)).toEqual(NAMES.map((name) => `${name}.${format}`));
    const found = await search(source, "place");
    expect(found.map(({ value }) => value)).toEqual(BAD);
    expect(
      found.map(
        ({ file, row }) => `${String(NAMES.findIndex((name) => `${name}.${format}` === file))}:${String(row)}!`,
      ),
    ).toEqual(BAD);
  });
});

it("of one file, rows do not name it", async () => {
  const found = await search(csvOf(folder, { place: ["1", "2!"] }, {}), "place");
  expect(found).toEqual([{ row: 2, column: "place", rule: "flights.0", reason: expect.any(String), value: "2!" }]);
});
