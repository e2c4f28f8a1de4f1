import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.ts";

const run = promisify(execFile);
let scene: Scene;
let folder: string;

beforeEach(async () => {
  scene = await startScene();
  folder = mkdtempSync(path.join(tmpdir(), "fake-git-"));
});
afterEach(async () => {
  expect(scene.fake.violations).toEqual([]);
  await scene.fake.close();
  rmSync(folder, { recursive: true, force: true });
});

async function git(...args: string[]): Promise<string> {
  const identity = ["-c", "user.name=Ben", "-c", "user.email=ben@example.com"];
  const env = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  return (await run("git", [...identity, ...args], { cwd: folder, env })).stdout.trim();
}

async function tokenOf(): Promise<string> {
  const { token } = (await scene.octokit.auth({ type: "installation" })) as { token: string };
  return token;
}

function remote(token: string): string {
  return `${scene.fake.url.replace("://", `://x-access-token:${token}@`)}/ana/flights.git`;
}

describe("git over HTTP", () => {
  it("clones, pushes, and a push moves the pull request along", async () => {
    const { number, headSha } = await scene.openPull();
    await git("clone", "--quiet", "--branch", "deeper", remote(await tokenOf()), ".");
    expect(readFileSync(path.join(folder, "model/train.py"), "utf8")).toBe("depth = 5\n");
    writeFileSync(path.join(folder, "model/train.py"), "depth = 7\n");
    await git("commit", "--quiet", "-am", "Deeper still");
    await git("push", "--quiet");
    const head = await git("rev-parse", "HEAD");
    const { data } = await scene.octokit.rest.pulls.get({ ...scene.at, pull_number: number });
    expect(data.head.sha).toBe(head);
    expect(data.commits).toBe(2);
    const events = (await scene.control.deliveries()).map(({ event, action }) => `${event}.${String(action)}`);
    expect(events).toContain("pull_request.synchronize");
    await git("fetch", "--quiet", "origin", `refs/pull/${String(number)}/merge`);
    expect(await git("rev-parse", "FETCH_HEAD^1", "FETCH_HEAD^2")).toBe(`${scene.headOfMain}\n${head}`);
    expect(head).not.toBe(headSha);
  });

  it.each([
    ["nobody", async () => `${scene.fake.url}/ana/flights.git`],
    ["a wrong token", async () => remote("ghs_wrong")],
  ])("lets %s not clone a private repository", async (_, url) => {
    await expect(git("clone", "--quiet", await url(), ".")).rejects.toThrow(
      /could not read|Authentication failed|Invalid/i,
    );
  });

  it("refuses a push to a protected branch", async () => {
    await scene.ana.rest.repos.updateBranchProtection({
      ...scene.at,
      branch: "main",
      required_status_checks: { strict: false, contexts: [], checks: [{ context: "pawl / experiment" }] },
      enforce_admins: true,
      required_pull_request_reviews: null,
      restrictions: null,
    });
    await git("clone", "--quiet", remote(await tokenOf()), ".");
    await git("commit", "--quiet", "--allow-empty", "-m", "Sneak in");
    await expect(git("push", "--quiet")).rejects.toThrow(/rejected|deny|hidden/i);
    const { data } = await scene.octokit.rest.git.getRef({ ...scene.at, ref: "heads/main" });
    expect(data.object.sha).toBe(scene.headOfMain);
  });
});

describe("git data", () => {
  it("makes the ledger's first commit without parents, and only once", async () => {
    const { octokit, at } = scene;
    const tree = await octokit.rest.git.createTree({
      ...at,
      tree: [{ path: "README.md", mode: "100644", type: "blob", content: "ledger\n" }],
    });
    const commit = await octokit.rest.git.createCommit({ ...at, message: "Start", tree: tree.data.sha, parents: [] });
    expect(commit.data).toMatchObject({ parents: [], verification: { verified: true } });
    const ref = { ...at, ref: "refs/heads/pawl", sha: commit.data.sha };
    await octokit.rest.git.createRef(ref);
    await expect(octokit.rest.git.createRef(ref)).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("Reference already exists"),
    });
    // git cannot hold a branch and a folder of the same name
    await expect(octokit.rest.git.createRef({ ...ref, ref: "refs/heads/pawl/x" })).rejects.toMatchObject({
      status: 422,
    });
    const { data } = await octokit.rest.repos.getContent({
      ...at,
      path: "README.md",
      ref: "pawl",
      mediaType: { format: "raw" },
    });
    expect(data).toBe("ledger\n");
  });

  it("moves a ref only forward unless forced", async () => {
    const { octokit, at } = scene;
    const { sha } = await scene.control.commitFiles({
      repository: scene.repository,
      branch: "x",
      files: { a: "1" },
      message: "1",
      author: "ben",
    });
    await expect(octokit.rest.git.updateRef({ ...at, ref: "heads/x", sha: scene.headOfMain })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("not a fast forward"),
    });
    await octokit.rest.git.updateRef({ ...at, ref: "heads/x", sha: scene.headOfMain, force: true });
    await octokit.rest.git.updateRef({ ...at, ref: "heads/x", sha });
    expect((await octokit.rest.git.listMatchingRefs({ ...at, ref: "heads/" })).data.map(({ ref }) => ref)).toEqual([
      "refs/heads/main",
      "refs/heads/x",
    ]);
    await octokit.rest.git.deleteRef({ ...at, ref: "heads/x" });
    await expect(octokit.rest.git.getRef({ ...at, ref: "heads/x" })).rejects.toMatchObject({ status: 404 });
  });

  it("writes annotated tags", async () => {
    const { octokit, at, headOfMain } = scene;
    const tag = await octokit.rest.git.createTag({
      ...at,
      tag: "late-flights@v1.0.0",
      message: "Version 1",
      object: headOfMain,
      type: "commit",
    });
    await octokit.rest.git.createRef({ ...at, ref: "refs/tags/late-flights@v1.0.0", sha: tag.data.sha });
    expect((await octokit.rest.git.getTag({ ...at, tag_sha: tag.data.sha })).data).toMatchObject({
      tag: "late-flights@v1.0.0",
      object: { sha: headOfMain },
    });
    expect((await octokit.rest.repos.getCommit({ ...at, ref: "late-flights@v1.0.0" })).data.sha).toBe(headOfMain);
  });
});

describe("contents and comparisons", () => {
  it("replaces a file only when its blob is the one that was read", async () => {
    const { octokit, at } = scene;
    const file = { ...at, path: "README.md", message: "Say more", content: Buffer.from("# More\n").toString("base64") };
    await expect(octokit.rest.repos.createOrUpdateFileContents(file)).rejects.toMatchObject({ status: 422 });
    await expect(octokit.rest.repos.createOrUpdateFileContents({ ...file, sha: "0".repeat(40) })).rejects.toMatchObject(
      { status: 409 },
    );
    const { data } = await octokit.rest.repos.getContent({ ...at, path: "README.md" });
    const { sha } = data as { sha: string };
    const written = await octokit.rest.repos.createOrUpdateFileContents({ ...file, sha });
    expect(written.data.commit.verification?.verified).toBe(true);
    expect((await octokit.rest.repos.getContent({ ...at, path: "" })).data).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: "README.md", type: "file" })]),
    );
  });

  it("compares over the merge base", async () => {
    const { octokit, at, repository, control } = scene;
    await control.commitFiles({ repository, branch: "a", files: { "a.txt": "1\n2\n" }, message: "a", author: "ben" });
    await control.commitFiles({ repository, branch: "main", files: { "b.txt": "1\n" }, message: "b", author: "ana" });
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...at, basehead: "main...a" });
    expect(data).toMatchObject({
      status: "diverged",
      ahead_by: 1,
      behind_by: 1,
      merge_base_commit: { sha: scene.headOfMain },
    });
    expect(data.files?.map(({ filename, status, additions }) => [filename, status, additions])).toEqual([
      ["a.txt", "added", 2],
    ]);
  });
});
