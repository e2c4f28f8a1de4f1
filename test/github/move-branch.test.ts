import { describe, expect, it } from "vitest";
import { readBranchHead } from "../../src/github/branch-head.ts";
import { createFileCommit } from "../../src/github/create-commit.ts";
import { moveBranch } from "../../src/github/move-branch.ts";
import { useRegistryScene } from "../reconcile/registry/registry-scene.ts";

const scene = useRegistryScene();
const BRANCH = "pawl-promote/late-flights/production";

/** A repository with two commits of the App's on top of main, neither of which follows the other. */
async function twoCommits() {
  const here = await scene.create();
  const { octokit, repository } = here.open();
  const { data } = await octokit.rest.git.getCommit({
    owner: repository.owner,
    repo: repository.repo,
    commit_sha: here.mainSha,
  });
  const base = { parent: here.mainSha, tree: data.tree.sha, path: "a.txt" };
  const make = (text: string) => createFileCommit(octokit, repository, { ...base, text, message: text });
  const [first, second] = [await make("first"), await make("second")];
  const move = (from: string | undefined, to: string) => moveBranch(octokit, repository, { branch: BRANCH, from, to });
  const head = () => readBranchHead(octokit, repository, BRANCH);
  return { here, octokit, first, second, move, head };
}

describe("a branch of the App", () => {
  it("is made, and moved where that is no fast-forward; repeating it changes nothing", async () => {
    const { first, second, move, head } = await twoCommits();
    expect(await move(undefined, first)).toBe(true);
    expect(await move(first, second)).toBe(true);
    expect(await move(first, second)).toBe(true);
    expect(await head()).toBe(second);
    expect(await scene.fake.control.violations()).toEqual([]);
  });

  it("is left alone where somebody pushed to it since it was looked at", async () => {
    const { here, first, second, move, head } = await twoCommits();
    await move(undefined, first);
    const pushed = await here.commit({ "mine.txt": "mine" }, { branch: BRANCH, author: "ben" });
    expect(await move(first, second)).toBe(false);
    expect(await head()).toBe(pushed);
  });

  it("is left alone where somebody made it since, and not made again where somebody deleted it", async () => {
    const { here, first, second, move, head } = await twoCommits();
    await move(undefined, first);
    expect(await move(undefined, second)).toBe(false);
    expect(await head()).toBe(first);
    const [owner = "", repo = ""] = here.repository.split("/");
    await here.open().octokit.rest.git.deleteRef({ owner, repo, ref: `heads/${BRANCH}` });
    expect(await move(first, second)).toBe(false);
    expect(await head()).toBeUndefined();
  });

  it("that rules keep the App from moving is told with GitHub's words", async () => {
    const { here, first, second, move, head } = await twoCommits();
    await move(undefined, first);
    await scene.fake.control.protectBranch({ repository: here.repository, branch: BRANCH, approvals: 1 });
    await expect(move(first, second)).rejects.toMatchObject({
      code: "GITHUB_REFUSED",
      message: expect.stringContaining("through a pull request"),
    });
    expect(await head()).toBe(first);
  });

  it("is moved where GitHub does not let Apps call updateRefs, and left alone where somebody pushed to it", async () => {
    const { here, octokit, first, second, move, head } = await twoCommits();
    await move(undefined, first);
    octokit.hook.wrap("request", async (send, options) => {
      if (!JSON.stringify(options).includes("mutation")) return send(options);
      const errors = [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }];
      return { status: 200, url: options.url, headers: {}, data: { data: null, errors } };
    });
    expect(await move(first, second)).toBe(true);
    expect(await head()).toBe(second);
    const pushed = await here.commit({ "mine.txt": "mine" }, { branch: BRANCH, author: "ben" });
    expect(await move(second, first)).toBe(false);
    expect(await head()).toBe(pushed);
  });

  it.each(["before", "after"] as const)("is where it has to be when the answer is lost %s the move", async (when) => {
    const { first, second, move, head } = await twoCommits();
    await move(undefined, first);
    // The first request asks for the repository's id.
    const route = "POST /graphql";
    await scene.fake.control.addFault({ route, skip: 1, effect: { kind: "status", status: 502, when } });
    expect(await move(first, second)).toBe(true);
    expect(await head()).toBe(second);
  });
});
