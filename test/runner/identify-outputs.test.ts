import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { identifyOutputs } from "../../src/runner/identify-outputs.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function setUp(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "out/deep"), { recursive: true });
  for (const path of ["out/a.bin", "out/deep/b.bin", "out/c.txt"]) writeFileSync(join(folder, path), path);
  return folder;
}

const identify = (folder: string, globs: string[]) =>
  identifyOutputs(globs, { folder, workspace: folder, since: new Date(Date.now() - 60_000) });

const paths = async (folder: string, globs: string[]) =>
  (await identify(folder, globs)).outputs.map(({ path }) => path);

describe("identifyOutputs", () => {
  it.each`
    globs                            | found
    ${["out/a.bin"]}                 | ${["out/a.bin"]}
    ${["./out/a.bin"]}               | ${["out/a.bin"]}
    ${["out/*.bin"]}                 | ${["out/a.bin"]}
    ${["out/**/*.bin"]}              | ${["out/a.bin", "out/deep/b.bin"]}
    ${["out/**", "!out/**/deep/**"]} | ${["out/a.bin", "out/c.txt"]}
  `("$globs", async ({ globs, found }) => expect(await paths(setUp(), globs)).toEqual(found));

  it("attack: a link that leads out of the workspace is not read", async () => {
    const folder = setUp();
    symlinkSync("/etc/passwd", join(folder, "out/passwd"));
    symlinkSync("/etc", join(folder, "out/etc"));
    expect(await paths(folder, ["out/**"])).toEqual(["out/a.bin", "out/c.txt", "out/deep/b.bin"]);
  });

  it.each(["/etc/passwd", "../*", "out/../../*.bin"])("attack: %s is outside and left out", async (glob) => {
    const { outputs, notes } = await identify(setUp(), [glob]);
    expect(outputs).toEqual([]);
    expect(notes.length).toBeGreaterThan(0);
  });

  it("says which glob matches nothing", async () => {
    expect((await identify(setUp(), ["out/a.bin", "*.onnx"])).notes).toEqual(["Output *.onnx matches no file."]);
  });

  it("says when a file is older than the run", async () => {
    const folder = setUp();
    utimesSync(join(folder, "out/a.bin"), 1, 1);
    expect((await identify(folder, ["out/a.bin"])).notes.join()).toContain("older than this run");
  });
});
