import { readFileSync } from "node:fs";
import { COMMAND_MARK } from "./child-environment.ts";
import { listFromProc, type ProcessSample, treeOf } from "./process-tree.ts";

/** A command that was started: leader of its own process group, with a mark in its environment. */
export interface RunningCommand {
  readonly pid: number;
  readonly mark: string;
}

/** Sends a signal to the command's process group; a group that is gone is no error. */
export function signalGroup({ pid }: RunningCommand, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: everybody has left. EPERM: only processes of another user are left, whom we could not signal anyway.
  }
}

/** Whether anybody in the command's process group is still running. Zombies do not count: in a container without an init they stay for ever. */
export function isGroupAlive({ pid }: RunningCommand): boolean {
  try {
    process.kill(-pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  return listFromProc().some(({ group, zombie }) => group === pid && !zombie);
}

/**
 * Kills the command's process group and whatever of it has left the group: launchers such as torchrun give every
 * worker a session of its own, and a worker that outlives its launcher keeps the GPU's memory.
 */
export function killEverything(command: RunningCommand): void {
  const strays = process.platform === "linux" ? findStrays(command) : [];
  signalGroup(command, "SIGKILL");
  for (const { pid } of strays) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}

function findStrays({ pid, mark }: RunningCommand): ProcessSample[] {
  const processes = listFromProc();
  const tree = new Set(treeOf(pid, processes).map((sample) => sample.pid));
  return processes.filter((sample) => {
    if (sample.pid === process.pid || sample.zombie) return false;
    return tree.has(sample.pid) || environmentOf(sample.pid).includes(`${COMMAND_MARK}=${mark}\0`);
  });
}

function environmentOf(pid: number): string {
  try {
    return `${readFileSync(`/proc/${String(pid)}/environ`, "latin1")}\0`;
  } catch {
    return ""; // Another user's process, or one that ended.
  }
}
