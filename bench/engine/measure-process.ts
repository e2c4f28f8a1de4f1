import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../measure.ts";
import { runProcess } from "../run-process.ts";

/** What one run of a program needed, from its start to its end. */
export interface Usage {
  readonly wallSeconds: number;
  /** User and system. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

export interface Program {
  readonly command: string;
  readonly arguments: readonly string[];
}

const TIME = "/usr/bin/time";

/** Runs a program once. Throws without GNU time, which alone tells the peak of another process. */
export async function measureProcess({ command, arguments: args }: Program): Promise<Usage> {
  if (!existsSync(TIME)) throw new Error(`${TIME} is missing: apt-get install time`);
  const folder = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  try {
    const report = join(folder, "time.txt");
    await runProcess({
      command: TIME,
      arguments: ["-o", report, "-f", "%e %U %S %M", command, ...args],
      folder,
      env: process.env,
    });
    const [wall = 0, user = 0, system = 0, kibibytes = 0] = (await readFile(report, "utf8"))
      .trim()
      .split(" ")
      .map(Number);
    return { wallSeconds: wall, cpuSeconds: user + system, peakMiB: kibibytes / 1024 };
  } finally {
    await rm(folder, { recursive: true, force: true });
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

/** `9.81 s, 18.20 s CPU, 312 MiB` */
export function formatUsage({ wallSeconds, cpuSeconds, peakMiB }: Usage): string {
  return `${wallSeconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s CPU, ${peakMiB.toFixed(0)} MiB`;
}
