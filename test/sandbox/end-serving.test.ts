import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endServing, SERVING_VARIABLE } from "../../sandbox/end-serving.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-serving-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A server that a deployment's job has left behind, in a session of its own. */
async function startServer(state: string) {
  const child = spawn("bash", ["-c", "echo ready; exec sleep 60"], {
    env: { PATH: process.env["PATH"] ?? "", [SERVING_VARIABLE]: state },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return { child, ended };
}

describe("endServing", () => {
  it("does nothing where nothing was ever deployed", async () => {
    await expect(endServing(folder)).resolves.toBeUndefined();
  });

  it.skipIf(!existsSync("/proc/self/environ"))(
    "ends what serves and what an interrupted deployment was trying, of this folder alone",
    async () => {
      const [serving, trial, other] = await Promise.all([
        startServer(folder),
        startServer(folder),
        startServer(`${folder}-of-another-sandbox`),
      ]);
      await writeFile(join(folder, "running.json"), JSON.stringify({ pid: serving.child.pid }));
      await endServing(folder);
      expect([await serving.ended, await trial.ended]).toEqual(["SIGTERM", "SIGTERM"]);
      expect(other.child.exitCode ?? other.child.signalCode).toBeNull();
      other.child.kill();
      await other.ended;
    },
  );

  it("ends by its number what it cannot find otherwise", async () => {
    const serving = await startServer("elsewhere");
    await writeFile(join(folder, "running.json"), JSON.stringify({ pid: serving.child.pid }));
    await endServing(folder);
    expect(await serving.ended).toBe("SIGTERM");
  });
});
