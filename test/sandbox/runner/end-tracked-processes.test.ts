import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { endTrackedProcesses, TRACKING_VARIABLE } from "../../../sandbox/runner/end-tracked-processes.ts";

function start(script: string, trackingId: string) {
  const child = spawn("bash", ["-c", `${script}; echo ready; sleep 60`], {
    env: { PATH: process.env["PATH"] ?? "", [TRACKING_VARIABLE]: trackingId },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
  const ready = new Promise((resolve) => child.stdout.once("data", resolve));
  return { ended, ready };
}

// Without a /proc there is nothing to look through, and the function says so.
describe.skipIf(!existsSync("/proc/self/environ"))("endTrackedProcesses", () => {
  it("ends what left the process group, and leaves other jobs alone", async () => {
    const own = start("true", "job-1");
    const other = start("true", "job-2");
    await Promise.all([own.ready, other.ready]);
    expect(await endTrackedProcesses("job-1")).toBeGreaterThan(0);
    expect(await own.ended).toBe("SIGTERM");
    expect(await endTrackedProcesses("job-1")).toBe(0);
    expect(await endTrackedProcesses("job-2")).toBeGreaterThan(0);
    expect(await other.ended).toBe("SIGTERM");
  });

  it("kills a process that ignores SIGTERM", async () => {
    const stubborn = start("trap '' TERM", "job-3");
    await stubborn.ready;
    await endTrackedProcesses("job-3");
    expect(await stubborn.ended).toBe("SIGKILL");
  });
});
