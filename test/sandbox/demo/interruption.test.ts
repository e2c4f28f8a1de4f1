import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const MODULE = pathToFileURL(fileURLToPath(new URL("../../../sandbox/demo/interruption.ts", import.meta.url))).href;
const TSX = import.meta.resolve("tsx");

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-interruption-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Waits for a signal as the demo does, and takes half a second to close. */
function startWaiting(script: string) {
  const child = spawn(execPath, ["--import", TSX, script], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => lines.push(...text.trim().split("\n")));
  const heard = (line: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (lines.includes(line)) resolve();
      };
      look();
      child.stdout.on("data", look);
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, lines, heard, ended };
}

describe("rejectOnSignal", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s closes in order, and whoever presses again waits as well", async (signal, code) => {
    const script = join(folder, "script.ts");
    await writeFile(
      script,
      `import { Interrupted, rejectOnSignal } from ${JSON.stringify(MODULE)};
      const interrupted = rejectOnSignal({ say: () => console.log("closing") });
      const busy = setInterval(() => undefined, 1000);
      console.log("ready");
      interrupted.catch((error) => setTimeout(() => {
        clearInterval(busy);
        console.log("closed");
        process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
        setTimeout(() => process.exit(), 10);
      }, 500));`,
    );
    const { child, lines, heard, ended } = startWaiting(script);
    await heard("ready");
    child.kill(signal);
    await heard("closing");
    child.kill(signal);
    child.kill("SIGINT");
    expect(await ended).toBe(code);
    expect(lines).toEqual(["ready", "closing", "closed"]);
  });
});
