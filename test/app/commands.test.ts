import { describe, expect, it, vi } from "vitest";
import { CONFIG, useAppOnFakeGitHub, WORKFLOW } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const world = useAppOnFakeGitHub();
const control = () => world.fake.control;

/** Dispatched workflow runs of a repository, by title. */
async function dispatched(repository: string): Promise<string[]> {
  const found = (await world.api(`/repos/${repository}/actions/runs?event=workflow_dispatch&per_page=100`)) as {
    workflow_runs: { display_title: string; head_branch: string }[];
  };
  return found.workflow_runs.map(({ display_title: title, head_branch: branch }) => `${branch}: ${title}`);
}

async function say(repository: string, number: number, body: string, author = "ana"): Promise<number> {
  const { commentId } = await control().comment({ repository, number, author, body });
  await world.settle();
  return commentId;
}

async function reactions(repository: string, commentId: number): Promise<string[]> {
  const found = (await world.api(`/repos/${repository}/issues/comments/${String(commentId)}/reactions`)) as {
    content: string;
  }[];
  return found.map(({ content }) => content).sort();
}

describe("/pawl train", () => {
  it("by somebody who may write starts the workflow on the head branch, once, however often the event arrives", async () => {
    const { repository } = await world.createRepository("train");
    const { number } = await world.openPull(repository, "try");
    const commentId = await say(repository, number, "/pawl train");
    const deliveries = await control().deliveries({ event: "issue_comment" });
    const ids = deliveries.map(({ id }) => id);
    await control().redeliver({ ids: [...ids, ...ids] });
    await world.settle();
    expect(await dispatched(repository)).toEqual([`try: train try train-${String(commentId)}`]);
    expect(await reactions(repository, commentId)).toEqual(["eyes", "rocket"]);
    await world.restart();
    await control().redeliver({ ids });
    await world.settle();
    expect(await dispatched(repository)).toHaveLength(1);
  });

  it("its evidence is the pull request's", async () => {
    const { repository } = await world.createRepository("train-evidence");
    const { number } = await world.openPull(repository, "try");
    await world.startRun().then((run) => world.completeRun(run, "cancelled"));
    await say(repository, number, "/pawl train late-flights");
    const run = await world.trainNext(0.671);
    expect(run.event).toBe("workflow_dispatch");
    expect(await world.ledgerEntries(repository)).toMatchObject([{ pullRequest: number }, { pullRequest: number }]);
    expect(
      (await world.comments(repository, number)).find(({ login }) => login === world.app.botLogin)?.body,
    ).toContain("0.671");
  });

  it("is refused with a reaction where somebody may not write, and one comment for all of them says why", async () => {
    const { repository } = await world.createRepository("refused");
    const { number } = await world.openPull(repository, "try");
    const before = (await world.comments(repository, number)).length;
    const commentId = await say(repository, number, "/pawl train", "mallory");
    expect(await dispatched(repository)).toEqual([]);
    expect(await reactions(repository, commentId)).toEqual(["-1"]);
    await say(repository, number, "/pawl retrain", "mallory");
    const comments = await world.comments(repository, number);
    expect(comments).toHaveLength(before + 3);
    const said = comments.filter(({ login }) => login === world.app.botLogin).map(({ body }) => body);
    expect(said.filter((body) => body.includes("of mallory was not carried out: it takes write permission"))).toEqual([
      expect.stringContaining("`/pawl retrain`"),
    ]);
  });

  it.each([
    ["after it took effect", "after"],
    ["before it took effect", "before"],
  ] as const)("a dispatch whose answer was lost %s starts one workflow run", async (name, when) => {
    const { repository } = await world.createRepository(`lost-${when}`);
    const { number } = await world.openPull(repository, "try");
    await control().addFault({
      route: "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
      effect: { kind: "status", status: 502, when },
    });
    await say(repository, number, "/pawl train");
    expect(await dispatched(repository), name).toHaveLength(1);
  });

  it.each([["a model that does not exist", "/pawl train nothing", "no model of that name"]])(
    "%s is answered",
    async (_name, body, answer) => {
      const { repository } = await world.createRepository("unknown-model");
      const { number } = await world.openPull(repository, "try");
      await say(repository, number, body);
      expect(await dispatched(repository)).toEqual([]);
      expect((await world.comments(repository, number)).at(-1)?.body).toContain(answer);
    },
  );

  it("on a fork says that a maintainer must push the commit to a branch of this repository", async () => {
    const { repository } = await world.createRepository("forked");
    const fork = await control().fork({ repository, owner: "mallory" });
    await control().commitFiles({
      repository: fork.repository,
      branch: "try",
      files: { "train.py": "3" },
      message: "3",
      author: "mallory",
    });
    const { number } = await control().openPull({ repository, head: "mallory:try", title: "try", author: "mallory" });
    await world.settle();
    await say(repository, number, "/pawl train");
    expect(await dispatched(repository)).toEqual([]);
    expect((await world.comments(repository, number)).at(-1)?.body).toContain("to a branch of this repository");
  });
});

describe("/pawl validate", () => {
  it("starts the workflow of the touched dataset, under a key of its own", async () => {
    const config = `${CONFIG}    data: [{ name: flights, path: data/flights.csv, workflow: data.yml }]\n`;
    const { repository } = await world.createRepository("validate", {
      ".github/pawl.yml": config,
      ".github/workflows/data.yml": WORKFLOW.replace("name: train", "name: data").replace("  pull_request:\n", ""),
    });
    const { number } = await world.openPull(repository, "try", { "data/flights.csv": "a\n1\n" });
    const commentId = await say(repository, number, "/pawl validate");
    expect(await dispatched(repository)).toEqual([`try: train try validate-${String(commentId)}`]);
    expect(await reactions(repository, commentId)).toEqual(["eyes", "rocket"]);
  });
});
