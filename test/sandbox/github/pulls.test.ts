import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.ts";

let scene: Scene;

beforeEach(async () => {
  scene = await startScene();
});
afterEach(async () => {
  expect(scene.fake.violations).toEqual([]);
  await scene.fake.close();
});

describe("a pull request", () => {
  it("has a test merge while it can be merged, and keeps none of a conflict", async () => {
    const { octokit, at, control, repository } = scene;
    const { number } = await scene.openPull();
    const clean = (await octokit.rest.pulls.get({ ...at, pull_number: number })).data;
    expect(clean).toMatchObject({
      mergeable: true,
      mergeable_state: "clean",
      changed_files: 1,
      additions: 1,
      deletions: 1,
    });
    const merge = (await octokit.rest.git.getCommit({ ...at, commit_sha: clean.merge_commit_sha! })).data;
    expect(merge.parents.map(({ sha }) => sha)).toEqual([scene.headOfMain, clean.head.sha]);
    await control.commitFiles({
      repository,
      branch: "main",
      files: { "model/train.py": "depth = 1\n" },
      message: "Shallow",
      author: "ana",
    });
    const dirty = (await octokit.rest.pulls.get({ ...at, pull_number: number })).data;
    expect(dirty).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
    await expect(scene.ben.rest.pulls.merge({ ...at, pull_number: number })).rejects.toMatchObject({ status: 405 });
  });

  it.each(["merge", "squash"] as const)("is merged by %s, which tells its Apps", async (merge_method) => {
    const { at, control } = scene;
    const { number, headSha } = await scene.openPull();
    await expect(
      scene.ben.rest.pulls.merge({ ...at, pull_number: number, sha: scene.headOfMain }),
    ).rejects.toMatchObject({ status: 409 });
    const { data } = await scene.ben.rest.pulls.merge({ ...at, pull_number: number, merge_method, sha: headSha });
    const after = (await scene.octokit.rest.pulls.get({ ...at, pull_number: number })).data;
    expect(after).toMatchObject({
      merged: true,
      state: "closed",
      merge_commit_sha: data.sha,
      merged_by: { login: "ben" },
    });
    const commit = (await scene.octokit.rest.repos.getCommit({ ...at, ref: "main" })).data;
    expect([commit.sha, commit.parents.length]).toEqual([data.sha, merge_method === "merge" ? 2 : 1]);
    const found = await scene.octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: data.sha });
    expect(found.data.map((pull) => pull.number)).toEqual([number]);
    expect((await control.deliveries({ event: "pull_request" })).map(({ action }) => action)).toEqual([
      "opened",
      "closed",
    ]);
  });

  it("cannot be opened twice, without commits, or from a branch that is not there", async () => {
    const { at, octokit } = scene;
    await scene.openPull();
    for (const head of ["deeper", "main", "nowhere"]) {
      await expect(octokit.rest.pulls.create({ ...at, head, base: "main", title: "x" })).rejects.toMatchObject({
        status: 422,
      });
    }
  });

  it("is found by head and state", async () => {
    const { at, octokit } = scene;
    const first = await scene.openPull("one", { "model/a": "1" });
    const second = await scene.openPull("two", { "model/b": "1" });
    await octokit.rest.pulls.update({ ...at, pull_number: first.number, state: "closed" });
    const numbers = async (query: object): Promise<number[]> =>
      (await octokit.rest.pulls.list({ ...at, ...query })).data.map(({ number }) => number);
    expect(await numbers({})).toEqual([second.number]);
    expect(await numbers({ state: "all" })).toEqual([second.number, first.number]);
    expect(await numbers({ state: "all", head: "ana:one" })).toEqual([first.number]);
    await octokit.rest.pulls.update({ ...at, pull_number: first.number, state: "open", title: "Again", body: "b" });
    expect(await numbers({ sort: "created", direction: "asc" })).toEqual([first.number, second.number]);
    const actions = (await scene.control.deliveries({ event: "pull_request" })).map(({ action }) => action);
    expect(actions).toEqual(["opened", "opened", "closed", "edited", "reopened"]);
  });

  it("from a fork names the fork, and no check or workflow run of it names the pull request", async () => {
    const { at, control, octokit, repository } = scene;
    await control.addCollaborator({ repository, login: "mallory", permission: "read" });
    const { repository: fork } = await control.fork({ repository, owner: "mallory" });
    await control.commitFiles({
      repository: fork,
      branch: "gift",
      files: { "model/train.py": "depth = 9\n" },
      message: "Gift",
      author: "mallory",
    });
    const { number, headSha } = await control.openPull({
      repository,
      head: "mallory:gift",
      title: "Gift",
      author: "mallory",
    });
    const pull = (await octokit.rest.pulls.get({ ...at, pull_number: number })).data;
    expect(pull.head).toMatchObject({
      label: "mallory:gift",
      sha: headSha,
      repo: { full_name: "mallory/flights", fork: true },
    });
    const run = await control.takeWorkflowRun();
    expect(run).toMatchObject({ fromFork: true, repository, headSha, ref: `refs/pull/${String(number)}/merge` });
    const listed = (await octokit.rest.actions.listWorkflowRunsForRepo({ ...at, head_sha: headSha })).data
      .workflow_runs;
    expect(listed.map(({ pull_requests, head_repository }) => [pull_requests, head_repository.full_name])).toEqual([
      [[], "mallory/flights"],
    ]);
    const check = await octokit.rest.checks.create({ ...at, name: "pawl / experiment", head_sha: headSha });
    expect(check.data.pull_requests).toEqual([]);
    // its job's token may read and nothing else
    await expect(
      scene.as(run!.token).rest.issues.createComment({ ...at, issue_number: number, body: "hi" }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

describe("branch protection", () => {
  async function protect(
    checks: { context: string; app_id?: number }[],
    reviews?: { dismiss_stale_reviews?: boolean },
  ): Promise<void> {
    await scene.ana.rest.repos.updateBranchProtection({
      ...scene.at,
      branch: "main",
      required_status_checks: checks.length === 0 ? null : { strict: false, contexts: [], checks },
      enforce_admins: true,
      required_pull_request_reviews: reviews === undefined ? null : { required_approving_review_count: 1, ...reviews },
      restrictions: null,
    });
  }
  const merge = (number: number) => scene.ben.rest.pulls.merge({ ...scene.at, pull_number: number });

  it("holds a merge until the check of the expected App is green", async () => {
    const { at, control, octokit, app, repository } = scene;
    const { number, headSha } = await scene.openPull();
    await protect([{ context: "pawl / experiment", app_id: app.appId }]);
    await expect(merge(number)).rejects.toMatchObject({
      status: 405,
      message: expect.stringContaining('"pawl / experiment" is expected'),
    });
    const run = await control.takeWorkflowRun();
    // a job of the pull request poses as the App
    await scene
      .as(run!.token)
      .rest.checks.create({ ...at, name: "pawl / experiment", head_sha: headSha, conclusion: "success" });
    await expect(merge(number)).rejects.toMatchObject({
      message: expect.stringContaining("was not set by the expected GitHub App"),
    });
    const { data } = await octokit.rest.checks.create({
      ...at,
      name: "pawl / experiment",
      head_sha: headSha,
      conclusion: "failure",
    });
    await expect(merge(number)).rejects.toMatchObject({ message: expect.stringContaining("is failing") });
    await octokit.rest.checks.update({ ...at, check_run_id: data.id, conclusion: "neutral" });
    await merge(number);
    expect((await control.deliveries({ event: "push" })).length).toBeGreaterThan(0);
    expect(
      (await scene.ana.rest.repos.getBranchProtection({ ...at, branch: "main" })).data.required_status_checks?.checks,
    ).toEqual([{ context: "pawl / experiment", app_id: app.appId }]);
    await expect(octokit.rest.repos.getBranchProtection({ ...at, branch: "main" })).rejects.toMatchObject({
      status: 403,
    });
    expect(
      (await octokit.rest.repos.getBranch({ ...at, branch: "main" })).data.protection.required_status_checks?.contexts,
    ).toEqual(["pawl / experiment"]);
    expect(repository).toBe("ana/flights");
  });

  it("counts approvals of people who may write, and forgets stale ones", async () => {
    const { at, control, repository } = scene;
    await control.addCollaborator({ repository, login: "mallory", permission: "read" });
    const { number } = await scene.openPull();
    await protect([], { dismiss_stale_reviews: true });
    await expect(merge(number)).rejects.toMatchObject({
      status: 405,
      message: expect.stringContaining("At least 1 approving review is required"),
    });
    await scene.stranger.rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE" });
    await expect(merge(number)).rejects.toMatchObject({ status: 405 });
    await expect(
      scene.ben.rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE" }),
    ).rejects.toMatchObject({ status: 422 });
    await scene.ana.rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE" });
    await control.commitFiles({
      repository,
      branch: "deeper",
      files: { "model/train.py": "depth = 6\n" },
      message: "More",
      author: "ben",
    });
    const states = (await scene.octokit.rest.pulls.listReviews({ ...at, pull_number: number })).data.map(
      ({ state }) => state,
    );
    expect(states).toEqual(["DISMISSED", "DISMISSED"]);
    await expect(merge(number)).rejects.toMatchObject({ status: 405 });
    await scene.ana.rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE" });
    await merge(number);
  });
});
