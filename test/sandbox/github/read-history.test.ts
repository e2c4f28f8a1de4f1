import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { createGitRepository, type GitRepository } from "../../../sandbox/github/git/git-repository.ts";
import { isAncestor, listCommits, mergeBase } from "../../../sandbox/github/git/read-history.ts";
import { writeCommit, writeTree } from "../../../sandbox/github/git/write-history.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

let repository: GitRepository | undefined;
afterEach(() => repository?.close());

/** Each commit's parents, by name, the oldest first. */
async function makeHistory(parents: Readonly<Record<string, readonly string[]>>) {
  const git = await createGitRepository(temporaryFolder(), "main");
  repository = git;
  const shas: Record<string, string> = {};
  for (const [name, before] of Object.entries(parents)) {
    const who = { name: "Ana", email: "ana@example.com", date: "2026-11-26T12:00:00Z" };
    const tree = await writeTree(git, undefined, new Map([["name.txt", Buffer.from(name)]]));
    const commit = { tree, parents: before.map((parent) => shas[parent] ?? ""), message: name };
    shas[name] = writeCommit(git, { ...commit, author: who, committer: who });
  }
  return { git, shas };
}

const ALL_PAIRS = `for from in "$@"; do for to in "$@"; do
  echo "$from $to $(git merge-base "$from" "$to") :" $(git rev-list --topo-order "$from..$to")
done; done`;

/** What git itself says of each pair of commits; one process asks it all, because a test that starts many is slow. */
function askGit(git: GitRepository, shas: readonly string[]) {
  const output = execFileSync("bash", ["-c", ALL_PAIRS, "bash", ...shas], { cwd: git.folder, encoding: "utf8" });
  const words = (text = ""): readonly string[] => text.split(" ").filter((word) => word !== "");
  return output
    .trim()
    .split("\n")
    .map((line) => {
      const [pair, between] = line.split(":");
      const [from = "", to = "", base] = words(pair);
      return { from, to, base, between: words(between) };
    });
}

const LONG = Object.fromEntries(
  Array.from({ length: 130 }, (_, index) => [`c${String(index)}`, index === 0 ? [] : [`c${String(index - 1)}`]]),
);

describe("the history that the fake GitHub reads is git's own", () => {
  it.each([
    ["a straight line", { a: [], b: ["a"], c: ["b"], d: ["c"] }],
    ["two branches", { a: [], b: ["a"], c: ["b"], d: ["a"], e: ["d"] }],
    ["merges", { a: [], b: ["a"], c: ["a"], d: ["b", "c"], e: ["d"], f: ["d"], g: ["f", "e"] }],
    ["two beginnings", { a: [], b: ["a"], c: [], d: ["c"], e: ["b", "d"] }],
  ] satisfies [string, Readonly<Record<string, readonly string[]>>][])("in %s", async (_, parents) => {
    const { git, shas } = await makeHistory(parents);
    for (const { from, to, base, between } of askGit(git, Object.values(shas))) {
      expect(await listCommits(git, { from, to })).toEqual(between);
      expect(await listCommits(git, { from, to, limit: 1 })).toEqual(between.slice(0, 1));
      expect(await mergeBase(git, from, to)).toBe(base);
      expect(await isAncestor(git, from, to)).toBe(base === from);
    }
  });

  it("in a line too long to be walked", async () => {
    const { git, shas } = await makeHistory(LONG);
    const { c0 = "", c129 = "" } = shas;
    for (const { from, to, base, between } of askGit(git, [c0, c129])) {
      expect(await listCommits(git, { from, to })).toEqual(between);
      expect(await mergeBase(git, from, to)).toBe(base);
    }
    expect(await listCommits(git, { to: c129 })).toEqual(Object.values(shas).reverse());
  });

  it("by path too", async () => {
    const { git, shas } = await makeHistory({ a: [], b: ["a"], c: ["b"] });
    const { c: to = "" } = shas;
    expect(await listCommits(git, { to, path: "name.txt" })).toHaveLength(3);
    expect(await listCommits(git, { to, path: "other.txt" })).toEqual([]);
  });
});
