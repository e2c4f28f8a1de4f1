import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { commonFrame } from "../../src/core/dataset/common-frame.ts";
import type { Profile } from "../../src/core/dataset/profile.ts";
import { profileBatches } from "../../src/engine/profile-batches.ts";
import { profileSlices } from "../../src/engine/profile-slices.ts";
import { openTestEngine } from "./open-test-engine.ts";

const test = await openTestEngine();
afterAll(() => test.close());

const request = (path: string) => ({ name: path, paths: [path], folder: test.folder });
const named = (path: string) => ({ name: path, data: request(path) });

/** Flights of one day, whose origins are not all equally frequent. */
const rows = (
  batch: number,
) => `SELECT CASE WHEN h % 10 < 5 THEN 'ATL' WHEN h % 10 < 8 THEN 'ORD''s' WHEN h % 10 = 8 THEN NULL
      ELSE 'JFK' END AS origin, h % 4 < 2 AS domestic, (h % 997) + ${String(batch)} AS delay, round((h % 31) / 7, 2) AS price
  FROM (SELECT hash(i + ${String(batch * 1_000_003)}) % 1000000 AS h FROM range(${batch === 3 ? "900" : "800"}) numbers(i))`;

async function write(name: string, where = "true"): Promise<string[]> {
  const paths: string[] = [];
  for (const batch of [0, 1, 2, 3]) {
    const path = `${name}-${String(batch)}.parquet`;
    const query = `SELECT * FROM (${rows(batch)}) WHERE ${where}`;
    await test.engine.execute(`COPY (${query}) TO '${join(test.folder, path)}' (FORMAT parquet)`);
    paths.push(path);
  }
  return paths;
}

const without = ({ columns, ...profile }: Profile, column: string) => ({
  rows: profile.rows,
  columns: columns.filter(({ name }) => name !== column),
});

describe("slices", () => {
  it("have the counts of their rows alone, on the frame of all", async () => {
    const paths = await write("all");
    const frame = commonFrame(await profileBatches(test.engine, { batches: paths.map(named), shown: "all" }));
    if (frame === undefined) throw new Error("there are batches");
    const slices = await profileSlices(test.engine, {
      batches: paths.map(request),
      frame,
      columns: ["origin", "domestic", "airline"],
      shown: "all",
    });
    const conditions = new Map([
      ["origin ATL", "origin = 'ATL'"],
      ["origin ORD's", "origin = 'ORD''s'"],
      ["domestic false", "NOT domestic"],
      ["domestic true", "domestic"],
    ]);
    // Not JFK, of which the last batch has fewer than 100 rows, and no rows without an origin.
    expect(slices.map(({ column, value }) => `${column} ${value}`).sort()).toEqual([...conditions.keys()].sort());
    for (const [index, { column, value, reference, current }] of slices.entries()) {
      const own = await write(`slice-${String(index)}`, conditions.get(`${column} ${value}`));
      const alone = await profileBatches(test.engine, { batches: own.map(named), frame, shown: "all" });
      expect([...reference, current].map((profile) => without(profile, column))).toEqual(
        alone.map((profile) => without(profile, column)),
      );
    }
  });
});
