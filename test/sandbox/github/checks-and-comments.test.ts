import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.ts";

let scene: Scene;
let number: number;
let headSha: string;

beforeAll(async () => {
  scene = await startScene();
  ({ number, headSha } = await scene.openPull());
});
afterAll(async () => {
  expect(scene.fake.violations).toEqual([]);
  await scene.fake.close();
});

const long = (length: number): string => "x".repeat(length);
const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "failure", message: "m" } as const;

describe("length limits", () => {
  const check = (output: object, more: object = {}) =>
    scene.octokit.rest.checks.create({
      ...scene.at,
      name: "c",
      head_sha: headSha,
      output: { title: "t", summary: "s", ...output },
      ...more,
    });
  const action = { label: "Train", description: "Train it", identifier: "train" };

  it.each([
    [
      "a comment",
      65_536,
      (length: number) =>
        scene.octokit.rest.issues.createComment({ ...scene.at, issue_number: number, body: long(length) }),
    ],
    ["a check's summary", 65_535, (length: number) => check({ summary: long(length) })],
    ["a check's text", 65_535, (length: number) => check({ text: long(length) })],
    [
      "annotations of one request",
      50,
      (length: number) => check({ annotations: Array.from({ length }, () => annotation) }),
    ],
    ["buttons of a check", 3, (length: number) => check({}, { actions: Array.from({ length }, () => action) })],
    ["a button's label", 20, (length: number) => check({}, { actions: [{ ...action, label: long(length) }] })],
    [
      "a status description",
      140,
      (length: number) =>
        scene.octokit.rest.repos.createCommitStatus({
          ...scene.at,
          sha: headSha,
          state: "success",
          description: long(length),
        }),
    ],
    [
      "a title",
      256,
      (length: number) => scene.octokit.rest.pulls.update({ ...scene.at, pull_number: number, title: long(length) }),
    ],
  ])("%s: %i and no more", async (_, most, send) => {
    expect((await send(most)).status).toBeLessThan(300);
    await expect(send(most + 1)).rejects.toMatchObject({ status: 422 });
  });
});

describe("check runs", () => {
  it("are listed by name, App and whether they are the latest", async () => {
    const { octokit, at, app } = scene;
    const { sha } = await scene.control.commitFiles({
      repository: scene.repository,
      branch: "other",
      files: { z: "1" },
      message: "z",
      author: "ben",
    });
    const older = await octokit.rest.checks.create({ ...at, name: "a", head_sha: sha, status: "in_progress" });
    const newer = await octokit.rest.checks.create({
      ...at,
      name: "a",
      head_sha: sha,
      conclusion: "success",
      output: { title: "T", summary: "S", annotations: [annotation] },
    });
    await octokit.rest.checks.create({ ...at, name: "b", head_sha: sha });
    const ids = async (query: object): Promise<number[]> =>
      (await octokit.rest.checks.listForRef({ ...at, ref: "other", ...query })).data.check_runs.map(({ id }) => id);
    expect(await ids({ check_name: "a" })).toEqual([newer.data.id]);
    expect(await ids({ check_name: "a", filter: "all" })).toEqual([newer.data.id, older.data.id]);
    expect(await ids({ app_id: 15_368 })).toEqual([]);
    expect(await ids({ app_id: app.appId, status: "completed" })).toEqual([newer.data.id]);
    const annotations = await octokit.rest.checks.listAnnotations({ ...at, check_run_id: newer.data.id });
    expect(annotations.data).toHaveLength(1);
    const suites = await octokit.rest.checks.listSuitesForRef({ ...at, ref: sha, app_id: app.appId });
    expect(suites.data.check_suites.map(({ status }) => status)).toEqual(["in_progress"]);
  });

  it("can be changed by their own App alone, and be asked for again", async () => {
    const { octokit, at, control, repository } = scene;
    const { data } = await octokit.rest.checks.create({
      ...at,
      name: "mine",
      head_sha: headSha,
      conclusion: "success",
    });
    const run = await control.takeWorkflowRun();
    await expect(
      scene.as(run!.token).rest.checks.update({ ...at, check_run_id: data.id, conclusion: "failure" }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(scene.ben.rest.checks.create({ ...at, name: "x", head_sha: headSha })).rejects.toMatchObject({
      status: 403,
    });
    await control.rerequestCheck({ repository, checkRunId: data.id, author: "ben" });
    await control.requestCheckAction({ repository, checkRunId: data.id, identifier: "train", author: "ben" });
    const actions = (await control.deliveries({ event: "check_run" })).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(["rerequested", "requested_action"]);
  });

  it("and statuses combine", async () => {
    const { octokit, at } = scene;
    await octokit.rest.repos.createCommitStatus({ ...at, sha: headSha, state: "pending", context: "ci" });
    await octokit.rest.repos.createCommitStatus({
      ...at,
      sha: headSha,
      state: "failure",
      context: "ci",
      target_url: "http://127.0.0.1/",
    });
    const { data } = await octokit.rest.repos.getCombinedStatusForRef({ ...at, ref: headSha });
    expect(data.state).toBe("failure");
    expect((await octokit.rest.repos.listCommitStatusesForRef({ ...at, ref: headSha })).data[0]?.state).toBe("failure");
  });
});

describe("comments", () => {
  it("come in pages with links, oldest first", async () => {
    const { octokit, at, control, repository } = scene;
    const pull = await scene.openPull("busy", { "model/busy": "1" });
    for (let count = 1; count <= 7; count += 1) {
      await control.comment({ repository, number: pull.number, author: "ben", body: `comment ${String(count)}` });
    }
    const list = { ...at, issue_number: pull.number, per_page: 3 };
    const all = await octokit.paginate(octokit.rest.issues.listComments, list);
    expect(all.map(({ body }) => body?.at(-1)).join("")).toBe("1234567");
    const { headers } = await octokit.rest.issues.listComments({ ...list, page: 2 });
    expect(headers.link).toMatch(/page=1>; rel="prev".*page=3>; rel="next".*page=3>; rel="last"/);
  });

  it("are edited, answered with reactions, and deleted", async () => {
    const { octokit, at, control } = scene;
    const { data } = await octokit.rest.issues.createComment({ ...at, issue_number: number, body: "first" });
    expect(data).toMatchObject({
      user: { login: "pawl[bot]", type: "Bot" },
      performed_via_github_app: { slug: "pawl" },
    });
    await octokit.rest.issues.updateComment({ ...at, comment_id: data.id, body: "second" });
    const reaction = { ...at, comment_id: data.id, content: "rocket" } as const;
    expect((await octokit.rest.reactions.createForIssueComment(reaction)).status).toBe(201);
    expect((await octokit.rest.reactions.createForIssueComment(reaction)).status).toBe(200);
    await expect(
      scene.stranger.rest.issues.createComment({ ...at, issue_number: number, body: "x" }),
    ).rejects.toMatchObject({ status: 404 });
    await octokit.rest.issues.deleteComment({ ...at, comment_id: data.id });
    await expect(octokit.rest.issues.getComment({ ...at, comment_id: data.id })).rejects.toMatchObject({ status: 404 });
    const actions = (await control.deliveries({ event: "issue_comment" })).map(({ action }) => action);
    expect(actions.slice(-3)).toEqual(["created", "edited", "deleted"]);
  });

  it("carry labels and issues beside them", async () => {
    const { octokit, at } = scene;
    const labels = await octokit.rest.issues.addLabels({ ...at, issue_number: number, labels: ["model"] });
    expect(labels.data.map(({ name }) => name)).toEqual(["model"]);
    await octokit.rest.issues.removeLabel({ ...at, issue_number: number, name: "model" });
    const issue = await octokit.rest.issues.create({ ...at, title: "Drift" });
    await octokit.rest.issues.update({ ...at, issue_number: issue.data.number, state: "closed" });
    expect((await octokit.rest.issues.listForRepo({ ...at, state: "closed" })).data.map(({ title }) => title)).toEqual([
      "Drift",
    ]);
  });
});
