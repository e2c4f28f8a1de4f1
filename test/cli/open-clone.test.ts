import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openClone } from "../../src/cli/clone/open-clone.ts";

let folder: string;
const env = {
  PATH: process.env["PATH"],
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

function run(where: string, ...args: string[]): void {
  execFileSync("git", ["-C", join(folder, where), ...args], { env, stdio: "pipe" });
}

/** A commit on a branch of the remote; a new branch shares nothing with the others. */
function commit(branch: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, "remote", path)), { recursive: true });
    writeFileSync(join(folder, "remote", path), text);
  }
  run("remote", "add", "-A");
  run("remote", "commit", "--quiet", "-m", `files of ${branch}`);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pawl-clone-"));
  mkdirSync(join(folder, "remote"));
  run("remote", "init", "--quiet", "--initial-branch", "trunk");
  commit("trunk", { ".pawl/aliases/late-flights.yml": "production: 8\n" });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function clone(): string {
  run(".", "clone", "--quiet", "remote", "clone");
  return join(folder, "clone");
}

function addLedger(): void {
  run("remote", "checkout", "--quiet", "--orphan", "pawl");
  run("remote", "rm", "--quiet", "-rf", ".");
  commit("pawl", { "models/late-flights/registry.json": "{}\n" });
  run("remote", "checkout", "--quiet", "trunk");
}

describe("a clone", () => {
  it("knows the default branch by what the remote says, and has no ledger at first", async () => {
    const { main, ledger, origin } = await openClone({ folder: clone(), env, fetch: false });
    expect(main.name).toBe("origin/trunk");
    expect(await main.read(".pawl/aliases/late-flights.yml")).toBe("production: 8\n");
    expect(origin).toContain("remote");
    expect(ledger).toBeUndefined();
  });

  it("learns of a ledger only by asking the remote", async () => {
    const cloned = clone();
    addLedger();
    expect((await openClone({ folder: cloned, env, fetch: false })).ledger).toBeUndefined();
    const { ledger } = await openClone({ folder: cloned, env, fetch: true });
    expect(ledger?.name).toBe("origin/pawl");
    expect(await ledger?.list("models")).toEqual(["late-flights"]);
    expect(await ledger?.read("models/late-flights/registry.json")).toBe("{}\n");
    expect(await ledger?.read("models/other/registry.json")).toBeUndefined();
    expect(await ledger?.list("nothing")).toEqual([]);
  });

  it("without a remote is its own", async () => {
    addLedger();
    const { main, ledger, origin } = await openClone({ folder: join(folder, "remote"), env, fetch: true });
    expect(origin).toBeUndefined();
    expect(ledger?.name).toBe("pawl");
    expect(await main.list(".pawl/aliases")).toEqual(["late-flights.yml"]);
  });

  it("refuses a folder that is in none, and a remote that is gone", async () => {
    mkdirSync(join(folder, "empty"));
    await expect(openClone({ folder: join(folder, "empty"), env, fetch: false })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const cloned = clone();
    rmSync(join(folder, "remote"), { recursive: true });
    await expect(openClone({ folder: cloned, env, fetch: true })).rejects.toThrow("could not be read");
  });
});
