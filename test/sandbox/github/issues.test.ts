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

const actions = async (event: string) => (await scene.control.deliveries({ event })).map(({ action }) => action);

describe("an issue", () => {
  it("is opened with labels that nobody made and with assignees, if each can be assigned", async () => {
    const { octokit, at, app } = scene;
    const wish = { title: "Drift", body: "It drifts.", labels: ["drift", "urgent"], assignees: ["ben"] };
    const refused = octokit.rest.issues.create({ ...at, ...wish, assignees: ["ben", "mallory"] });
    await expect(refused).rejects.toMatchObject({ status: 422 });
    const { data } = await octokit.rest.issues.create({ ...at, ...wish });
    expect(data).toMatchObject({
      state: "open",
      user: { login: app.botLogin },
      performed_via_github_app: { slug: "pawl" },
    });
    expect(data.assignees?.map(({ login }) => login)).toEqual(["ben"]);
    expect((await octokit.rest.issues.listLabelsForRepo(at)).data.map(({ name }) => name)).toEqual(["drift", "urgent"]);
    expect(await actions("issues")).toEqual(["opened", "labeled", "labeled", "assigned"]);
  });

  it("tells of what became different, and of nothing else", async () => {
    const { octokit, at } = scene;
    const { number } = (await octokit.rest.issues.create({ ...at, title: "Drift", body: "one" })).data;
    const update = { ...at, issue_number: number };
    await octokit.rest.issues.update({ ...update, title: "Drift", body: "two" });
    await octokit.rest.issues.update({ ...update, body: "two", state: "open" });
    const closed = await octokit.rest.issues.update({ ...update, state: "closed", state_reason: "not_planned" });
    expect(closed.data).toMatchObject({ state: "closed", state_reason: "not_planned" });
    const again = await octokit.rest.issues.update({ ...update, state: "open", labels: ["a"], assignees: ["ana"] });
    expect(again.data).toMatchObject({ state: "open", state_reason: "reopened", closed_at: null });
    expect(await actions("issues")).toEqual(["opened", "edited", "closed", "labeled", "assigned", "reopened"]);
  });

  it("knows who changed its text last", async () => {
    const { control, octokit, at, repository } = scene;
    const { number } = (await octokit.rest.issues.create({ ...at, title: "Models", body: "- [ ] check" })).data;
    const ask = async () =>
      (
        await octokit.graphql<{
          repository: { issue: { editor: { login: string } | null; lastEditedAt: string | null } };
        }>(
          "query ($owner: String!, $repo: String!, $number: Int!) { repository(owner: $owner, name: $repo) { issue(number: $number) { editor { login } lastEditedAt } } }",
          { ...at, number },
        )
      ).repository.issue;
    expect(await ask()).toEqual({ editor: null, lastEditedAt: null });
    await control.editIssue({ repository, number, author: "ben", body: "- [x] check" });
    expect(await ask()).toMatchObject({ editor: { login: "ben" }, lastEditedAt: expect.stringMatching(/Z$/) });
    // a new title is no edit of the text
    await control.editIssue({ repository, number, author: "ana", title: "All models" });
    expect((await ask()).editor).toEqual({ login: "ben" });
    const edited = (await control.deliveries({ event: "issues" })).filter(({ action }) => action === "edited");
    expect(edited).toHaveLength(2);
  });

  it("is changed by those who may write and by whoever opened it", async () => {
    const { control, stranger, ben, at, repository } = scene;
    await control.addCollaborator({ repository, login: "mallory", permission: "read" });
    const own = (await stranger.rest.issues.create({ ...at, title: "Mine" })).data.number;
    const other = (await ben.rest.issues.create({ ...at, title: "Ben's" })).data.number;
    await stranger.rest.issues.update({ ...at, issue_number: own, body: "more" });
    const attack = stranger.rest.issues.update({ ...at, issue_number: other, body: "x" });
    await expect(attack).rejects.toMatchObject({ status: 403 });
    await ben.rest.issues.update({ ...at, issue_number: own, state: "closed" });
  });

  it("is found by who opened it, who has it, and what state it is in", async () => {
    const { octokit, ben, at, app } = scene;
    const first = (await octokit.rest.issues.create({ ...at, title: "one", assignees: ["ana"] })).data.number;
    const second = (await octokit.rest.issues.create({ ...at, title: "two" })).data.number;
    await ben.rest.issues.create({ ...at, title: "three" });
    await octokit.rest.issues.update({ ...at, issue_number: first, state: "closed" });
    const find = async (query: object) =>
      (await octokit.rest.issues.listForRepo({ ...at, ...query })).data.map(({ title }) => title);
    expect(await find({ creator: app.botLogin, state: "all" })).toEqual(["two", "one"]);
    expect(await find({ creator: app.botLogin, state: "all", direction: "asc" })).toEqual(["one", "two"]);
    expect(await find({ creator: app.botLogin })).toEqual(["two"]);
    expect(await find({ assignee: "ana", state: "closed" })).toEqual(["one"]);
    await octokit.rest.issues.addAssignees({ ...at, issue_number: second, assignees: ["ana", "ben"] });
    await octokit.rest.issues.removeAssignees({ ...at, issue_number: second, assignees: ["ana"] });
    expect(await find({ assignee: "ben" })).toEqual(["two"]);
    expect(await find({ assignee: "none" })).toEqual(["three"]);
  });
});

describe("reviewers", () => {
  it("are people with access and teams of the organization", async () => {
    const { control, fake } = scene;
    await control.createOrganization({ login: "acme" });
    await control.createTeam({ organization: "acme", slug: "models", members: ["ben"] });
    const made = await control.createRepository({ owner: "acme", name: "flights", files: { a: "1" } });
    await control.addCollaborator({ repository: made.repository, login: "ben", permission: "write" });
    await control.addCollaborator({ repository: made.repository, login: "ana", permission: "admin" });
    await control.install({ app: scene.app.slug, account: "acme" });
    await control.commitFiles({
      repository: made.repository,
      branch: "x",
      files: { a: "2" },
      message: "x",
      author: "ana",
    });
    const { number } = await control.openPull({ repository: made.repository, head: "x", title: "x", author: "ana" });
    const at = { owner: "acme", repo: "flights", pull_number: number };
    const ask = (wish: object) => scene.ana.rest.pulls.requestReviewers({ ...at, ...wish });

    await expect(ask({ reviewers: ["ben", "mallory"] })).rejects.toMatchObject({ status: 422 });
    await expect(ask({ team_reviewers: ["nobody"] })).rejects.toMatchObject({ status: 422 });
    await expect(ask({ reviewers: ["ana"] })).rejects.toMatchObject({ message: expect.stringContaining("author") });
    expect((await scene.ana.rest.pulls.listRequestedReviewers(at)).data.users).toEqual([]);

    const { data } = await ask({ reviewers: ["ben"], team_reviewers: ["models"] });
    expect(data.requested_teams?.map(({ slug }) => slug)).toEqual(["models"]);
    await scene.ana.rest.pulls.removeRequestedReviewers({ ...at, reviewers: ["ben"], team_reviewers: ["models"] });
    const asked = (await actions("pull_request")).filter((action) => action?.startsWith("review_request"));
    expect(asked).toEqual(["review_requested", "review_requested", "review_request_removed", "review_request_removed"]);
    expect(fake.violations).toEqual([]);
  });
});
