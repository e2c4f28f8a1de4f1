import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { detectDrift } from "../../../src/core/drift/detect-drift.ts";
import { profileBatches } from "../../../src/engine/profile-batches.ts";
import { readBatch } from "../../../src/engine/read-batch.ts";
import { openTestEngine } from "../open-test-engine.ts";
import { writeParquet } from "../profile/parquet-source.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

const BATCHES = 12;
const ROWS = 500;
const DIMENSIONS = 24;

/** About normal numbers that always are the same: a sum of four uniform ones for each row and place. */
const normal = (row: string, place: string) =>
  `(${["a", "b", "c", "d"].map((salt) => `(hash(${row}, ${place}, '${salt}') % 1000003) / 1000003.0`).join(" + ")} - 2) * 1.732`;

/** Two clouds of vectors; `more` is added to each number. */
const vectors = (batch: number, more = "0", cloud = "r % 2") =>
  `SELECT list_transform(range(${String(DIMENSIONS)}), lambda i: CAST(${normal("r", "i")} + 2 * (${cloud}) * (i % 3) + ${more} AS FLOAT)) AS v
   FROM range(${String(batch * ROWS)}, ${String((batch + 1) * ROWS)}) AS t(r)`;

const write = (name: string, select: string) => writeParquet(opened.engine, opened.folder, `${name}.parquet`, select);
const dataOf = (name: string) => ({ name, paths: [join(opened.folder, `${name}.parquet`)], folder: opened.folder });

const names = Array.from({ length: BATCHES }, (_, batch) => `part-${String(batch + 10)}`);
for (const [batch, name] of names.entries()) await write(name, vectors(batch));
const profiles = await profileBatches(opened.engine, {
  batches: names.map((name) => ({ name, data: dataOf(name) })),
  shown: "all",
});
const reference = profiles.map((profile, batch) => ({ name: names[batch] ?? "", profile }));

async function detect(name: string, select: string) {
  await write(name, select);
  const { profile } = await readBatch(opened.engine, dataOf(name), { shown: "all", frame: profiles[0] });
  return detectDrift({ reference, current: profile });
}

/**
 * The discrepancy is that of the exact Gaussian kernel, all pairs of 6,000 and 500 vectors, with the median heuristic on 1,000
 * (σ 10.513): NumPy 2, with a permutation test of 500 draws of 1,500 and 500 vectors: p .577, then 1/501 for each other.
 */
it.each([
  ["more of the same", vectors(100), "stable", 0.02177],
  ["a shift of a third of a standard deviation", vectors(101, "0.33"), "drift", 0.10748],
  ["a shift of a few of the numbers", vectors(102, "CASE WHEN i < 4 THEN 1.5 ELSE 0 END"), "drift", 0.21113],
  ["one cloud more often than before", vectors(103, "0", "CASE WHEN r % 5 < 4 THEN 1 ELSE 0 END"), "drift", 0.27138],
] as const)("%s", async (name, select, verdict, exact) => {
  const { findings, ...detection } = await detect(name.replaceAll(" ", "-"), select);
  const kinds = new Set(findings.filter((finding) => finding.verdict === "drift").map(({ kind }) => kind));
  expect([detection.verdict, ...kinds]).toEqual(verdict === "drift" ? ["drift", "embedding-shift"] : ["stable"]);
  const discrepancy = findings.find(({ aspect }) => aspect === "distribution");
  // 64 features: a relative error of about an eighth.
  expect(Math.abs((discrepancy?.effect ?? 0) / exact - 1)).toBeLessThan(0.3);
  expect((discrepancy?.p1 ?? 1) < 0.001).toBe(verdict === "drift");
});

it("rows drawn again are stable in all but few of forty cases", async () => {
  let drifted = 0;
  for (let batch = 200; batch < 240; batch += 1) {
    if ((await detect(`again-${String(batch)}`, vectors(batch))).verdict === "drift") drifted += 1;
  }
  expect(drifted).toBeLessThanOrEqual(2);
});
