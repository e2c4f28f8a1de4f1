import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startChild } from "../../sandbox/start-child.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-child-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function start(code: string) {
  const script = join(folder, "script.ts");
  await writeFile(script, code);
  let heard: (message: unknown) => void = () => undefined;
  const message = new Promise<unknown>((resolve) => {
    heard = resolve;
  });
  const environment = { PATH: process.env["PATH"] };
  const child = startChild({ name: "the script", script, environment, onMessage: heard });
  return { child, message };
}

function isAlive(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch {
    return false;
  }
}

const STAYS = "process.send?.(process.pid); setInterval(() => undefined, 1000);";

describe("startChild", () => {
  it("says what a process printed that ended by itself", async () => {
    const { child } = await start('console.error("no such port"); process.exitCode = 3;');
    await expect(child.unexpectedEnd).rejects.toThrow("the script ended with exit code 3:\nno such port");
    await child.close();
  });

  it("ends a process that was told to, and is not surprised", async () => {
    const { child, message } = await start(STAYS);
    const pid = Number(await message);
    expect(isAlive(pid)).toBe(true);
    await child.close();
    expect(isAlive(pid)).toBe(false);
    const surprise = await Promise.race([child.unexpectedEnd, Promise.resolve("none")]);
    expect(surprise).toBe("none");
  });

  it("does not hand the environment on", async () => {
    process.env["SECRET_OF_THE_PERSON"] = "s";
    const { child, message } = await start("process.send?.(Object.keys(process.env).sort());");
    delete process.env["SECRET_OF_THE_PERSON"];
    expect(await message).not.toContain("SECRET_OF_THE_PERSON");
    await child.close();
  });
});
