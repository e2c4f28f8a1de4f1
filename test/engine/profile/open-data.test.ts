import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openData } from "../../../src/engine/data/open-data.ts";
import { profileData } from "../../../src/engine/profile/profile-data.ts";
import { openTestEngine, type TestEngine } from "../open-test-engine.ts";

let test: TestEngine;

beforeAll(async () => {
  test = await openTestEngine();
});

afterAll(() => test.close());

it("values of a text file that cannot be read as the column's kind are invalid, a late one too", async () => {
  const rows = Array.from({ length: 5000 }, (_, index) =>
    index === 4990 ? "oops" : index % 10 === 0 ? "" : String(index),
  );
  writeFileSync(join(test.folder, "late.csv"), `n,word\n${rows.map((n) => `${n},w`).join("\n")}\n`);
  const source = await openData(test.engine, { name: "late", paths: ["late.csv"], folder: test.folder });
  const [column] = (await profileData(test.engine, source)).columns;
  expect(column).toMatchObject({ kind: "integer", nulls: 499, invalid: 1, min: 1, max: 4999, distinct: 4500 });
});

it("the same rows as CSV and as JSON lines have the same counts", async () => {
  const rows = Array.from({ length: 300 }, (_, index) => ({
    x: index / 7,
    n: index % 9,
    s: `word ${String(index % 5)}`,
  }));
  writeFileSync(
    join(test.folder, "rows.csv"),
    `x,n,s\n${rows.map(({ x, n, s }) => `${String(x)},${String(n)},${s}`).join("\n")}\n`,
  );
  writeFileSync(join(test.folder, "rows.jsonl"), `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
  const profiles = [];
  for (const path of ["rows.csv", "rows.jsonl"]) {
    const source = await openData(test.engine, { name: path, paths: [path], folder: test.folder });
    profiles.push(await profileData(test.engine, source));
  }
  expect(profiles[1]).toEqual(profiles[0]);
});
