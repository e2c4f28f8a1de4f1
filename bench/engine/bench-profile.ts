import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { BenchRow } from "../bench-row.ts";
import { generateWide, WIDE_ROWS } from "./generate-wide.ts";
import { formatUsage, measureProcess, medianUsage, type Program, type Usage } from "./measure-process.ts";

const ROUNDS = 3;
const RUN = fileURLToPath(new URL("run-engine.ts", import.meta.url));
/** What the design promises, in CPU seconds: at most so many times the bare statements. */
const AIM_RATIO = 1.5;
const AIM_MIB = 400;

type Job = "new frame" | "same frame" | "summarize" | "bare";

/** The profile of the wide table beside DuckDB's own summary and beside the bare statements with the same counts. */
export async function benchProfile(): Promise<readonly BenchRow[]> {
  const kept = process.env["PAWL_BENCH_DATA"];
  const rows = Number(process.env["PAWL_BENCH_ROWS"] ?? WIDE_ROWS);
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "pawl-bench-data-")));
  await mkdir(folder, { recursive: true });
  try {
    const { parquet, csv } = await generateWide(folder, rows);
    return [...(await benchFile(folder, parquet, rows)), ...(await benchFile(folder, csv, rows))];
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function benchFile(folder: string, data: string, rows: number): Promise<BenchRow[]> {
  const [first, second] = [join(folder, "profile-1.json"), join(folder, "profile-2.json")];
  // The clean table of one format has the kinds of columns that the other has: one frame serves both.
  const jobs: Readonly<Record<Job, Program>> = {
    "new frame": program("profile", data, first),
    "same frame": program("profile", data, second, first),
    summarize: program("summarize", data),
    bare: program("bare", data, first),
  };
  const used: Record<Job, Usage[]> = { "new frame": [], "same frame": [], summarize: [], bare: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [job, each] of Object.entries(jobs) as [Job, Program][]) {
      console.error(`  ${data.split(".").at(-1) ?? ""}, ${job} …`);
      used[job].push(await measureProcess(each));
    }
  }
  if ((await readFile(first, "utf8")) !== (await readFile(second, "utf8"))) {
    throw new Error("the profile on the frame is not the profile that chose it");
  }
  return toRows(data, rows, used);
}

function program(...args: readonly string[]): Program {
  return { command: execPath, arguments: ["--import", import.meta.resolve("tsx"), RUN, ...args] };
}

function toRows(data: string, rows: number, used: Readonly<Record<Job, readonly Usage[]>>): BenchRow[] {
  const format = data.endsWith(".csv") ? "CSV" : "Parquet";
  const size = `${rows.toLocaleString("en")} × 20, ${format}`;
  const [summary, bare] = [medianUsage(used.summarize), medianUsage(used.bare)];
  return (["new frame", "same frame"] as const).map((job) => {
    const ours = medianUsage(used[job]);
    const times = (ours.cpuSeconds / bare.cpuSeconds).toFixed(2);
    return {
      name: `profile on a ${job}: ${size}`,
      ours: formatUsage(ours),
      theirs: `SUMMARIZE: ${formatUsage(summary)}`,
      ratio: summary.cpuSeconds / ours.cpuSeconds,
      note: `ratio of CPU; the bare statements with the same counts: ${formatUsage(bare)}, ours is ${times} times their CPU (aim: ${String(AIM_RATIO)}, ${String(AIM_MIB)} MiB); SUMMARIZE has no histograms and no frequent values, but mean and deviation`,
    };
  });
}
