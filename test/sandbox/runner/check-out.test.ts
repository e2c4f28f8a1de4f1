import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkOut } from "../../../sandbox/runner/check-out.ts";

let folder = "";
let commits: string[] = [];
const environment = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent" };

function git(...args: string[]): string {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@localhost"];
  return execFileSync("git", [...identity, ...args], { cwd: join(folder, "origin"), encoding: "utf8" }).trim();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-check-out-"));
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", join(folder, "origin")]);
  git("config", "uploadpack.allowAnySHA1InWant", "true");
  commits = [];
  for (const text of ["one", "two"]) {
    await writeFile(join(folder, "origin", "file.txt"), text);
    git("add", ".");
    git("commit", "--quiet", "--message", text);
    commits.push(git("rev-parse", "HEAD"));
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("checkOut", () => {
  it.each`
    ref                    | index | text     | branch
    ${"refs/heads/main"}   | ${1}  | ${"two"} | ${"main"}
    ${"refs/heads/main"}   | ${0}  | ${"one"} | ${"main"}
    ${"refs/pull/7/merge"} | ${1}  | ${"two"} | ${"pull/7/merge"}
  `("checks out commit $index of $ref on branch $branch, and nothing else", async ({ ref, index, text, branch }) => {
    const clone = join(folder, "clone");
    const cloneUrl = `file://${join(folder, "origin")}`;
    await checkOut(clone, { cloneUrl, token: "ghs_secret", commit: commits[index] ?? "", ref, environment });
    const ask = (...args: string[]) => execFileSync("git", args, { cwd: clone, encoding: "utf8" }).trim();

    expect(await readFile(join(clone, "file.txt"), "utf8")).toBe(text);
    expect(ask("rev-parse", "HEAD")).toBe(commits[index]);
    expect(ask("rev-parse", "--abbrev-ref", "HEAD")).toBe(branch);
    expect(ask("rev-list", "--count", "HEAD")).toBe("1");
    expect(await readdir(clone)).toEqual([".git", "file.txt"]);
    const config = await readFile(join(clone, ".git", "config"), "utf8");
    expect(config).toContain(cloneUrl);
    expect(config).not.toContain("ghs_secret");
    expect(config.toLowerCase()).not.toContain("authorization");
  });
});
