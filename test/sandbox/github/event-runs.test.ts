import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { QueuedRun } from "../../../sandbox/github/control/control.ts";
import { type Scene, startScene } from "./scene.ts";

const BOT = `name: bot
on:
  issue_comment: { types: [created] }
  issues: { types: [opened, edited] }
  pull_request: { types: [closed] }
  pull_request_review: { types: [submitted] }
  workflow_run: { workflows: [train, bot], types: [completed] }
  deployment_status:
jobs: { bot: { runs-on: x, steps: [] } }
`;

let scene: Scene;
beforeEach(async () => {
  scene = await startScene();
  const { control, repository } = scene;
  const files = { ".github/workflows/bot.yml": BOT };
  await control.commitFiles({ repository, branch: "main", files, message: "A bot", author: "ana" });
  await started();
});
afterEach(async () => {
  expect(scene.fake.violations).toEqual([]);
  await scene.fake.close();
});

async function started(): Promise<readonly QueuedRun[]> {
  const runs: QueuedRun[] = [];
  for (;;) {
    const run = await scene.control.takeWorkflowRun();
    if (run === null) return runs;
    runs.push(run);
  }
}
const bots = async () => (await started()).filter(({ workflowName }) => workflowName === "bot");

describe("events that start workflows", () => {
  it("of people start them on the default branch, a review's on the test merge", async () => {
    const { control, repository } = scene;
    const { number, headSha } = await scene.openPull();
    const issue = await control.createIssue({ repository, title: "Models", body: "- [ ] check", author: "ana" });
    await control.comment({ repository, number, author: "ben", body: "/pawl status" });
    await control.editIssue({ repository, number: issue.number, author: "ben", body: "- [x] check" });
    await control.review({ repository, number, author: "ana", state: "APPROVED" });
    const runs = await bots();
    expect(runs.map(({ event, payload, ref }) => [event, payload["action"], ref])).toEqual([
      ["issues", "opened", "refs/heads/main"],
      ["issue_comment", "created", "refs/heads/main"],
      ["issues", "edited", "refs/heads/main"],
      ["pull_request_review", "submitted", `refs/pull/${String(number)}/merge`],
    ]);
    expect(runs.at(-1)).toMatchObject({ headSha, pullNumber: number });
  });

  it("of a closed pull request start them, after a merge on the base branch", async () => {
    const { control, repository } = scene;
    const { number } = await scene.openPull();
    await started();
    const { sha } = await control.mergePull({ repository, number, author: "ana" });
    expect(await bots()).toMatchObject([{ event: "pull_request", ref: "refs/heads/main", checkoutSha: sha }]);
  });

  it("of a job's own token start none, those of an App do", async () => {
    const { control, at, octokit, repository } = scene;
    await scene.openPull();
    const [run] = await started();
    const job = scene.as(run!.token);
    const { number } = (await job.rest.issues.create({ ...at, title: "by a job" })).data;
    await job.rest.issues.createComment({ ...at, issue_number: number, body: "x" });
    expect(await started()).toEqual([]);
    await octokit.rest.issues.createComment({ ...at, issue_number: number, body: "x" });
    expect((await bots()).map(({ event }) => event)).toEqual(["issue_comment"]);
    expect(await control.takeWorkflowRun()).toBeNull();
    expect(repository).toBe("ana/flights");
  });

  it("of a workflow run start others, whoever caused it, at most three deep", async () => {
    const { control, at, octokit, repository } = scene;
    await octokit.rest.actions.createWorkflowDispatch({ ...at, workflow_id: "train.yml", ref: "main" });
    const chain: string[] = [];
    for (let [run] = await started(); run !== undefined; [run] = await started()) {
      chain.push(run.workflowName);
      await control.completeWorkflowRun({ repository, runId: run.runId, conclusion: "success" });
    }
    expect(chain).toEqual(["train", "bot", "bot", "bot"]);
  });

  it("of a deployment start them at its commit", async () => {
    const { at, octokit, headOfMain } = scene;
    const wish = { ...at, ref: headOfMain, required_contexts: [], auto_merge: false, environment: "production" };
    const { id } = (await octokit.rest.repos.createDeployment(wish)).data as { id: number };
    await octokit.rest.repos.createDeploymentStatus({ ...at, deployment_id: id, state: "success" });
    // that commit has no bot yet
    expect(await bots()).toEqual([]);
    const later = (await octokit.rest.repos.createDeployment({ ...wish, ref: "main" })).data as { id: number };
    await octokit.rest.repos.createDeploymentStatus({ ...at, deployment_id: later.id, state: "success" });
    expect((await bots()).map(({ event, ref }) => [event, ref])).toEqual([["deployment_status", "refs/heads/main"]]);
  });
});
