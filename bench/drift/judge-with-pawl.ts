import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columnVerdicts } from "../../src/cli/column-verdicts.ts";
import { detectDatasetDrift } from "../../src/engine/detect-dataset-drift.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { loadDuckDb } from "../../src/engine/load-duckdb.ts";
import { openEngine } from "../../src/engine/open-engine.ts";
import { type CommandVerdict, runCommand } from "./run-command.ts";
import type { Verdict } from "./verdict-file.ts";
import type { CaseFiles } from "./write-cases.ts";

/**
 * All cases through the product, in this process; a few of each size by `pawl drift` as well, for its memory and to see that it
 * says the same. Throws where one fails or where it does not.
 */
export async function judgeWithPawl(
  cases: readonly CaseFiles[],
  log: (line: string) => void,
): Promise<ReadonlyMap<string, Verdict>> {
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
  return addMemory(cases, verdicts, log);
}

/** So many of each size and number of batches are judged by the command too. */
const BY_COMMAND = 2;

async function addMemory(
  cases: readonly CaseFiles[],
  verdicts: ReadonlyMap<string, Verdict>,
  log: (line: string) => void,
): Promise<ReadonlyMap<string, Verdict>> {
  const sizeOf = ({ written: { rows, batches } }: CaseFiles) => `${String(batches + 1)} × ${String(rows)} rows`;
  const peaks = new Map<string, number>();
  for (const size of new Set(cases.map(sizeOf))) {
    const members = cases.filter((one) => sizeOf(one) === size);
    for (const one of pickEvenly(members, BY_COMMAND)) {
      const told = await runCommand(one);
      demandSame(one, verdicts.get(one.written.id), told);
      peaks.set(size, Math.max(peaks.get(size) ?? 0, told.peakMiB));
    }
    log(`pawl drift says the same of ${size}`);
  }
  return new Map(
    cases.flatMap((one): [string, Verdict][] => {
      const verdict = verdicts.get(one.written.id);
      return verdict === undefined ? [] : [[one.written.id, { ...verdict, peakMiB: peaks.get(sizeOf(one)) ?? 0 }]];
    }),
  );
}

/** The first and others at equal distances. */
function pickEvenly<Item>(items: readonly Item[], count: number): Item[] {
  return items.filter(
    (_, index) => Math.floor((index * count) / items.length) > Math.floor(((index - 1) * count) / items.length),
  );
}

function demandSame({ written: { id } }: CaseFiles, here: Verdict | undefined, told: CommandVerdict): void {
  const same =
    here !== undefined &&
    here.alarm === (told.verdict === "drift") &&
    here.inconclusive === (told.verdict === "inconclusive") &&
    here.named.toSorted().join() === told.named.toSorted().join();
  if (!same)
    throw new Error(`${id}: pawl drift says ${JSON.stringify(told)}, in this process it is ${JSON.stringify(here)}`);
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
  const named = columnVerdicts(detection.findings, []).filter(({ verdict }) => verdict === "drift");
  return {
    alarm: detection.verdict === "drift",
    inconclusive: detection.verdict === "inconclusive",
    named: named.map(({ name }) => name),
    // The rule has one threshold for the whole run; what it is compared with stands beside the verdict.
    scores: written.columns.map(() => null),
    seconds: Math.round((user + system) / 1000) / 1000,
    // Of a process that judges such a case alone: `addMemory`.
    peakMiB: 0,
  };
}
