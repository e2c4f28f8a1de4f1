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

describe("rulesets", () => {
  const ON_MAIN = { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } };

  it("hold a merge until the check of the expected App is green, and say so to everybody", async () => {
    const { at, ana, ben, octokit, app } = scene;
    const { data: ruleset } = await ana.rest.repos.createRepoRuleset({
      ...at,
      name: "promotion",
      enforcement: "active",
      conditions: ON_MAIN,
      bypass_actors: [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "pull_request" }],
      rules: [
        {
          type: "required_status_checks",
          parameters: {
            strict_required_status_checks_policy: false,
            required_status_checks: [{ context: "pawl / promotion", integration_id: app.appId }],
          },
        },
      ],
    });
    const rules = (await octokit.rest.repos.getBranchRules({ ...at, branch: "main" })).data;
    expect(rules).toMatchObject([
      { type: "required_status_checks", ruleset_id: ruleset.id, ruleset_source: "ana/flights" },
    ]);
    expect((await octokit.rest.repos.getBranchRules({ ...at, branch: "other" })).data).toEqual([]);
    const seen = await Promise.all(
      [ana, octokit].map((one) => one.rest.repos.getRepoRuleset({ ...at, ruleset_id: ruleset.id })),
    );
    expect(seen.map(({ data }) => [data.bypass_actors?.length, data.current_user_can_bypass])).toEqual([
      [1, "pull_requests_only"],
      [undefined, "never"],
    ]);
    const { number } = await scene.openPull();
    await expect(ben.rest.pulls.merge({ ...at, pull_number: number })).rejects.toMatchObject({ status: 405 });
    // nobody may push, and an administrator may merge all the same: that is the rule's bypass
    await expect(
      ana.rest.repos.createOrUpdateFileContents({ ...at, path: "x", message: "x", content: "" }),
    ).rejects.toMatchObject({ status: 409 });
    await ana.rest.pulls.merge({ ...at, pull_number: number });
    expect((await octokit.rest.pulls.get({ ...at, pull_number: number })).data.merged_by?.login).toBe("ana");
  });

  it("keep tags from being moved or deleted, except by the App", async () => {
    const { at, ana, ben, octokit, app, headOfMain } = scene;
    await ana.rest.repos.createRepoRuleset({
      ...at,
      name: "versions",
      target: "tag",
      enforcement: "active",
      conditions: { ref_name: { include: ["refs/tags/*@v*"], exclude: [] } },
      bypass_actors: [{ actor_id: app.appId, actor_type: "Integration", bypass_mode: "always" }],
      rules: [{ type: "deletion" }, { type: "non_fast_forward" }, { type: "creation" }],
    });
    const ref = "tags/late-flights@v1.0.0";
    await expect(ben.rest.git.createRef({ ...at, ref: `refs/${ref}`, sha: headOfMain })).rejects.toMatchObject({
      status: 422,
    });
    await octokit.rest.git.createRef({ ...at, ref: `refs/${ref}`, sha: headOfMain });
    await expect(ben.rest.git.deleteRef({ ...at, ref })).rejects.toMatchObject({ status: 422 });
    await octokit.rest.git.deleteRef({ ...at, ref });
  });
});

describe("who made a commit", () => {
  it("is the App and GitHub's signature, or whoever pushed", async () => {
    const { at, octokit, control, repository, app, headOfMain } = scene;
    const parent = (await octokit.rest.git.getCommit({ ...at, commit_sha: headOfMain })).data;
    const made = await octokit.rest.git.createCommit({ ...at, message: "x", tree: parent.tree.sha, parents: [] });
    const named = await octokit.rest.git.createCommit({
      ...at,
      message: "x",
      tree: parent.tree.sha,
      author: { name: "Pawl", email: `1+${app.slug}[bot]@users.noreply.github.com` },
    });
    const { sha: pushed } = await control.commitFiles({
      repository,
      branch: "main",
      files: { a: "1" },
      message: "a",
      author: "ben",
    });
    const { number } = await scene.openPull();
    const { sha: merged } = await control.mergePull({ repository, number, author: "ana" });
    const who = async (ref: string) => {
      const { author, committer, commit } = (await octokit.rest.repos.getCommit({ ...at, ref })).data;
      return [author?.login, committer?.login, commit.verification?.verified];
    };
    expect(await who(made.data.sha)).toEqual([app.botLogin, "web-flow", true]);
    expect((await who(named.data.sha))[2]).toBe(false);
    expect(await who(pushed)).toEqual(["ben", "ben", false]);
    expect(await who(merged)).toEqual(["ana", "web-flow", true]);
  });
});

describe("people", () => {
  it("are in teams, and have roles that may change", async () => {
    const { control, repository, at, octokit } = scene;
    await control.createOrganization({ login: "acme" });
    await control.createTeam({ organization: "acme", slug: "ml-owners", members: ["ben"] });
    const ask = (username: string) =>
      octokit.rest.teams.getMembershipForUserInOrg({ org: "acme", team_slug: "ml-owners", username });
    await expect(ask("ben")).rejects.toMatchObject({ status: 403 });
    const role = async () => (await octokit.rest.repos.getCollaboratorPermissionLevel({ ...at, username: "ben" })).data;
    await control.addCollaborator({ repository, login: "ben", permission: "maintain" });
    expect(await role()).toMatchObject({ permission: "write", role_name: "maintain" });
    await control.addCollaborator({ repository, login: "ben", permission: "none" });
    expect(await role()).toMatchObject({ permission: "none", role_name: "none" });
  });

  it("dismiss reviews, and a push that makes one stale tells of it", async () => {
    const { control, repository, octokit, at } = scene;
    await control.protectBranch({
      repository,
      approvals: 1,
      dismissStale: true,
      checks: [{ name: "pawl / promotion" }],
    });
    const { number, headSha } = await scene.openPull();
    const { reviewId } = await control.review({ repository, number, author: "ana", state: "APPROVED" });
    await control.dismissReview({ repository, reviewId, author: "ben" });
    await control.review({ repository, number, author: "ana", state: "APPROVED" });
    await control.commitFiles({ repository, branch: "deeper", files: { b: "1" }, message: "b", author: "ben" });
    const reviews = (await octokit.rest.pulls.listReviews({ ...at, pull_number: number })).data;
    expect(reviews.map(({ state, commit_id }) => [state, commit_id])).toEqual([
      ["DISMISSED", headSha],
      ["DISMISSED", headSha],
    ]);
    const actions = (await control.deliveries({ event: "pull_request_review" })).map(({ action }) => action);
    expect(actions).toEqual(["submitted", "dismissed", "submitted", "dismissed"]);
  });

  it("open issues that are found by creator and label", async () => {
    const { control, repository, octokit, at, app } = scene;
    const { number } = await control.createIssue({ repository, title: "Adopt", author: "ben" });
    await octokit.rest.issues.create({ ...at, title: "Confirm", labels: ["pawl"] });
    await control.setLabels({ repository, number, labels: ["pawl"], author: "ben" });
    await control.comment({ repository, number, author: "ben", body: "/pawl adopt" });
    const list = async (query: object) =>
      (await octokit.rest.issues.listForRepo({ ...at, ...query })).data.map(({ title }) => title);
    expect(await list({ creator: app.botLogin })).toEqual(["Confirm"]);
    expect(await list({ labels: "Pawl" })).toEqual(["Confirm", "Adopt"]);
    expect(await control.deliveries({ event: "issue_comment" })).toMatchObject([{ action: "created" }]);
  });
});

const DEPLOY = `name: deploy
on:
  workflow_dispatch:
    inputs:
      environment: { required: true }
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: { name: "\${{ inputs.environment }}", url: "https://example.org" }
`;

describe("an environment that an App guards", () => {
  let runId: number;
  const wait = async (environment: string) => {
    const { control, repository, app, octokit, at } = scene;
    await control.commitFiles({
      repository,
      branch: "main",
      files: { ".github/workflows/deploy.yml": DEPLOY },
      message: "deploy",
      author: "ana",
    });
    while ((await control.takeWorkflowRun()) !== null);
    await control.guardEnvironment({ repository, environment: "production", app: app.slug });
    const { data } = await octokit.rest.actions.createWorkflowDispatch({
      ...at,
      workflow_id: "deploy.yml",
      ref: "main",
      inputs: { environment },
      return_run_details: true,
    });
    runId = (data as unknown as { workflow_run_id: number }).workflow_run_id;
  };
  const answer = (client: Scene["octokit"], state: "approved" | "rejected") =>
    client.rest.actions.reviewCustomGatesForRun({
      ...scene.at,
      run_id: runId,
      environment_name: "production",
      state,
      comment: "because",
    });
  const states = async () => {
    const { octokit, at } = scene;
    const [deployment] = (await octokit.rest.repos.listDeployments(at)).data;
    const all = await octokit.rest.repos.listDeploymentStatuses({ ...at, deployment_id: deployment!.id });
    return all.data.map(({ state }) => state).reverse();
  };

  it("lets no job begin before the App has approved", async () => {
    const { control, octokit, at, repository, ben } = scene;
    await wait("production");
    expect(await control.takeWorkflowRun()).toBeNull();
    const run = async () => (await octokit.rest.actions.getWorkflowRun({ ...at, run_id: runId })).data;
    expect(await run()).toMatchObject({ status: "waiting", conclusion: null });
    const pending = (await octokit.rest.actions.getPendingDeploymentsForRun({ ...at, run_id: runId })).data;
    expect(pending.map(({ environment }) => environment.name)).toEqual(["production"]);
    await expect(answer(ben, "approved")).rejects.toMatchObject({ status: 403 });
    await answer(octokit, "approved");
    await expect(answer(octokit, "rejected")).rejects.toMatchObject({ status: 422 });
    expect(await control.takeWorkflowRun()).toMatchObject({ runId });
    await control.startWorkflowRun({ repository, runId });
    await control.completeWorkflowRun({ repository, runId, conclusion: "success" });
    expect(await states()).toEqual(["pending", "in_progress", "success"]);
    expect((await control.deliveries({ event: "deployment_status" })).length).toBe(3);
  });

  it("fails the workflow run when the App rejects", async () => {
    await wait("production");
    await answer(scene.octokit, "rejected");
    const run = (await scene.octokit.rest.actions.getWorkflowRun({ ...scene.at, run_id: runId })).data;
    expect(run).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(await states()).toEqual(["pending", "failure"]);
    expect(await scene.control.takeWorkflowRun()).toBeNull();
  });

  it("is no matter to others", async () => {
    await wait("staging");
    expect(await scene.control.takeWorkflowRun()).toMatchObject({ runId });
    expect(
      (await scene.octokit.rest.repos.getAllEnvironments(scene.at)).data.environments?.map(({ name }) => name),
    ).toEqual(["production", "staging"]);
  });

  it("asks that App, with the deployment and an address that names repository and workflow run", async () => {
    await scene.fake.close();
    scene = await startScene({ webhookUrl: "http://127.0.0.1:9/none" });
    await wait("production");
    const [asked] = await scene.control.deliveries({ event: "deployment_protection_rule" });
    expect(asked).toMatchObject({ action: "requested", app: scene.app.slug });
  });
});

describe("refs", () => {
  it("are moved with force and deleted by a person, which closes pull requests", async () => {
    const { control, repository, octokit, at, headOfMain } = scene;
    const { number } = await scene.openPull();
    await control.commitFiles({ repository, branch: "main", files: { a: "1" }, message: "a", author: "ana" });
    await control.moveRef({ repository, ref: "refs/heads/main", sha: headOfMain, author: "ana" });
    expect((await octokit.rest.git.getRef({ ...at, ref: "heads/main" })).data.object.sha).toBe(headOfMain);
    await control.moveRef({ repository, ref: "refs/heads/deeper", sha: null, author: "ben" });
    expect((await octokit.rest.pulls.get({ ...at, pull_number: number })).data.state).toBe("closed");
    const tag = await octokit.rest.git.createTag({
      ...at,
      tag: "late-flights#production#1",
      message: "production: 1",
      object: headOfMain,
      type: "commit",
    });
    await octokit.rest.git.createRef({ ...at, ref: "refs/tags/late-flights#production#1", sha: tag.data.sha });
    const matching = await octokit.rest.git.listMatchingRefs({ ...at, ref: "tags/late-flights#production#" });
    expect(matching.data.map(({ ref, object }) => [ref, object.type])).toEqual([
      ["refs/tags/late-flights#production#1", "tag"],
    ]);
  });
});
