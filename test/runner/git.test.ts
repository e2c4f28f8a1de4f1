import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkedOutCommit } from "../../src/runner/git.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" };

function repository() {
  const folder = temporaryFolder();
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args], {
      env,
      encoding: "utf8",
    }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("commit", "--quiet", "--allow-empty", "--message", "Begin");
  return { folder, git };
}

it.each([
  ["on a branch", []],
  ["on a commit alone, as a pull request is", [["checkout", "--quiet", "--detach"]]],
  ["on a branch whose refs are packed", [["pack-refs", "--all"]]],
  ["on a branch in a folder", [["checkout", "--quiet", "-b", "feature/some.thing"]]],
  ["on a branch with a name of other letters", [["checkout", "--quiet", "-b", "größe"]]],
])("tells the commit of a checkout %s", (_, steps) => {
  const { folder, git } = repository();
  for (const step of steps) git(...step);
  expect(checkedOutCommit(folder, env)).toBe(git("rev-parse", "HEAD"));
});

it("tells it in a linked worktree, where .git is a file", () => {
  const { git } = repository();
  const linked = join(temporaryFolder(), "linked");
  git("worktree", "add", "--quiet", "--detach", linked);
  expect(checkedOutCommit(linked, env)).toBe(git("rev-parse", "HEAD"));
});

it("tells nothing of a folder that is no checkout, whatever its HEAD says", () => {
  const { folder } = repository();
  writeFileSync(join(folder, ".git", "HEAD"), "ref: refs/heads/../../secret\n");
  expect(checkedOutCommit(folder, env)).toBeUndefined();
  expect(checkedOutCommit(temporaryFolder(), { ...env, GIT_CEILING_DIRECTORIES: "/" })).toBeUndefined();
});
