import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { digestFiles } from "../../src/core/evidence/input-digest.ts";
import { listCheckout } from "../../src/runner/list-checkout.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const env = { PATH: process.env["PATH"] };
const all = (paths: readonly string[]) => paths.filter((path) => path.startsWith("src/"));

function setUp() {
  const folder = temporaryFolder();
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.com", ...args], {
      encoding: "utf8",
    });
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/ä b.py"), "1\n");
  writeFileSync(join(folder, "src/run.sh"), "2\n");
  writeFileSync(join(folder, ".gitignore"), "*.log\n");
  chmodSync(join(folder, "src/run.sh"), 0o755);
  git("init", "-q");
  git("add", "--all");
  git("commit", "-q", "-m", "x");
  return { folder, git };
}

it("gives the same digest as git's own tree, so that it can be computed again without a checkout", async () => {
  const { folder, git } = setUp();
  const tree = git("ls-tree", "-r", "-z", "HEAD", "src")
    .split("\0")
    .flatMap((line) => {
      const [, mode, sha, path] = /^(\d+) blob (\w+)\t(.*)$/s.exec(line) ?? [];
      return mode === undefined || sha === undefined || path === undefined ? [] : [{ mode, sha, path }];
    });
  expect(tree.length).toBe(2);
  expect(digestFiles(await listCheckout(folder, env, all))).toBe(digestFiles(tree));
});

it("sees what was changed, added and removed after the checkout, and not what is ignored", async () => {
  const { folder, git } = setUp();
  writeFileSync(join(folder, "src/ä b.py"), "changed\n");
  writeFileSync(join(folder, "src/new.py"), "new\n");
  writeFileSync(join(folder, "src/train.log"), "noise\n");
  rmSync(join(folder, "src/run.sh"));
  const files = await listCheckout(folder, env, all);
  git("add", "--all");
  const staged = git("ls-files", "-s", "-z", "src")
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => line.split(/[ \t]/)[1]);
  expect(files.map(({ path }) => path).toSorted()).toEqual(["src/new.py", "src/ä b.py"]);
  expect(files.map(({ sha }) => sha).toSorted()).toEqual(staged.toSorted());
});

it("rejects where there is no checkout", async () => {
  await expect(listCheckout(temporaryFolder(), { ...env, GIT_CEILING_DIRECTORIES: "/" }, all)).rejects.toThrow();
});
