import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { driftedColumns } from "../../src/core/drift/drifted-columns.ts";
import { detectDatasetDrift } from "../../src/engine/detect-dataset-drift.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { loadDuckDb } from "../../src/engine/load-duckdb.ts";
import { openEngine } from "../../src/engine/open-engine.ts";
import type { ToolVerdicts, Verdict } from "./verdict-file.ts";
import type { CaseFiles } from "./write-cases.ts";

/** All cases through the product, in this process, as `pawl drift` would judge the same files. Throws where one fails. */
export async function judgeWithPawl(cases: readonly CaseFiles[], log: (line: string) => void): Promise<ToolVerdicts> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-bench-drift-"));
  const duckdb = await loadDuckDb({ env: process.env, from: import.meta.dirname, log });
  const engine = await openEngine({ duckdb, temporaryFolder: folder });
  const verdicts = new Map<string, Verdict>();
  try {
    for (const [index, one] of cases.entries()) {
      if (index % 50 === 0) log(`Pawl: ${String(index)} of ${String(cases.length)}`);
      verdicts.set(one.written.id, await judgeCase(engine, one));
    }
  } finally {
    engine.close();
    await rm(folder, { recursive: true, force: true });
  }
  return verdicts;
}

async function judgeCase(engine: Engine, { written, reference, current }: CaseFiles): Promise<Verdict> {
  const before = process.cpuUsage();
  const files = (await readdir(reference)).sort();
  const { detection } = await detectDatasetDrift(engine, {
    current: { name: current, paths: [current], folder: reference },
    references: files.map((name) => ({ name, data: { name, paths: [name], folder: reference } })),
    shown: "all",
    options: {},
  });
  const { user, system } = process.cpuUsage(before);
  const named = driftedColumns(detection.findings);
  return {
    alarm: detection.verdict === "drift",
    inconclusive: detection.verdict === "inconclusive",
    named,
    // The rule has one threshold for the whole run; what it is compared with stands beside the verdict.
    scores: written.columns.map(() => null),
    seconds: Math.round((user + system) / 1000) / 1000,
    peakMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
}
