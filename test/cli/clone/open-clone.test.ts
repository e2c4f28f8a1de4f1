import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openClone } from "../../../src/cli/clone/open-clone.ts";
import { type CloneScene, createCloneScene, GIT_ENV } from "./clone-scene.ts";

let scene: CloneScene;
const open = (folder: string, fetch: boolean) => openClone({ folder, env: GIT_ENV, fetch });
const ALIASES = ".pawl/aliases/late-flights.yml";
const REGISTRY = "models/late-flights/registry.json";

beforeEach(() => {
  scene = createCloneScene({ [ALIASES]: "production: 8\n" });
});
afterEach(() => scene.remove());

describe("a clone", () => {
  it("knows the default branch by what the remote says, and has no ledger at first", async () => {
    const { main, ledger, origin } = await open(scene.clone(), false);
    expect(main.name).toBe("origin/trunk");
    expect(await main.read(ALIASES)).toBe("production: 8\n");
    expect(origin).toContain("remote");
    expect(ledger).toBeUndefined();
  });

  it("learns of a ledger only by asking the remote", async () => {
    const folder = scene.clone();
    scene.commitToLedger({ [REGISTRY]: "{}\n" });
    expect((await open(folder, false)).ledger).toBeUndefined();
    const { ledger } = await open(folder, true);
    expect(ledger?.name).toBe("origin/pawl");
    expect(await ledger?.list("models")).toEqual(["late-flights"]);
    expect(await ledger?.read(REGISTRY)).toBe("{}\n");
    expect(await ledger?.read("models/other/registry.json")).toBeUndefined();
    expect(await ledger?.list("nothing")).toEqual([]);
  });

  it("without a remote is its own", async () => {
    scene.commitToLedger({ [REGISTRY]: "{}\n" });
    const { main, ledger, origin } = await open(scene.remote, true);
    expect(origin).toBeUndefined();
    expect(ledger?.name).toBe("pawl");
    expect(await main.list(".pawl/aliases")).toEqual(["late-flights.yml"]);
  });

  it("refuses a folder that is in none, and a remote that is gone", async () => {
    const empty = join(scene.folder, "empty");
    mkdirSync(empty);
    await expect(open(empty, false)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const folder = scene.clone();
    rmSync(scene.remote, { recursive: true });
    await expect(open(folder, true)).rejects.toThrow("could not be read");
  });

  it("that is none yet, without commit and remote, is told from one whose default branch is not known", async () => {
    const folder = join(scene.folder, "new");
    execFileSync("git", ["init", "--quiet", folder], { env: GIT_ENV });
    await expect(open(folder, true)).rejects.toThrow("without a commit and without a remote");
    execFileSync("git", ["-C", folder, "remote", "add", "origin", scene.remote], { env: GIT_ENV });
    await expect(open(folder, false)).rejects.toMatchObject({ hint: expect.stringContaining("set-head") });
  });
});
