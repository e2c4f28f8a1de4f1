import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Happening, startsOn } from "../../../sandbox/github/workflows/match-trigger.ts";
import { parseWorkflow } from "../../../sandbox/github/workflows/parse-workflow.ts";
import { type Scene, startScene } from "./scene.ts";

describe("what starts a workflow", () => {
  it.each<[string, string, Happening, boolean]>([
    ["a push", "push", { event: "push", branch: "x" }, true],
    ["another event", "push", { event: "pull_request", action: "opened" }, false],
    ["a list of events", "[push, pull_request]", { event: "pull_request", action: "opened" }, true],
    ["an action that is not among the usual ones", "pull_request", { event: "pull_request", action: "labeled" }, false],
    [
      "an action that is named",
      "{ pull_request: { types: [labeled] } }",
      { event: "pull_request", action: "labeled" },
      true,
    ],
    ["a branch that is named", "{ push: { branches: [main, 'rel/**'] } }", { event: "push", branch: "rel/a/b" }, true],
    ["a branch that is not named", "{ push: { branches: ['rel/*'] } }", { event: "push", branch: "rel/a/b" }, false],
    [
      "a branch that is taken back",
      "{ push: { branches: ['**', '!pawl'] } }",
      { event: "push", branch: "pawl" },
      false,
    ],
    [
      "a file among the paths",
      "{ push: { paths: ['model/**'] } }",
      { event: "push", branch: "x", files: ["a", "model/b/c"] },
      true,
    ],
    [
      "no file among the paths",
      "{ push: { paths: ['model/**'] } }",
      { event: "push", branch: "x", files: ["README.md"] },
      false,
    ],
    [
      "only ignored files",
      "{ push: { paths-ignore: ['**/*.md'] } }",
      { event: "push", branch: "x", files: ["a/README.md"] },
      false,
    ],
  ])("%s", (_, on, happening, starts) => {
    expect(startsOn(parseWorkflow(`on: ${on}\njobs: {}\n`)!, happening)).toBe(starts);
  });
});

describe("a workflow run", () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(async () => {
    expect(scene.fake.violations).toEqual([]);
    await scene.fake.close();
  });

  it("goes from queued to completed and tells of every step", async () => {
    const { control, octokit, at, repository } = scene;
    const { number, headSha } = await scene.openPull();
    const run = (await control.takeWorkflowRun())!;
    expect(run).toMatchObject({
      event: "pull_request",
      headSha,
      ref: `refs/pull/${String(number)}/merge`,
      pullNumber: number,
      fromFork: false,
    });
    expect(run.checkoutSha).toBe((await octokit.rest.pulls.get({ ...at, pull_number: number })).data.merge_commit_sha);
    await control.startWorkflowRun({ repository, runId: run.runId });
    await control.completeWorkflowRun({ repository, runId: run.runId, conclusion: "failure" });
    const { data } = await octokit.rest.actions.getWorkflowRun({ ...at, run_id: run.runId });
    expect(data).toMatchObject({
      status: "completed",
      conclusion: "failure",
      display_title: "train Go deeper",
      run_attempt: 1,
    });
    expect(data.pull_requests?.map((pull) => pull.number)).toEqual([number]);
    const actions = (await control.deliveries({ event: "workflow_run" })).map(({ action }) => action);
    expect(actions).toEqual(["requested", "in_progress", "completed"]);
    const jobs = await octokit.rest.actions.listJobsForWorkflowRun({ ...at, run_id: run.runId });
    expect(jobs.data.jobs.map(({ name, conclusion, labels }) => [name, conclusion, labels])).toEqual([
      ["train", "failure", ["self-hosted", "gpu"]],
    ]);
  });

  it("is found by head, branch, event, status and time", async () => {
    const { control, octokit, at, repository } = scene;
    const { headSha } = await scene.openPull();
    const run = (await control.takeWorkflowRun())!;
    await control.completeWorkflowRun({ repository, runId: run.runId, conclusion: "success" });
    await control.advanceClock({ milliseconds: 60_000 });
    await control.commitFiles({ repository, branch: "main", files: { x: "1" }, message: "On main", author: "ana" });
    const titles = async (query: object): Promise<string[]> =>
      (await octokit.rest.actions.listWorkflowRunsForRepo({ ...at, ...query })).data.workflow_runs.map(
        ({ event }) => event,
      );
    expect(await titles({})).toEqual(["push", "pull_request"]);
    expect(await titles({ head_sha: headSha })).toEqual(["pull_request"]);
    expect(await titles({ branch: "main" })).toEqual(["push"]);
    expect(await titles({ status: "completed" })).toEqual(["pull_request"]);
    expect(await titles({ status: "success", event: "push" })).toEqual([]);
    const { created_at } = (await octokit.rest.actions.getWorkflowRun({ ...at, run_id: run.runId })).data;
    expect(await titles({ created: `>${created_at}` })).toEqual(["push"]);
  });

  it("is dispatched with inputs, found by its title, and run again", async () => {
    const { control, octokit, at, repository } = scene;
    const dispatch = { ...at, workflow_id: "train.yml", ref: "main" };
    await expect(
      octokit.rest.actions.createWorkflowDispatch({ ...dispatch, inputs: { other: "1" } }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(octokit.rest.actions.createWorkflowDispatch({ ...dispatch, ref: "nowhere" })).rejects.toMatchObject({
      status: 422,
    });
    const { status, data } = await octokit.request(
      "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
      {
        ...dispatch,
        inputs: { "pawl-key": "k-1" },
        return_run_details: true,
      },
    );
    const { workflow_run_id: runId } = data as unknown as { workflow_run_id: number };
    expect(status).toBe(200);
    expect((await octokit.rest.actions.createWorkflowDispatch(dispatch)).status).toBe(204);
    const found = (
      await octokit.rest.actions.listWorkflowRuns({ ...at, workflow_id: "train.yml", event: "workflow_dispatch" })
    ).data;
    expect(
      found.workflow_runs.filter(({ display_title }) => display_title === "train k-1").map(({ id }) => id),
    ).toEqual([runId]);
    await control.completeWorkflowRun({ repository, runId, conclusion: "success" });
    await octokit.rest.actions.reRunWorkflow({ ...at, run_id: runId });
    expect((await octokit.rest.actions.getWorkflowRun({ ...at, run_id: runId })).data).toMatchObject({
      run_attempt: 2,
      status: "queued",
    });
    await expect(octokit.rest.actions.reRunWorkflow({ ...at, run_id: runId })).rejects.toMatchObject({ status: 403 });
  });

  it("is not started by what a job's own token does, except by a dispatch", async () => {
    const { control, at } = scene;
    await scene.openPull();
    const run = (await control.takeWorkflowRun())!;
    const job = scene.as(run.token);
    const { data } = await job.rest.repos.createOrUpdateFileContents({
      ...at,
      path: "model/new",
      branch: "main",
      message: "x",
      content: "MQ==",
    });
    expect(data.commit.sha).toBeDefined();
    expect(await control.takeWorkflowRun()).toBeNull();
    await job.rest.actions.createWorkflowDispatch({ ...at, workflow_id: "train.yml", ref: "main" });
    expect(await control.takeWorkflowRun()).toMatchObject({ event: "workflow_dispatch" });
  });

  it("has artifacts behind a redirect that ends after a minute and refuses tokens", async () => {
    const { control, octokit, at, repository, fake } = scene;
    await scene.openPull();
    const { runId } = (await control.takeWorkflowRun())!;
    const { artifactId, digest } = await control.uploadArtifact({
      repository,
      runId,
      name: "pawl-run-m",
      files: { "run.json": "{}" },
    });
    const listed = (await octokit.rest.actions.listWorkflowRunArtifacts({ ...at, run_id: runId, name: "pawl-run-m" }))
      .data.artifacts;
    expect(listed.map(({ id, digest: stated, expired }) => [id, stated, expired])).toEqual([
      [artifactId, `sha256:${digest}`, false],
    ]);
    const { token } = (await octokit.auth({ type: "installation" })) as { token: string };
    const authorization = { authorization: `token ${token}` };
    const ask = () =>
      fetch(`${fake.url}/repos/ana/flights/actions/artifacts/${String(artifactId)}/zip`, {
        headers: authorization,
        redirect: "manual",
      });
    const answer = await ask();
    const location = answer.headers.get("location")!;
    expect(answer.status).toBe(302);
    expect(new URL(location).origin).not.toBe(fake.url);
    expect((await fetch(location, { headers: authorization })).status).toBe(400);
    expect(
      Buffer.from(await (await fetch(location)).arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
    expect((await fetch(`${location}x`)).status).toBe(403);
    await control.advanceClock({ milliseconds: 61_000 });
    expect((await fetch(location)).status).toBe(403);
  });

  it("runs for a merge queue, a schedule and a deployment's events", async () => {
    const { control, octokit, at, repository } = scene;
    const { number } = await scene.openPull();
    const { headSha } = await control.queueMergeGroup({ repository, number, author: "ana" });
    await octokit.rest.checks.create({ ...at, name: "pawl / experiment", head_sha: headSha, conclusion: "success" });
    expect((await control.deliveries({ event: "merge_group" })).map(({ action }) => action)).toEqual([
      "checks_requested",
    ]);
    await control.runSchedule({ repository, schedule: "0 3 * * *" });
    const deployment = await octokit.rest.repos.createDeployment({
      ...at,
      ref: "main",
      required_contexts: [],
      auto_merge: false,
      environment: "production",
      payload: { version: 1 },
    });
    const id = (deployment.data as { id: number }).id;
    await octokit.rest.repos.createDeploymentStatus({ ...at, deployment_id: id, state: "success" });
    expect(
      (await octokit.rest.repos.listDeploymentStatuses({ ...at, deployment_id: id })).data.map(({ state }) => state),
    ).toEqual(["success"]);
    await octokit.rest.repos.createDispatchEvent({ ...at, event_type: "drift", client_payload: { model: "m" } });
    expect((await control.deliveries({ event: "repository_dispatch" })).map(({ action }) => action)).toEqual(["drift"]);
  });
});
