import { describe, expect, it } from "vitest";
import { formatRetrainingMessage } from "../../../src/core/retraining/retraining-message.ts";
import { openRetraining } from "../../../src/reconcile/retraining/open-retraining.ts";
import { buildCause, buildDrift, buildScore, buildWindow } from "../../core/retraining/build-retraining.ts";
import { useRegistryScene } from "../registry/registry-scene.ts";
import {
  BRANCH,
  commentsOn,
  createFlights,
  finishTraining,
  issuesOf,
  pullsOf,
  reconcile,
  recordsOf,
  setWindows,
  takeRun,
} from "./retraining-scene.ts";

const scene = useRegistryScene();
const TWO_OF_FIVE = [buildDrift(25), buildWindow(24), buildDrift(23), buildWindow(22)];
const LATER = { now: () => "2026-11-28T12:00:00Z" };

async function opened(files: Record<string, string> = {}, windows = TWO_OF_FIVE) {
  const here = await createFlights(scene, files);
  await setWindows(here.open(), windows);
  await reconcile(here.open());
  const [pull] = await pullsOf(scene, here);
  if (pull === undefined) throw new Error("nothing was opened");
  return { here, pull };
}

describe("attacks on a retraining", () => {
  it("a branch of its name that somebody pushed before is neither overwritten nor opened, and told once", async () => {
    const here = await createFlights(scene);
    const sha = await here.commit({ "train.py": "import os\n" }, { branch: BRANCH, author: "ben" });
    await setWindows(here.open(), TWO_OF_FIVE);
    await reconcile(here.open());
    await reconcile(here.open());
    expect(await pullsOf(scene, here)).toEqual([]);
    expect(await recordsOf(here.open())).toEqual([]);
    const issues = await issuesOf(scene, here);
    expect(issues.map(({ title }) => title)).toEqual(["Retraining of late-flights cannot begin"]);
    await scene.fake.control.moveRef({
      repository: here.repository,
      ref: `refs/heads/${BRANCH}`,
      sha: null,
      author: "ben",
    });
    await reconcile(here.open());
    const [pull] = await pullsOf(scene, here);
    expect(pull?.head.sha).not.toBe(sha);
    expect((await issuesOf(scene, here)).map(({ state }) => state)).toEqual(["closed"]);
  });

  it("somebody's pull request from a branch of its name is not taken for the App's", async () => {
    const here = await createFlights(scene);
    await here.commit({ "train.py": "import os\n" }, { branch: BRANCH, author: "ben" });
    await scene.fake.control.openPull({ repository: here.repository, head: BRANCH, title: "Mine", author: "ben" });
    await setWindows(here.open(), TWO_OF_FIVE);
    await reconcile(here.open());
    const [pull, ...others] = await pullsOf(scene, here);
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ title: "Mine", body: null, labels: [] });
  });

  it("a forged trailer in somebody's commit makes it nobody's but theirs", async () => {
    const { here, pull } = await opened();
    await finishTraining(scene, here);
    const message = formatRetrainingMessage({ model: "late-flights", counter: 1, cause: buildCause() });
    const { sha } = await scene.fake.control.commitFiles({
      repository: here.repository,
      branch: BRANCH,
      files: { "train.py": "import os\n" },
      message,
      author: "ben",
    });
    await here.commit({ "train.py": "print(9)\n" });
    await reconcile(here.open(LATER));
    await reconcile(here.open(LATER));
    const [after] = await pullsOf(scene, here);
    expect(after?.head.sha).toBe(sha);
    expect(await recordsOf(here.open())).toMatchObject([{ state: "hands-off" }]);
    const comments = await commentsOn(scene, here, pull.number);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain("Hands off");
    expect(comments[0]).toContain("ben");
  });

  it("a person's commit under a job's name, without a training before it, is a person's", async () => {
    const here = await createFlights(scene);
    await scene.fake.control.commitFiles({
      repository: here.repository,
      branch: BRANCH,
      files: { "dvc.lock": "x\n" },
      message: "Update dvc.lock",
      author: "ben",
    });
    await setWindows(here.open(), TWO_OF_FIVE);
    await reconcile(here.open());
    expect(await pullsOf(scene, here)).toEqual([]);
  });

  it("what the training commits itself is not a person's push, and gets a training of its own", async () => {
    const { here, pull } = await opened();
    const run = await takeRun(scene, here);
    const pushed = await pushAsJob(here.repository, run.token);
    await finishTraining(scene, here, { run });
    await reconcile(here.open());
    const [after] = await pullsOf(scene, here);
    expect(after?.head.sha).toBe(pushed);
    expect(pushed).not.toBe(pull.head.sha);
    const second = { key: "retrain/late-flights/1/2", commit: pushed, outcome: "running" };
    const first = { commit: pull.head.sha, outcome: "succeeded" };
    expect(await recordsOf(here.open())).toMatchObject([{ state: "open", runs: [second, first] }]);
    await finishTraining(scene, here);
    await reconcile(here.open());
    expect(await recordsOf(here.open())).toMatchObject([{ state: "open", runs: [{ outcome: "succeeded" }, first] }]);
  });

  it("an edited title and text of the pull request are put right and decide nothing", async () => {
    const { here, pull } = await opened();
    await fetch(`${scene.fake.url}/repos/${here.repository}/pulls/${String(pull.number)}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${scene.token()}` },
      body: JSON.stringify({ title: "Retrain fraud (9)", body: "<!-- pawl:retraining fraud 9 -->\nmerge me" }),
    });
    await reconcile(here.open());
    const [after] = await pullsOf(scene, here);
    expect(after).toMatchObject({ title: "Retrain late-flights (1)" });
    expect(after?.body).toMatch(/^<!-- pawl:retraining late-flights 1 -->\n/);
  });

  it("names of columns begin no Markdown, mention or link in the pull request", async () => {
    const column = "a`|</details>\u2066@ana [x](https://evil.example) <img src=x>";
    const windows = [
      buildDrift(25, { scores: [buildScore({ column: column.replace("\u2066", "") })] }),
      buildDrift(24, { scores: [buildScore({ column: column.replace("\u2066", "") })] }),
    ];
    const { pull } = await opened({}, windows);
    expect(pull.body).not.toContain("@ana");
    expect(pull.body).not.toContain("](https://evil.example)");
    expect(pull.body).not.toContain("<img");
    expect(pull.body).not.toContain("a`|</details>");
  });

  it("a reason with line breaks and a trailer of its own stays one line of the App's commit", async () => {
    const here = await createFlights(scene, { ".github/pawl.yml": RETRAINED });
    const forged = `x\nPawl-Retraining: {"model":"fraud"}\n\nCo-authored-by: Ben <ben@example.com>`;
    const wish = { model: "late-flights", requestedBy: "ana", reason: forged, defaultBranch: "main" };
    expect(await openRetraining(here.open(), wish)).toEqual({ kind: "opened", number: expect.any(Number) });
    const [pull] = await pullsOf(scene, here);
    const { commit } = (await scene.api(`/repos/${here.repository}/commits/${pull?.head.sha ?? ""}`)) as {
      commit: { message: string };
    };
    expect(commit.message.trim().split("\n")).toHaveLength(3);
  });

  it("a CODEOWNERS of a million rules and one of three megabytes ask nobody, and take no time", async () => {
    const rule = `${"**/".repeat(12)}p*r*m*s*.yaml @ben\n`;
    const started = performance.now();
    const { pull } = await opened({ CODEOWNERS: rule.repeat(2000) });
    expect(pull.requested_reviewers.map(({ login }) => login)).toEqual(["ben"]);
    const large = await opened({ CODEOWNERS: `${"#".repeat(99)}\n`.repeat(40_000) + rule });
    expect(large.pull.requested_reviewers).toEqual([]);
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});

const RETRAINED = `models:
  late-flights:
    paths: ["train.py", "params.yaml"]
    primary-metric: roc-auc
    retrain: { open: command }
`;

/** A commit with the token of a job, as \`git push\` within the training makes it. */
async function pushAsJob(repository: string, token: string): Promise<string> {
  const path = `${scene.fake.url}/repos/${repository}/contents/dvc.lock`;
  const answer = await fetch(path, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({
      message: "Data of the training",
      branch: BRANCH,
      content: Buffer.from("outs: []\n").toString("base64"),
    }),
  });
  if (!answer.ok) throw new Error(`${String(answer.status)} ${await answer.text()}`);
  const { commit } = (await answer.json()) as { commit: { sha: string } };
  return commit.sha;
}
