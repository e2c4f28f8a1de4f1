import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseStatement } from "../src/core/evidence/statement.ts";
import { loadDuckDb } from "../src/engine/load-duckdb.ts";
import { openEngine } from "../src/engine/open-engine.ts";
import { quoteLiteral } from "../src/engine/quote-sql.ts";
import { type Job, makeJob } from "../tools/make-job.ts";
import { BENCH_PYTHON_HINT, findBenchPython } from "./bench-python.ts";
import type { BenchRow } from "./bench-row.ts";
import { measureInTurns, median, type Timed } from "./measure.ts";
import { runProcess } from "./run-process.ts";

const ROWS = 1_000_000;
const ROUNDS = 5;
const FORMATS = ["csv", "parquet"] as const;
/** What the design promises. */
const AIM_RATIO = 3;

const BUNDLE = fileURLToPath(new URL("../actions/dist/index.js", import.meta.url));
const SCRIPT = fileURLToPath(new URL("evaluate_sklearn.py", import.meta.url));
const TIME = "/usr/bin/time";

interface Usage {
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/** The whole evaluate step beside a Python program with the same metrics, each from its start to its end. */
export async function benchEvaluate(): Promise<readonly BenchRow[]> {
  if (!existsSync(BUNDLE)) throw new Error("actions/dist is missing: npm run build");
  const python = findBenchPython();
  const job = await makeJob({ "README.md": "# Flights\n" });
  try {
    await writePredictions(job.folder);
    const rows: BenchRow[] = [];
    for (const format of FORMATS) rows.push(...(await benchFormat(job, format, python)));
    return rows;
  } finally {
    await job.remove();
  }
}

/** Two overlapping score distributions with one positive in five, ids, and a slice column; the same on every machine. */
async function writePredictions(folder: string): Promise<void> {
  const spill = join(folder, "spill");
  await mkdir(spill);
  const duckdb = await loadDuckDb({ env: process.env, from: import.meta.dirname, log: console.error });
  const engine = await openEngine({ duckdb, temporaryFolder: spill, threads: 1 });
  try {
    await engine.execute("SELECT setseed(0.42)");
    await engine.execute(`CREATE TABLE predictions AS
      SELECT id, label, CAST(score >= 0.5 AS INTEGER) AS prediction, score, origin FROM (
        SELECT id, label, 1 / (1 + exp(1.8 - 1.2 * label - noise)) AS score, origin FROM (
          SELECT i AS id, CAST(random() < 0.2 AS INTEGER) AS label, sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS noise,
            'airport ' || CAST(floor(random() * 20) AS INTEGER) AS origin FROM range(${String(ROWS)}) rows(i)))`);
    for (const format of FORMATS) {
      const path = quoteLiteral(join(folder, `predictions.${format}`));
      await engine.execute(`COPY predictions TO ${path} (FORMAT ${format})`);
    }
  } finally {
    engine.close();
  }
}

async function benchFormat(job: Job, format: string, python: string | undefined): Promise<BenchRow[]> {
  const file = join(job.folder, `predictions.${format}`);
  const used: Record<string, Usage[]> = { ours: [], theirs: [] };
  const results: Record<string, Readonly<Record<string, number | null>>> = {};
  const ours = async (): Promise<void> => {
    const outputs = job.env["GITHUB_OUTPUT"] ?? "";
    await writeFile(outputs, "");
    const inputs = JSON.stringify({ model: "late-flights", predictions: file, baseline: "none" });
    await timed(job, used["ours"], process.execPath, [BUNDLE, "evaluate"], { PAWL_INPUTS: inputs });
    results["ours"] = await readMetrics(await readFile(outputs, "utf8"));
  };
  const theirs = async (): Promise<void> => {
    await timed(job, used["theirs"], python ?? "python3", [SCRIPT, file], {});
  };
  const programs: Readonly<Record<string, Timed>> = python === undefined ? { ours } : { ours, theirs };
  const times = await measureInTurns(programs, ROUNDS);
  if (python !== undefined)
    assertEqual(results["ours"] ?? {}, JSON.parse(execFileSync(python, [SCRIPT, file], { encoding: "utf8" })));
  return [toRow(format, times, used, python)];
}

async function timed(
  { folder, env }: Job,
  used: Usage[] | undefined,
  command: string,
  args: readonly string[],
  extra: NodeJS.ProcessEnv,
): Promise<void> {
  const report = join(folder, "time.txt");
  const measured = existsSync(TIME);
  await runProcess({
    command: measured ? TIME : command,
    arguments: measured ? ["-o", report, "-f", "%U %S %M", command, ...args] : args,
    folder,
    env: { ...env, ...extra },
  });
  if (!measured) return;
  const [user = 0, system = 0, kibibytes = 0] = (await readFile(report, "utf8")).trim().split(" ").map(Number);
  used?.push({ cpuSeconds: user + system, peakMiB: kibibytes / 1024 });
}

async function readMetrics(outputs: string): Promise<Record<string, number | null>> {
  const path = /^evidence(?:=|<<.*\n)(.+)$/m.exec(outputs)?.[1] ?? "";
  const { predicate } = parseStatement(await readFile(path), path);
  if (predicate.schema !== "pawl.evaluation/v1" || predicate.rows !== ROWS)
    throw new Error(`${path} does not hold the metrics`);
  return Object.fromEntries(predicate.metrics.map(({ name, value }) => [name, value]));
}

/** A quick wrong answer is no answer. */
function assertEqual(ours: Readonly<Record<string, number | null>>, theirs: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(theirs)) {
    const gap = Math.abs((ours[name] ?? Number.NaN) - value);
    if (!(gap <= 1e-9)) throw new Error(`${name}: ${String(ours[name])} instead of scikit-learn's ${String(value)}`);
  }
}

function toRow(
  format: string,
  times: Readonly<Record<string, readonly number[]>>,
  used: Readonly<Record<string, readonly Usage[]>>,
  python: string | undefined,
): BenchRow {
  const seconds = (name: string) => median(times[name] ?? []) / 1000;
  const describe = (name: string): string => {
    const usage = used[name] ?? [];
    const wall = `${seconds(name).toFixed(2)} s`;
    if (usage.length === 0) return wall;
    const cpu = median(usage.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2);
    const peak = median(usage.map(({ peakMiB }) => peakMiB)).toFixed(0);
    return `${wall}, ${cpu} s CPU, ${peak} MiB`;
  };
  const name = `evaluate: 1,000,000 rows, ${format === "csv" ? "CSV" : "Parquet"}`;
  if (python === undefined) {
    return { name, ours: describe("ours"), theirs: "not measured", note: `peers not installed: ${BENCH_PYTHON_HINT}` };
  }
  return {
    name,
    ours: describe("ours"),
    theirs: `scikit-learn: ${describe("theirs")}`,
    ratio: seconds("theirs") / seconds("ours"),
    note: `aim: ${String(AIM_RATIO)}; ten metrics, equal to 1e-9, process start included; Pawl also has intervals, digests and the copy to upload`,
  };
}
