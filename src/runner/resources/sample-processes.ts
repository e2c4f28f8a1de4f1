import { readFileSync } from "node:fs";
import { listProcesses, type ProcessSample, treeOf } from "../process-tree.ts";
import { createSeries } from "./sampled-series.ts";

const INTERVAL_MS = 1000;
/** The first sample comes early, so that a command of half a second has one. */
const FIRST_SAMPLE_MS = 200;
const MEBIBYTE = 1024 * 1024;

/** Samples the process tree of `root` every second until `stop`. A failure is kept as `problem`, never thrown. */
export function sampleProcesses(root: number) {
  const cpuPercent = createSeries();
  const memoryMiB = createSeries();
  const account = createCpuAccount(root);
  let samples = 0;
  let problem: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last: { readonly time: number; readonly cpu: number } | undefined;

  const sample = async (): Promise<void> => {
    try {
      const processes = await listProcesses();
      const time = performance.now();
      const { cpuSeconds, residentBytes } = account.add(processes);
      memoryMiB.add(residentBytes / MEBIBYTE);
      if (last !== undefined) {
        cpuPercent.add((Math.max(0, cpuSeconds - last.cpu) / ((time - last.time) / 1000)) * 100);
      }
      last = { time, cpu: cpuSeconds };
      samples += 1;
    } catch (error) {
      problem ??= `resources could not be sampled: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  const schedule = (delay: number): void => {
    timer = setTimeout(() => void sample().then(() => timer !== undefined && schedule(INTERVAL_MS)), delay);
    timer.unref();
  };
  schedule(FIRST_SAMPLE_MS);

  return {
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      return {
        samples,
        cpuPercent: cpuPercent.summary(),
        memoryMiB: memoryMiB.summary(),
        cpuSeconds: account.total(),
        problem,
      };
    },
  };
}

/**
 * CPU time of a tree whose members come and go. What a process used is carried on by the parent that waits for it, and
 * where nobody does, by the last value seen. Memory is the sum of resident sets, so pages that forked workers share
 * count once for each.
 */
function createCpuAccount(root: number) {
  const known = new Map<string, ProcessSample>();
  const selfBefore = reapedBySelf();
  let highest = 0;
  return {
    add: (processes: readonly ProcessSample[]) => {
      const alive = new Map(processes.map((sample) => [`${String(sample.pid)}@${String(sample.started)}`, sample]));
      for (const sample of treeOf(root, processes))
        known.set(`${String(sample.pid)}@${String(sample.started)}`, sample);
      let own = 0;
      let carried = 0;
      let residentBytes = 0;
      for (const [key, before] of known) {
        const now = alive.get(key);
        if (now !== undefined) known.set(key, now);
        const latest = now ?? before;
        own += latest.cpuSeconds;
        if (now === undefined || now.zombie) continue;
        carried += latest.cpuSeconds + latest.reapedCpuSeconds;
        residentBytes += latest.residentBytes;
      }
      highest = Math.max(highest, own, carried);
      return { cpuSeconds: highest, residentBytes };
    },
    /** What this process has waited for since the start covers children too short-lived for any sample. */
    total: () => {
      const selfAfter = reapedBySelf();
      const reaped = selfAfter === undefined || selfBefore === undefined ? 0 : selfAfter - selfBefore;
      return highest === 0 && reaped === 0 ? undefined : Math.round(Math.max(highest, reaped) * 100) / 100;
    },
  };
}

/** User and system seconds of all children that this process has waited for; `undefined` where there is no `/proc`. */
function reapedBySelf(): number | undefined {
  try {
    const text = readFileSync("/proc/self/stat", "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return undefined;
  }
}
