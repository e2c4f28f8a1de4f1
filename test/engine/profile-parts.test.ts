import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mergeProfiles } from "../../src/core/dataset/merge-profiles.ts";
import type { Profile } from "../../src/core/dataset/profile.ts";
import { packBatch, unpackBatches } from "../../src/core/evidence/data-batches.ts";
import type { DataCut } from "../../src/core/monitoring/plan-cut.ts";
import { readBatch } from "../../src/engine/read-batch.ts";
import { validateDataset } from "../../src/engine/validate-dataset.ts";
import { unconfiguredDataset } from "../../src/runner/datasets/choose-dataset.ts";
import { openTestEngine } from "./open-test-engine.ts";

const opened = await openTestEngine();
const { engine, folder } = opened;
afterAll(() => opened.close());

/** 1,000 flights of ten days, in no order of time; three have no time. */
const LINES = Array.from({ length: 1000 }, (_, index) => {
  const hour = (index * 7) % 240;
  const time = index < 3 ? "" : new Date(Date.UTC(2026, 0, 5, hour)).toISOString();
  return `${time},${String(((index * 37) % 101) - 20)},${index % 3 === 0 ? "ORD" : "JFK"},${index < 500 ? "true" : "false"}`;
});
const HEADER = "date,delay,origin,late";
const write = (name: string, lines: readonly string[]) =>
  writeFileSync(join(folder, name), [HEADER, ...lines, ""].join("\n"));
write("flights.csv", LINES);
await engine.execute(
  `COPY (SELECT * REPLACE (CAST(date AS TIMESTAMP) AS date) FROM read_csv('${join(folder, "flights.csv")}')) TO '${join(folder, "flights.parquet")}'`,
);

async function cutInto(file: string, cut: DataCut) {
  const { profile, parts } = await validateDataset(engine, {
    data: { name: file, paths: [file], folder },
    plan: unconfiguredDataset("flights"),
    contract: undefined,
    reference: undefined,
    now: "2026-01-01T00:00:00Z",
    badRows: 0,
    openOther: () => Promise.reject(new Error("nothing else is opened")),
    planCut: () => cut,
  });
  return { profile, parts };
}

/** The same rows as a file of their own, counted on the frame of the whole. */
async function alone(name: string, lines: readonly string[], frame: Profile): Promise<Profile> {
  write(name, lines);
  return (await readBatch(engine, { name, paths: [name], folder }, { shown: [], frame })).profile;
}

const DAYS: DataCut = {
  by: "time",
  column: "date",
  start: "2026-01-05T00:00:00Z",
  lengthMs: 2 * 86_400_000,
  count: 5,
};
const FILES = ["flights.csv", "flights.parquet"];

describe.each(FILES)("the parts of %s", (file) => {
  it("by time are what each would be as data of its own, on the frame of the whole", async () => {
    const { profile, parts } = await cutInto(file, DAYS);
    expect(parts.map(({ name }) => name)).toEqual([
      "2026-01-05",
      "2026-01-07",
      "2026-01-09",
      "2026-01-11",
      "2026-01-13",
    ]);
    expect(parts.reduce((sum, part) => sum + part.profile.rows, 0)).toBe(997);
    const own = LINES.filter((line) => line.startsWith("2026-01-07") || line.startsWith("2026-01-08"));
    expect(parts[1]?.profile).toEqual(await alone("two.csv", own, profile));
  });

  it("by rows are in the order of the file, and add up to the whole", async () => {
    const { profile, parts } = await cutInto(file, { by: "rows", count: 4 });
    expect(parts.map((part) => [part.name, part.profile.rows])).toEqual([
      ["part-01", 250],
      ["part-02", 250],
      ["part-03", 250],
      ["part-04", 250],
    ]);
    expect(parts[3]?.profile).toEqual(await alone("last.csv", LINES.slice(750), profile));
    const { columns } = mergeProfiles(parts.map((part) => part.profile));
    expect(columns.map((column) => ("bins" in column ? column.bins : column.nulls))).toEqual(
      profile.columns.map((column) => ("bins" in column ? column.bins : column.nulls)),
    );
  });

  it("are kept beside the profile as they are", async () => {
    const { profile, parts } = await cutInto(file, DAYS);
    const kept = unpackBatches(profile, JSON.parse(JSON.stringify(parts.map(packBatch))));
    expect(kept?.map((part) => part.profile)).toEqual(parts.map((part) => part.profile));
  });
});
