import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await startScene();
});
afterAll(async () => {
  expect(scene.fake.violations).toEqual([]);
  await scene.fake.close();
});

const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid signature { isValid wasSignedByGitHub } author { name } } ref { name } }
}`;

function commit(overrides: object = {}, files: Readonly<Record<string, string>> = { "models/a.json": "{}\n" }) {
  const additions = Object.entries(files).map(([path, text]) => ({
    path,
    contents: Buffer.from(text).toString("base64"),
  }));
  const input = {
    branch: { repositoryNameWithOwner: "ana/flights", branchName: "main" },
    message: { headline: "Keep evidence", body: "of run 1" },
    expectedHeadOid: scene.headOfMain,
    fileChanges: { additions },
    ...overrides,
  };
  return scene.octokit.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(COMMIT, { input });
}

const failure = (type: string) => ({ errors: [expect.objectContaining({ type, path: ["createCommitOnBranch"] })] });

describe("createCommitOnBranch", () => {
  it("fails on a branch that is not there", async () => {
    const branch = { repositoryNameWithOwner: "ana/flights", branchName: "pawl" };
    await expect(commit({ branch })).rejects.toMatchObject(failure("NOT_FOUND"));
  });

  it("fails on a path outside the repository", async () => {
    await expect(commit({}, { "../x": "1" })).rejects.toMatchObject(failure("UNPROCESSABLE"));
  });

  it("compares and swaps, and GitHub signs the commit as the App's", async () => {
    const done = await commit();
    expect(done.createCommitOnBranch).toMatchObject({
      commit: { signature: { isValid: true, wasSignedByGitHub: true }, author: { name: "pawl[bot]" } },
      ref: { name: "main" },
    });
    await expect(commit()).rejects.toMatchObject({
      ...failure("STALE_DATA"),
      message: expect.stringContaining(`Expected branch to point to "${scene.headOfMain}"`),
    });
    const { data } = await scene.octokit.rest.repos.getCommit({ ...scene.at, ref: "main" });
    expect(data).toMatchObject({
      sha: done.createCommitOnBranch.commit.oid,
      commit: { message: "Keep evidence\n\nof run 1", verification: { verified: true } },
    });
  });

  it("lets exactly one of many writers win", async () => {
    const expectedHeadOid = (await scene.octokit.rest.git.getRef({ ...scene.at, ref: "heads/main" })).data.object.sha;
    const tries = Array.from({ length: 8 }, (_, index) => commit({ expectedHeadOid }, { [`f${String(index)}`]: "1" }));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is refused to a token that may only read", async () => {
    const { token } = (await scene.octokit.auth({ type: "installation", permissions: { contents: "read" } })) as {
      token: string;
    };
    const input = {
      branch: { repositoryNameWithOwner: "ana/flights", branchName: "main" },
      message: { headline: "x" },
      expectedHeadOid: scene.headOfMain,
    };
    await expect(scene.as(token).graphql(COMMIT, { input })).rejects.toMatchObject(failure("FORBIDDEN"));
  });
});

describe("updateRefs", () => {
  const UPDATE = "mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }";
  const NOWHERE = "0".repeat(40);

  /** Refs of `branch` and `other` go to commits, from where they are expected. */
  async function update(...refUpdates: readonly object[]) {
    const { repository } = await scene.octokit.graphql<{ repository: { id: string } }>(
      '{ repository(owner: "ana", name: "flights") { id } }',
    );
    return scene.octokit.graphql(UPDATE, { input: { repositoryId: repository.id, refUpdates } });
  }

  const headOf = async (branch: string) =>
    scene.octokit.rest.git.getRef({ ...scene.at, ref: `heads/${branch}` }).then(
      ({ data }) => data.object.sha,
      () => undefined,
    );

  it("moves all refs or none, each from where it is expected, and backwards only by force", async () => {
    const { data } = await scene.octokit.rest.repos.getCommit({ ...scene.at, ref: "main" });
    const [now, before] = [data.sha, data.parents[0]?.sha ?? ""];
    const one = (overrides: object) => ({ name: "refs/heads/one", beforeOid: NOWHERE, afterOid: now, ...overrides });
    const two = { name: "refs/heads/two", beforeOid: before, afterOid: now };
    await expect(update(one({}), two)).rejects.toThrow("does not point to the expected object");
    expect(await headOf("one")).toBeUndefined();
    await update(one({}));
    await expect(update(one({}))).rejects.toThrow("does not point to the expected object");
    await expect(update(one({ beforeOid: now, afterOid: before }))).rejects.toThrow("not a fast forward");
    await update(one({ beforeOid: now, afterOid: before, force: true }));
    expect(await headOf("one")).toBe(before);
    await update(one({ beforeOid: before, afterOid: NOWHERE }));
    expect(await headOf("one")).toBeUndefined();
  });
});

describe("queries", () => {
  it("read files and pull requests", async () => {
    const { number } = await scene.openPull();
    const query = `query ($n: Int!) { repository(owner: "ana", name: "flights") {
      object(expression: "deeper:model/train.py") { ... on Blob { text byteSize } } pullRequest(number: $n) { state headRefOid } } }`;
    const answer = await scene.octokit.graphql(query, { n: number });
    expect(answer).toMatchObject({
      repository: { object: { text: "depth = 5\n", byteSize: 10 }, pullRequest: { state: "OPEN" } },
    });
  });

  it.each([
    [
      "a field that GitHub does not have",
      '{ repository(owner: "ana", name: "flights") { nonsense } }',
      /Cannot query field/,
    ],
    [
      "a field that the fake does not serve",
      '{ repository(owner: "ana", name: "flights") { stargazerCount } }',
      /does not serve Repository.stargazerCount/,
    ],
    [
      "a repository that is not there",
      '{ repository(owner: "ana", name: "none") { id } }',
      /Could not resolve to a Repository/,
    ],
    ["no GraphQL at all", "{", /Syntax Error/],
  ])("answer %s with an error", async (_, query, message) => {
    await expect(scene.octokit.graphql(query)).rejects.toThrow(message);
  });

  it("minimize comments", async () => {
    const { commentId } = await scene.control.comment({
      repository: scene.repository,
      number: 1,
      author: "ben",
      body: "old",
    });
    const { node_id } = (await scene.octokit.rest.issues.getComment({ ...scene.at, comment_id: commentId })).data;
    const mutation =
      "mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } } }";
    expect(await scene.octokit.graphql(mutation, { id: node_id })).toEqual({
      minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: "outdated" } },
    });
  });
});
