import { readdir, readFile } from "node:fs/promises";
import { kill, pid as ownPid } from "node:process";
import { setTimeout as delay } from "node:timers/promises";

const GRACE_MILLISECONDS = 3000;

/**
 * Ends every process that was started with this variable (`NAME=value`) in its environment: SIGTERM, then SIGKILL after three
 * seconds. Works where there is a `/proc`; elsewhere nothing is found.
 *
 * @returns how many there were.
 */
export async function endMarkedProcesses(mark: string): Promise<number> {
  const found = await findTwice(mark);
  if (found.length === 0) return 0;
  for (const pid of found) signal(pid, "SIGTERM");
  const deadline = Date.now() + GRACE_MILLISECONDS;
  while (Date.now() < deadline && (await findMarked(mark)).length > 0) await delay(100);
  for (const pid of await findMarked(mark)) signal(pid, "SIGKILL");
  return found.length;
}

/** A process that is just becoming another program has no environment to read, so one look alone can miss it. */
async function findTwice(mark: string): Promise<number[]> {
  const first = await findMarked(mark);
  await delay(50);
  return [...new Set([...first, ...(await findMarked(mark))])];
}

async function findMarked(mark: string): Promise<number[]> {
  const entries = await readdir("/proc").catch(() => []);
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
  const marked = await Promise.all(pids.map((pid) => isMarked(pid, mark)));
  return pids.filter((pid, index) => pid !== ownPid && marked[index] === true);
}

async function isMarked(pid: number, mark: string): Promise<boolean> {
  try {
    return (await readFile(`/proc/${String(pid)}/environ`, "utf8")).split("\0").includes(mark);
  } catch {
    return false; // it has ended, or belongs to somebody else
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    kill(pid, name);
  } catch {
    // it has ended meanwhile
  }
}
