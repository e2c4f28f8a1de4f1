import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { Profile } from "../../src/core/dataset/profile.ts";
import { type Comparison, compareContestants } from "./compare-contestants.ts";
import { generateWide, WIDE_ROWS } from "./generate-wide.ts";
import type { Program } from "./measure-process.ts";

const RUN = fileURLToPath(new URL("run-engine.ts", import.meta.url));
const COLUMNS = 20;

/** The profile of the wide table beside DuckDB's own summary and beside the bare statements with the same counts. */
export async function benchProfile(): Promise<readonly Comparison[]> {
  const kept = process.env["PAWL_BENCH_DATA"];
  const rows = Number(process.env["PAWL_BENCH_ROWS"] ?? WIDE_ROWS);
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "pawl-bench-data-")));
  await mkdir(folder, { recursive: true });
  try {
    console.error("  the files are made, where they are not there …");
    const { parquet, csv } = await generateWide(folder, rows);
    return [await benchFile(folder, parquet, rows), await benchFile(folder, csv, rows)];
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
}

function benchFile(folder: string, data: string, rows: number): Promise<Comparison> {
  const [first, second] = [join(folder, "profile-1.json"), join(folder, "profile-2.json")];
  const format = data.endsWith(".csv") ? "CSV" : "Parquet";
  const verifyFirst = (text: string): void => {
    const profile = Profile.parse(JSON.parse(text));
    if (profile.rows !== rows || profile.columns.length !== COLUMNS) throw new Error("the profile is of other data");
  };
  const verifySecond = async (text: string): Promise<void> => {
    if (text !== (await readFile(first, "utf8"))) throw new Error("the frame known, the profile is another");
  };
  return compareContestants(`Profile of ${rows.toLocaleString("en")} rows × ${String(COLUMNS)} columns, ${format}`, [
    {
      name: "Pawl, on a new frame",
      computes: "the profile; bins, own values and pairs of columns are chosen first",
      program: program("profile", data, first),
      output: first,
      verify: verifyFirst,
    },
    {
      name: "Pawl, the frame known",
      computes: "the same profile, to the byte",
      program: program("profile", data, second, first),
      output: second,
      verify: verifySecond,
    },
    {
      name: "the bare statements",
      computes: "the profile's counts of each column, nothing chosen or checked; no repeated rows, spikes or pairs",
      program: program("bare", data, first),
    },
    {
      name: "DuckDB SUMMARIZE",
      computes: "other output: no histograms, no frequent values, but mean, deviation and approximate quartiles",
      program: program("summarize", data),
    },
  ]);
}

function program(...args: readonly string[]): Program {
  return { command: execPath, arguments: ["--import", import.meta.resolve("tsx"), RUN, ...args] };
}
