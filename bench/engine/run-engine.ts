import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Profile } from "../../src/core/dataset/profile.ts";
import { openData } from "../../src/engine/data/open-data.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { loadDuckDb } from "../../src/engine/load-duckdb.ts";
import { openEngine } from "../../src/engine/open-engine.ts";
import { profileData } from "../../src/engine/profile/profile-data.ts";
import { quoteLiteral } from "../../src/engine/quote-sql.ts";
import { bareCounts } from "./bare-counts.ts";

// One job in a process of its own, so that its time and memory can be measured:
// `run-engine profile <data> <profile to write> [frame]`, `run-engine summarize <data>`, `run-engine bare <data> <profile>`

const MEMORY_LIMIT_MIB = 256;

async function main([job, data = "", document = "", frame]: readonly string[]): Promise<void> {
  const spill = mkdtempSync(join(tmpdir(), "pawl-bench-spill-"));
  const duckdb = await loadDuckDb({ env: process.env, from: import.meta.dirname, log: console.error });
  const engine = await openEngine({ duckdb, temporaryFolder: spill, memoryLimitMiB: MEMORY_LIMIT_MIB });
  try {
    if (job === "profile") await profile(engine, data, document, frame);
    else if (job === "summarize") await summarize(engine, data);
    else if (job === "bare") await bare(engine, data, document);
    else throw new Error(`there is no job "${String(job)}"`);
  } finally {
    engine.close();
    rmSync(spill, { recursive: true, force: true });
  }
}

async function profile(engine: Engine, data: string, document: string, framePath: string | undefined): Promise<void> {
  const frame = framePath === undefined ? undefined : await readProfile(framePath);
  const kinds =
    frame === undefined
      ? undefined
      : new Map(frame.columns.map(({ name, kind }) => [name, kind === "embedding" ? "other" : kind]));
  const source = await openData(engine, { name: basename(data), paths: [data], folder: dirname(data), kinds });
  await writeFile(document, JSON.stringify(await profileData(engine, source, { frame })));
}

function relationOf(data: string): string {
  return data.endsWith(".csv") ? `read_csv(${quoteLiteral(data)})` : `read_parquet(${quoteLiteral(data)})`;
}

/** Counts, nulls, approximate distinct values and quantiles, mean and deviation; over finite values, or it gives up. */
async function summarize(engine: Engine, data: string): Promise<void> {
  const relation = relationOf(data);
  const columns = await engine.query(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation})`);
  const doubles = columns.filter((row) => row["column_type"] === "DOUBLE").map((row) => String(row["column_name"]));
  const finite = doubles.map((name) => `CASE WHEN isfinite("${name}") THEN "${name}" END AS "${name}"`);
  const replaced = finite.length === 0 ? "*" : `* REPLACE (${finite.join(", ")})`;
  await engine.execute(`SUMMARIZE SELECT ${replaced} FROM ${relation}`);
}

async function bare(engine: Engine, data: string, document: string): Promise<void> {
  const relation = relationOf(data);
  // A text file is parsed once, as it is for the profile.
  const parsed = data.endsWith(".csv");
  if (parsed) await engine.execute(`CREATE TABLE parsed AS FROM ${relation}`);
  const statements = bareCounts(await readProfile(document), parsed ? "parsed" : relation);
  for (const statement of statements) await engine.query(statement);
}

async function readProfile(path: string): Promise<Profile> {
  return Profile.parse(JSON.parse(await readFile(path, "utf8")));
}

await main(process.argv.slice(2));
