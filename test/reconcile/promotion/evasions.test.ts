import { describe, expect, it } from "vitest";
import { reconcilePromotions } from "../../../src/reconcile/deployment/reconcile-promotions.ts";
import { openPromotionPull } from "../../../src/reconcile/registry/open-promotion-pull.ts";
import { reportMergeGroup } from "../../../src/reconcile/report-merge-group.ts";
import { runCommand } from "../../../src/reconcile/run-command.ts";
import { buildEnvironment, PLAN } from "../registry/registry-scene.ts";
import { ALIASES, POLICY, usePromotionScene } from "./promotion-scene.ts";

const { scene, create } = usePromotionScene();
const control = () => scene.fake.control;

async function post(path: string, body: object, method = "POST"): Promise<{ sha: string; number: number }> {
  const headers = { authorization: `Bearer ${scene.token()}`, "content-type": "application/json" };
  const response = await fetch(`${scene.fake.url}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
  return (await response.json()) as { sha: string; number: number };
}

describe("attacks by somebody who may push and is one of those who approve", () => {
  it("a pull request that is asked into another branch hides nobody who wrote what reaches the default branch", async () => {
    const here = await create();
    const { repository } = here;
    const mine = { repository, branch: "dev", files: { [ALIASES]: "production: 2\n" }, message: "2", author: "ben" };
    await control().commitFiles(mine);
    const theirs = { repository, branch: "feature", from: "dev", files: { "note.md": "x\n" }, message: "x" };
    await control().commitFiles({ ...theirs, author: "mallory" });
    const wish = { repository, head: "feature", base: "dev", title: "x", author: "mallory" };
    const { number } = await control().openPull(wish);
    await here.approve(number, "ben");
    const { conclusion, text } = await here.judge(number);
    expect(conclusion).toBe("action_required");
    expect(text).toContain("wrote a commit of it");
  });

  it("whoever asked the App is not forgotten where its commit is pushed out of the branch", async () => {
    const here = await create();
    const { repository } = here;
    const plan = { ...PLAN, environments: [buildEnvironment()] };
    const wish = { plan, environment: "production", version: 2, defaultBranch: "main", requestedBy: "ben" };
    const opened = await openPromotionPull(here.workplace, wish);
    if (opened.kind !== "opened") throw new Error(opened.kind);
    const files = { [ALIASES]: "production: 2\n" };
    const { sha } = await control().commitFiles({ repository, branch: "x", files, message: "2", author: "mallory" });
    const ref = "refs/heads/pawl-promote/late-flights/production";
    await control().moveRef({ repository, ref, sha, author: "mallory" });
    await here.approve(opened.number, "ben");
    expect((await here.judge(opened.number)).conclusion).toBe("action_required");
  });

  it("nor is somebody else made to have asked, by a pull request of the App that is squashed onto the branch", async () => {
    const here = await create();
    const { repository } = here;
    const plan = { ...PLAN, environments: [buildEnvironment()] };
    const wish = { plan, environment: "production", version: 2, defaultBranch: "main", requestedBy: "ben" };
    const opened = await openPromotionPull(here.workplace, wish);
    if (opened.kind !== "opened") throw new Error(opened.kind);
    const base = "pawl-promote/late-flights/production";
    const files = { "note.md": "x\n" };
    await control().commitFiles({ repository, branch: "x", from: base, files, message: "x", author: "mallory" });
    const borrowed = { repository, head: "x", base, title: "x", author: scene.app.botLogin };
    const { number } = await control().openPull(borrowed);
    const request = { kind: "promotion", model: PLAN.name, environment: "production", version: 2, requestedBy: "ana" };
    const message = `Pawl-Request: ${JSON.stringify(request)}`;
    const merge = `/repos/${repository}/pulls/${String(number)}/merge`;
    await post(merge, { merge_method: "squash", commit_title: "x", commit_message: message }, "PUT");
    await here.approve(opened.number, "ben");
    const { conclusion, text } = await here.judge(opened.number);
    expect(conclusion).toBe("action_required");
    expect(text).toContain("ben asked for it");
  });

  it("a glass that was broken for one commit is not broken for an older one that is pushed in its place", async () => {
    const glass = POLICY.replace(
      "          - approvals: { count: 1 }\n",
      "          - any: [ { approvals: { count: 1 } }, { break-glass: { users: [ben] } } ]\n",
    );
    const here = await create({ ".github/pawl.yml": glass }, 3);
    const { repository } = here;
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" }, { branch: "burning" });
    await here.judge(number);
    const files = { [ALIASES]: "production: 3\n" };
    const prepared = { repository, branch: "prepared", from: "burning", files, message: "3", author: "mallory" };
    const { sha } = await control().commitFiles(prepared);
    const other = await control().openPull({ repository, head: "prepared", title: "3", author: "mallory" });
    await here.judge(other.number);
    await control().advanceClock({ milliseconds: 60_000 });
    const body = "/pawl break-glass version one answers nobody since midnight";
    const { commentId } = await control().comment({ repository, number, author: "ben", body });
    const comment = { issue: number, onPullRequest: true, commentId, author: "ben", body, createdAt: "" };
    await runCommand(here.workplace, comment, "main");
    expect((await here.judge(number)).conclusion).toBe("success");
    await control().moveRef({ repository, ref: "refs/heads/burning", sha, author: "mallory" });
    expect((await here.judge(number)).conclusion).toBe("action_required");
  });
});

it("an alias that moved past the gate is not confirmed by everybody who may write", async () => {
  const here = await create();
  const { repository } = here;
  await here.commit({ [ALIASES]: "production: 2\n" }, { author: "ben" });
  const issue = await post(`/repos/${repository}/issues`, { title: "?" });
  const body = "/pawl confirm production";
  const { commentId } = await control().comment({ repository, number: issue.number, author: "ben", body });
  const comment = { issue: issue.number, onPullRequest: false, commentId, author: "ben", body, createdAt: "" };
  await runCommand(here.workplace, comment, "main");
  const shown = JSON.stringify(await scene.api(`/repos/${repository}/issues/${String(issue.number)}/comments`));
  expect(shown).toContain("maintain permission");
  expect(await scene.api(`/repos/${repository}/deployments`)).toEqual([]);
});

describe("attacks on what the rules take from elsewhere", () => {
  it("a margin that is changed beside the rules needs the approvals that they demand", async () => {
    const here = await create();
    const { number } = await here.pull({ ".github/pawl.yml": POLICY.replace("margin: 0.002", "margin: 0.9") });
    const { conclusion, text } = await here.judge(number);
    expect(conclusion).toBe("action_required");
    expect(text).toContain("margin 0.9");
  });

  it("one that no rule looks at does not", async () => {
    const policy = POLICY.replace("          - metric: { name: roc-auc, at-least: 0.5 }\n", "");
    const here = await create({ ".github/pawl.yml": policy });
    const { number } = await here.pull({ ".github/pawl.yml": policy.replace("margin: 0.002", "margin: 0.9") });
    expect((await here.judge(number)).conclusion).toBe("success");
  });

  it("a configuration that becomes a link to another file of the same text fails", async () => {
    const here = await create();
    const { repository } = here;
    const git = `/repos/${repository}/git`;
    const main = (await scene.api(`/repos/${repository}/branches/main`)) as {
      commit: { sha: string; commit: { tree: { sha: string } } };
    };
    const { sha: tree } = await post(`${git}/trees`, {
      base_tree: main.commit.commit.tree.sha,
      tree: [
        { path: "pawl.yml", mode: "100644", type: "blob", content: POLICY },
        { path: ".github/pawl.yml", mode: "120000", type: "blob", content: "../pawl.yml" },
      ],
    });
    const { sha } = await post(`${git}/commits`, { message: "link", tree, parents: [main.commit.sha] });
    await post(`${git}/refs`, { ref: "refs/heads/link", sha });
    const { number } = await control().openPull({ repository, head: "link", title: "link", author: "mallory" });
    await here.approve(number);
    const { conclusion, summary } = await here.judge(number);
    expect(conclusion).toBe("failure");
    expect(summary).toContain("is not a file of its own");
  });

  it("an alias that is taken away and given again is compared with its last holder all the same", async () => {
    const versus = POLICY.replace("at-least: 0.5", "versus: champion, at-least: better, margin: 0.5");
    const here = await create({}, 3);
    const { repository } = here;
    const first = await here.pull({ [ALIASES]: "production: 2\n" });
    await here.approve(first.number);
    expect((await here.judge(first.number)).conclusion).toBe("success");
    await control().mergePull({ repository, number: first.number, author: "ana" });
    const project = { models: [{ ...PLAN, environments: [buildEnvironment()] }] };
    await reconcilePromotions(here.workplace, { project, defaultBranch: "main" });
    await here.commit({ [ALIASES]: "# nothing\n", ".github/pawl.yml": versus });
    const { number } = await here.pull({ [ALIASES]: "production: 3\n" });
    await here.approve(number);
    const { conclusion, text } = await here.judge(number);
    expect(conclusion).not.toBe("success");
    expect(text).not.toContain("nothing holds the alias yet");
  });

  it("a merge group of another branch's queue is not judged by that branch's rules", async () => {
    const here = await create();
    const { repository } = here;
    const files = { ".github/pawl.yml": POLICY.replace("          - approvals: { count: 1 }\n", "") };
    const lax = { repository, branch: "lax", files, message: "lax", author: "mallory" };
    const { sha: baseSha } = await control().commitFiles(lax);
    const wish = { repository, branch: "up", from: "lax", files: { [ALIASES]: "production: 2\n" }, message: "2" };
    const { sha: headSha } = await control().commitFiles({ ...wish, author: "mallory" });
    const pull = await control().openPull({ repository, head: "up", base: "lax", title: "2", author: "mallory" });
    const headRef = `refs/heads/gh-readonly-queue/lax/pr-${String(pull.number)}-${headSha}`;
    await reportMergeGroup(here.workplace, { headSha, headRef, baseSha });
    expect(await here.check(headSha)).toMatchObject({ conclusion: "action_required" });
  });
});

it("what once passed does not go on passing where asking again ends in an error of our own", async () => {
  const here = await create();
  const { number } = await here.pull({ [ALIASES]: "production: 2\n" });
  await here.approve(number);
  expect((await here.judge(number)).conclusion).toBe("success");
  const { octokit } = here.open();
  octokit.hook.wrap("request", async (send, options) => {
    if (String(options.url).includes("/reviews")) throw new RangeError("too deep");
    return send(options);
  });
  Object.assign(here.workplace, { octokit });
  expect((await here.judge(number)).conclusion).toBe("action_required");
});
