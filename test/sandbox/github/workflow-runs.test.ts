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

  it.each(["disabled_manually", "disabled_inactivity"] as const)("is not started while it is %s", async (state) => {
    const { control, octokit, at, repository } = scene;
    await control.setWorkflowState({ repository, workflow: "train.yml", state });
    expect((await octokit.rest.actions.getWorkflow({ ...at, workflow_id: "train.yml" })).data.state).toBe(state);
    const dispatch = () =>
      octokit.rest.actions.createWorkflowDispatch({ ...at, workflow_id: "train.yml", ref: "main" });
    await expect(dispatch()).rejects.toMatchObject({ status: 422, message: expect.stringContaining("disabled") });
    await scene.openPull();
    expect(await control.takeWorkflowRun()).toBeNull();
    await octokit.rest.actions.enableWorkflow({ ...at, workflow_id: "train.yml" });
    await dispatch();
    expect(await control.takeWorkflowRun()).toMatchObject({ event: "workflow_dispatch" });
  });

  it("may be forbidden for an event: the dispatch is refused, or its run fails before any job", async () => {
    const { control, octokit, at, repository } = scene;
    const dispatch = () =>
      octokit.request("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", {
        ...at,
        workflow_id: "train.yml",
        ref: "main",
        return_run_details: true,
      });
    await control.protectExecution({ repository, events: ["workflow_dispatch"] });
    await expect(dispatch()).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("Event 'workflow_dispatch' is not allowed to trigger Actions workflows"),
    });
    await control.protectExecution({ repository, events: ["workflow_dispatch"], answer: "failed run" });
    const { workflow_run_id: run_id } = (await dispatch()).data as unknown as { workflow_run_id: number };
    expect((await octokit.rest.actions.getWorkflowRun({ ...at, run_id })).data).toMatchObject({
      status: "completed",
      conclusion: "startup_failure",
    });
    expect((await octokit.rest.actions.listJobsForWorkflowRun({ ...at, run_id })).data.jobs).toEqual([]);
    await control.protectExecution({ repository, events: [] });
    await dispatch();
    expect(await control.takeWorkflowRun()).not.toBeNull();
  });

  it.each([
    ["lost", /lost communication/],
    ["shut down", /shutdown signal/],
  ] as const)("fails without evidence where its runner is %s, and may be run again", async (how, message) => {
    const { control, octokit, at, repository } = scene;
    await scene.openPull();
    const { runId: run_id } = (await control.takeWorkflowRun())!;
    await control.startWorkflowRun({ repository, runId: run_id });
    await control.loseRunner({ repository, runId: run_id, how });
    expect((await octokit.rest.actions.getWorkflowRun({ ...at, run_id })).data.conclusion).toBe("failure");
    expect((await octokit.rest.actions.listWorkflowRunArtifacts({ ...at, run_id })).data.total_count).toBe(0);
    const { jobs } = (await octokit.rest.actions.listJobsForWorkflowRun({ ...at, run_id })).data;
    const check_run_id = Number(jobs[0]?.check_run_url.split("/").at(-1));
    const annotations = (await octokit.rest.checks.listAnnotations({ ...at, check_run_id })).data;
    expect(annotations.map((one) => one.message)).toEqual([expect.stringMatching(message)]);
    await octokit.rest.actions.reRunWorkflow({ ...at, run_id });
    expect(await control.takeWorkflowRun()).toMatchObject({ runId: run_id, attempt: 2 });
  });

  it("starts by schedule where the workflow on the default branch names that time", async () => {
    const { control, repository } = scene;
    const workflow = (cron: string) =>
      `on: { schedule: [{ cron: "${cron}" }] }\njobs: { a: { runs-on: x, steps: [] } }\n`;
    const files = {
      ".github/workflows/drift.yml": workflow("17 3 * * *"),
      ".github/workflows/other.yml": workflow("17 3 * * *"),
      ".github/workflows/late.yml": workflow("0 9 * * *"),
    };
    await control.commitFiles({ repository, branch: "main", files, message: "Watch", author: "ana" });
    await control.takeWorkflowRun(); // the push
    const started = async () => {
      const paths: string[] = [];
      for (;;) {
        const run = await control.takeWorkflowRun();
        if (run === null) return paths;
        expect(run).toMatchObject({ event: "schedule", ref: "refs/heads/main" });
        paths.push(run.workflowPath.split("/").at(-1) ?? "");
      }
    };
    await control.runSchedule({ repository, schedule: "17 3 * * *" });
    expect(await started()).toEqual(["drift.yml", "other.yml"]);
    await control.runSchedule({ repository, schedule: "17 3 * * *", workflow: "drift.yml" });
    expect(await started()).toEqual(["drift.yml"]);
    await control.setWorkflowState({ repository, workflow: "drift.yml", state: "disabled_inactivity" });
    await control.runSchedule({ repository, schedule: "17 3 * * *" });
    expect(await started()).toEqual(["other.yml"]);
  });

  it("of a branch is dispatched there, with the branch's own inputs and trigger", async () => {
    const { control, octokit, at, repository } = scene;
    const files = { ".github/workflows/train.yml": "on: { push: {} }\njobs: {}\n" };
    await control.commitFiles({ repository, branch: "pawl-retrain/m", files, message: "x", author: "ana" });
    await control.commitFiles({ repository, branch: "weeks", files: { a: "1" }, message: "x", author: "ana" });
    const dispatch = (ref: string) =>
      octokit.rest.actions.createWorkflowDispatch({ ...at, workflow_id: "train.yml", ref });
    await expect(dispatch("pawl-retrain/m")).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("does not have 'workflow_dispatch' trigger"),
    });
    await control.takeWorkflowRun();
    await dispatch("weeks");
    expect(await control.takeWorkflowRun()).toMatchObject({ event: "workflow_dispatch", headBranch: "weeks" });
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

  it("runs for a merge queue and a deployment's events", async () => {
    const { control, octokit, at, repository } = scene;
    const { number } = await scene.openPull();
    const { headSha } = await control.queueMergeGroup({ repository, number, author: "ana" });
    await octokit.rest.checks.create({ ...at, name: "pawl / experiment", head_sha: headSha, conclusion: "success" });
    expect((await control.deliveries({ event: "merge_group" })).map(({ action }) => action)).toEqual([
      "checks_requested",
    ]);
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
