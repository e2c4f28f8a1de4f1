import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { median } from "../measure.ts";
import { runProcess } from "../run-process.ts";

const Usage = z.strictObject({ wallSeconds: z.number(), cpuSeconds: z.number(), peakMiB: z.number() });
/** What one run of a program needed from its start to its end. CPU is user and system, of its children too; the peak is
 * that of its largest process. */
export type Usage = Readonly<z.infer<typeof Usage>>;

export interface Program {
  readonly command: string;
  readonly arguments: readonly string[];
  /** Where it runs; without it a folder of its own. */
  readonly folder?: string;
  /** All of its environment; without it ours. */
  readonly env?: NodeJS.ProcessEnv;
}

const HELPER = fileURLToPath(new URL("python/measure.py", import.meta.url));
const LIMIT_SECONDS = 300;

/** Runs a program once. Throws with the end of its output where it fails, or takes more than five minutes. */
export async function measureProcess({ command, arguments: args, folder, env = process.env }: Program): Promise<Usage> {
  const own = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  try {
    const report = join(own, "usage.json");
    await runProcess({
      command: "python3",
      arguments: [HELPER, report, String(LIMIT_SECONDS), command, ...args],
      folder: folder ?? own,
      env,
    });
    return Usage.parse(JSON.parse(await readFile(report, "utf8")));
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** The median of each figure. */
export function medianUsage(runs: readonly Usage[]): Usage {
  return {
    wallSeconds: median(runs.map(({ wallSeconds }) => wallSeconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakMiB: median(runs.map(({ peakMiB }) => peakMiB)),
  };
}
