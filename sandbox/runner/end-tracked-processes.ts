import { readdir, readFile } from "node:fs/promises";
import { kill, pid as ownPid } from "node:process";
import { setTimeout as delay } from "node:timers/promises";

/** The runner of GitHub marks the processes of a job with this variable, and ends by it what outlives the job. */
export const TRACKING_VARIABLE = "RUNNER_TRACKING_ID";

const GRACE_MILLISECONDS = 3000;

/**
 * Ends every process that a job has left behind: SIGTERM, then SIGKILL after three seconds. act forgets whatever left its
 * process group. Works where there is a `/proc`; elsewhere nothing is found.
 *
 * @returns how many there were.
 */
export async function endTrackedProcesses(trackingId: string): Promise<number> {
  const found = await findTwice(trackingId);
  if (found.length === 0) return 0;
  for (const pid of found) signal(pid, "SIGTERM");
  const deadline = Date.now() + GRACE_MILLISECONDS;
  while (Date.now() < deadline && (await findTracked(trackingId)).length > 0) await delay(100);
  for (const pid of await findTracked(trackingId)) signal(pid, "SIGKILL");
  return found.length;
}

/** A process that is just becoming another program has no environment to read, so one look alone can miss it. */
async function findTwice(trackingId: string): Promise<number[]> {
  const first = await findTracked(trackingId);
  await delay(50);
  return [...new Set([...first, ...(await findTracked(trackingId))])];
}

async function findTracked(trackingId: string): Promise<number[]> {
  const entries = await readdir("/proc").catch(() => []);
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
  const marked = await Promise.all(pids.map((pid) => isMarked(pid, `${TRACKING_VARIABLE}=${trackingId}`)));
  return pids.filter((pid, index) => pid !== ownPid && marked[index] === true);
}

async function isMarked(pid: number, variable: string): Promise<boolean> {
  try {
    return (await readFile(`/proc/${String(pid)}/environ`, "utf8")).split("\0").includes(variable);
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
