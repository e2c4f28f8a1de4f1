import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";

export interface ProcessSample {
  readonly pid: number;
  readonly parent: number;
  /** Process group; 0 where the system does not tell. */
  readonly group: number;
  /** When it started, in the system's own unit: together with `pid` it names one process for good. */
  readonly started: number;
  readonly zombie: boolean;
  /** User and system time of the process itself. */
  readonly cpuSeconds: number;
  /** User and system time of the descendants that it has waited for. */
  readonly reapedCpuSeconds: number;
  readonly residentBytes: number;
}

/** `USER_HZ`, which Linux fixes for user space whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

/** Every process that can be seen: from `/proc`, elsewhere from `ps`. */
export async function listProcesses(): Promise<ProcessSample[]> {
  return process.platform === "linux" ? listFromProc() : listFromPs();
}

/** Synchronous, because a sample should be of one moment; 200 processes take about 2 ms. */
export function listFromProc(): ProcessSample[] {
  const samples: ProcessSample[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const sample = readStat(name);
    if (sample !== undefined) samples.push(sample);
  }
  return samples;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function readStat(pid: string): ProcessSample | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined; // It ended between the listing and now.
  }
  // The name in parentheses may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3] ?? 0);
  return {
    pid: Number(pid),
    parent: field(4),
    group: field(5),
    started: field(22),
    zombie: fields[0] === "Z" || fields[0] === "X",
    cpuSeconds: (field(14) + field(15)) / TICKS_PER_SECOND,
    reapedCpuSeconds: (field(16) + field(17)) / TICKS_PER_SECOND,
    residentBytes: field(24) * pageBytes(),
  };
}

let knownPageBytes: number | undefined;

/** 4 KiB on most machines, 16 or 64 KiB on some ARM: found by comparing two accounts of this process's own memory. */
function pageBytes(): number {
  if (knownPageBytes !== undefined) return knownPageBytes;
  let ratio = 4096;
  try {
    const pages = Number(readFileSync("/proc/self/statm", "latin1").split(" ")[1]);
    const kibibytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1]);
    ratio = (kibibytes * 1024) / pages;
  } catch {
    // Without /proc/self nothing else here works either.
  }
  const nearest = 2 ** Math.round(Math.log2(ratio));
  knownPageBytes = nearest >= 4096 && nearest <= 65_536 ? nearest : 4096;
  return knownPageBytes;
}

async function listFromPs(): Promise<ProcessSample[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,pgid=,rss=,stat=,time="], {
    timeout: 5000,
    maxBuffer: 16 * 1024 * 1024,
  });
  return parsePs(stdout);
}

/** Lines of `ps -o pid=,ppid=,pgid=,rss=,stat=,time=`; memory in KiB, time as `[[days-]hours:]minutes:seconds[.hundredths]`. */
export function parsePs(output: string): ProcessSample[] {
  return output.split("\n").flatMap((line) => {
    const [pid, parent, group, kibibytes, state, time] = line.trim().split(/\s+/);
    if (time === undefined) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        started: 0,
        zombie: state?.startsWith("Z") ?? false,
        cpuSeconds: parsePsTime(time),
        reapedCpuSeconds: 0,
        residentBytes: Number(kibibytes) * 1024,
      },
    ];
  });
}

function parsePsTime(time: string): number {
  const [, days, clock] = /^(?:(\d+)-)?(.*)$/.exec(time) ?? [];
  const seconds = (clock ?? "").split(":").reduce((total, part) => total * 60 + Number(part), 0);
  return Number(days ?? 0) * 86_400 + (Number.isFinite(seconds) ? seconds : 0);
}

/** `root` and everything that descends from it. */
export function treeOf(root: number, processes: readonly ProcessSample[]): ProcessSample[] {
  const children = new Map<number, ProcessSample[]>();
  for (const sample of processes) children.set(sample.parent, [...(children.get(sample.parent) ?? []), sample]);
  const tree: ProcessSample[] = processes.filter(({ pid }) => pid === root);
  const seen = new Set(tree.map(({ pid }) => pid));
  // The list grows while it is walked.
  for (const { pid } of tree) {
    for (const child of children.get(pid) ?? []) {
      if (!seen.has(child.pid)) tree.push(child);
      seen.add(child.pid);
    }
  }
  return tree;
}
