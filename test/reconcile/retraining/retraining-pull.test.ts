import { describe, expect, it } from "vitest";
import { parseRetrainingMessage } from "../../../src/core/retraining/retraining-message.ts";
import { buildBroken, buildDrift, buildPolicy, buildWindow } from "../../core/retraining/build-retraining.ts";
import { PLAN, useRegistryScene } from "../registry/registry-scene.ts";
import {
  BRANCH,
  buildModel,
  commentsOn,
  createFlights,
  finishTraining,
  issuesOf,
  PARAMS,
  pullsOf,
  reconcile,
  recordsOf,
  runsOf,
  setWindows,
  textAt,
} from "./retraining-scene.ts";

const scene = useRegistryScene();
const TWO_OF_FIVE = [buildDrift(25), buildWindow(24), buildDrift(23), buildWindow(22)];
const MORE = [buildDrift(26), ...TWO_OF_FIVE];

async function opened(files: Record<string, string> = {}) {
  const here = await createFlights(scene, files);
  await setWindows(here.open(), TWO_OF_FIVE);
  await reconcile(here.open());
  const [pull] = await pullsOf(scene, here);
  if (pull === undefined) throw new Error("nothing was opened");
  return { here, pull };
}

describe("the retraining pull request", () => {
  it("is opened by two of five windows: one edit, a signed commit, labels, and a training on the branch", async () => {
    const here = await createFlights(scene, { CODEOWNERS: "params.yaml @ben @ghosty\n" });
    const workplace = here.open();
    await setWindows(workplace, TWO_OF_FIVE);
    await reconcile(workplace);
    const [pull, ...others] = await pullsOf(scene, here);
    expect(others).toEqual([]);
    expect(pull).toMatchObject({ title: "Retrain late-flights (1)", user: { login: scene.app.botLogin } });
    expect(pull?.head.ref).toBe(BRANCH);
    expect(pull?.labels.map(({ name }) => name)).toEqual(["retraining"]);
    expect(pull?.requested_reviewers.map(({ login }) => login)).toEqual(["ben"]);
    expect(await textAt(scene, here, "params.yaml", BRANCH)).toBe(PARAMS.replace("2026-01-01", "2026-11-25"));
    const commit = (await scene.api(`/repos/${here.repository}/commits/${pull?.head.sha ?? ""}`)) as {
      commit: { message: string; verification: { verified: boolean } };
      files: { filename: string }[];
    };
    expect(commit.commit.verification.verified).toBe(true);
    expect(commit.files.map(({ filename }) => filename)).toEqual(["params.yaml"]);
    expect(parseRetrainingMessage(commit.commit.message)).toMatchObject({
      model: "late-flights",
      counter: 1,
      cause: { kind: "drift", columns: ["distance"], severity: 2 },
    });
    const runs = (await runsOf(scene, here)).filter(({ head_branch: branch }) => branch === BRANCH);
    expect(
      runs.map(({ event, head_sha: sha, display_title: title }) => [event, sha === pull?.head.sha, title]),
    ).toEqual([["workflow_dispatch", true, `train ${BRANCH} retrain/late-flights/1/1`]]);
    expect(await recordsOf(here.open())).toMatchObject([
      {
        counter: 1,
        pullRequest: pull?.number,
        state: "open",
        runs: [{ key: "retrain/late-flights/1/1", outcome: "running", workflowRun: { id: runs[0]?.id } }],
      },
    ]);
    // GitHub describes the labels of a listed pull request as having a description always; those that it makes itself have none.
    const violations = await scene.fake.control.violations();
    expect(violations.filter((violation) => !violation.includes("/labels/*/description"))).toEqual([]);
  });

  it("changes nothing, and is one commit all the same, where the training itself commits what changes", async () => {
    const here = await createFlights(scene);
    await setWindows(here.open(), TWO_OF_FIVE);
    await reconcile(here.open(), buildModel({ retrain: buildPolicy() }));
    const [pull] = await pullsOf(scene, here);
    expect(await textAt(scene, here, "params.yaml", BRANCH)).toBe(PARAMS);
    expect(pull?.body).toContain("No file is edited");
    expect(pull?.head.sha).not.toBe(here.mainSha);
  });

  it("is opened once: again, after a restart and by a second replica nothing is written", async () => {
    const { here } = await opened();
    const mark = (await scene.fake.control.requests()).next;
    await reconcile(here.open());
    await reconcile(here.open());
    const { entries } = await scene.fake.control.requests({ since: mark, app: scene.app.slug });
    const writes = entries.filter(({ method, path }) => method !== "GET" && !/access_tokens|graphql/.test(path));
    expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(await pullsOf(scene, here)).toHaveLength(1);
  });

  it("is one where two replicas look at the same moment", async () => {
    const here = await createFlights(scene);
    await setWindows(here.open(), TWO_OF_FIVE);
    await Promise.allSettled([reconcile(here.open()), reconcile(here.open()), reconcile(here.open())]);
    await reconcile(here.open());
    expect(await pullsOf(scene, here)).toHaveLength(1);
    expect(await recordsOf(here.open())).toHaveLength(1);
    expect((await runsOf(scene, here)).filter(({ head_branch: branch }) => branch === BRANCH)).toHaveLength(1);
  });

  it("is at most three of a repository, also where their models are looked at in one go", async () => {
    const here = await createFlights(scene);
    const models = ["a", "b", "c", "d", "e"].map((name) => buildModel({ name, retrain: buildPolicy() }));
    for (const { name } of models) await setWindows(here.open(), TWO_OF_FIVE, name);
    await Promise.allSettled([reconcile(here.open(), ...models), reconcile(here.open(), ...models.toReversed())]);
    await reconcile(here.open(), ...models);
    expect((await pullsOf(scene, here)).filter(({ state }) => state === "open")).toHaveLength(3);
  });

  it("costs a quiet look one call, and a living one a handful", async () => {
    const calls = async (work: () => Promise<void>) => {
      const mark = (await scene.fake.control.requests()).next;
      await work();
      const { entries } = await scene.fake.control.requests({ since: mark, app: scene.app.slug });
      return entries.filter(({ path }) => !path.includes("access_tokens")).length;
    };
    const here = await createFlights(scene);
    const workplace = here.open();
    await setWindows(workplace, [buildWindow(25), buildWindow(24)]);
    await reconcile(workplace);
    // Whether somebody asked for one by a workflow.
    expect(await calls(async () => reconcile(workplace))).toBe(1);
    await setWindows(workplace, TWO_OF_FIVE);
    await reconcile(workplace);
    await reconcile(workplace);
    expect(await calls(async () => reconcile(workplace))).toBeLessThanOrEqual(6);
  });

  it("is left alone by a change of the base elsewhere, and made anew by one of what it is made of", async () => {
    const { here, pull } = await opened();
    await scene.fake.control.clearFaults();
    const quiet = buildModel({ retrain: buildPolicy({ ...buildModel().retrain, minIntervalMs: 0 }) });
    await finish(here);
    await here.commit({ "README.md": "x\n" });
    await reconcile(here.open(), quiet);
    expect((await pullsOf(scene, here))[0]?.head.sha).toBe(pull.head.sha);
    await here.commit({ "train.py": "print(2)\n" });
    await reconcile(here.open(), quiet);
    const [after, ...others] = await pullsOf(scene, here);
    expect(others).toEqual([]);
    expect(after?.head.sha).not.toBe(pull.head.sha);
    expect(await textAt(scene, here, "train.py", BRANCH)).toBe("print(2)\n");
    expect(await textAt(scene, here, "params.yaml", BRANCH)).toContain("2026-11-25");
    expect((await recordsOf(here.open()))[0]?.runs.map(({ key }) => key)).toEqual([
      "retrain/late-flights/1/2",
      "retrain/late-flights/1/1",
    ]);
  });

  it("keeps head and data while it trains: a later window changes its text alone, and the data once it has reported", async () => {
    const { here, pull } = await opened();
    await setWindows(here.open(), MORE);
    await here.commit({ "train.py": "print(3)\n" });
    await reconcile(here.open());
    const [while_] = await pullsOf(scene, here);
    expect(while_?.head.sha).toBe(pull.head.sha);
    expect(while_?.body).not.toBe(pull.body);
    expect(await textAt(scene, here, "params.yaml", BRANCH)).toContain("2026-11-25");
    await finish(here);
    const later = { now: () => "2026-11-28T12:00:00Z" };
    await reconcile(here.open(later));
    expect(await textAt(scene, here, "params.yaml", BRANCH)).toContain("2026-11-26");
    expect(await textAt(scene, here, "train.py", BRANCH)).toBe("print(3)\n");
    expect(await pullsOf(scene, here)).toHaveLength(1);
  });

  it("that was merged is over, and another one begins a branch of its own", async () => {
    const { here, pull } = await opened();
    await scene.fake.control.mergePull({
      repository: here.repository,
      number: pull.number,
      author: "ana",
      method: "squash",
    });
    await reconcile(here.open());
    expect(await recordsOf(here.open())).toMatchObject([{ state: "merged", pullRequest: pull.number }]);
    const later = { now: () => "2026-12-20T12:00:00Z" };
    const december = [buildDrift(20), buildDrift(19)].map((window) => ({
      ...window,
      slot: window.slot.replace("-11-", "-12-"),
      start: window.slot.replace("-11-", "-12-"),
      end: window.slot.replace("-11-", "-12-"),
    }));
    await setWindows(here.open(), [...december, ...TWO_OF_FIVE]);
    await reconcile(here.open(later));
    const pulls = await pullsOf(scene, here);
    expect(pulls.map(({ state, title }) => [state, title])).toEqual([
      ["open", "Retrain late-flights (2)"],
      ["closed", "Retrain late-flights (1)"],
    ]);
  });

  it("that people closed rests until its cause is worse", async () => {
    const { here, pull } = await opened();
    await scene.fake.control.closePull({ repository: here.repository, number: pull.number, author: "ana" });
    await reconcile(here.open());
    expect(await recordsOf(here.open())).toMatchObject([{ state: "closed-by-people" }]);
    const later = { now: () => "2026-12-20T12:00:00Z" };
    const again = (effect: number) =>
      [buildDrift(20), buildDrift(19)].map((window) => ({
        ...window,
        slot: window.slot.replace("-11-", "-12-"),
        scores: window.scores.map((score) => ({ ...score, effect })),
      }));
    await setWindows(here.open(), again(0.25));
    await reconcile(here.open(later));
    expect(await pullsOf(scene, here)).toHaveLength(1);
    await setWindows(here.open(), again(0.35));
    await reconcile(here.open(later));
    expect((await pullsOf(scene, here)).map(({ state }) => state)).toEqual(["open", "closed"]);
  });

  it("is closed with a comment when drift is gone for three windows, and once", async () => {
    const { here, pull } = await opened();
    await finish(here);
    const good = [buildWindow(28), buildWindow(27), buildWindow(26), ...TWO_OF_FIVE];
    await setWindows(here.open(), good);
    await reconcile(here.open());
    await reconcile(here.open());
    expect((await pullsOf(scene, here)).map(({ state }) => state)).toEqual(["closed"]);
    const comments = await commentsOn(scene, here, pull.number);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain("the drift is gone");
    expect(await recordsOf(here.open())).toMatchObject([{ state: "closed-by-app", closedAt: expect.any(String) }]);
  });

  it("is closed with a reason when the configuration says nothing of it any more", async () => {
    const { here, pull } = await opened();
    await finish(here);
    await reconcile(here.open(), PLAN);
    expect((await pullsOf(scene, here)).map(({ state }) => state)).toEqual(["closed"]);
    expect((await commentsOn(scene, here, pull.number)).join()).toContain("no key retrain");
  });

  it("is not opened for a broken feed", async () => {
    const here = await createFlights(scene);
    await setWindows(here.open(), [buildBroken(26), ...TWO_OF_FIVE]);
    await reconcile(here.open());
    expect(await pullsOf(scene, here)).toEqual([]);
    expect((await issuesOf(scene, here)).map(({ title }) => title)).toEqual([
      "Data incident: flights of late-flights is broken",
    ]);
  });

  it("waits with an issue where an edit does not apply, and goes on when it does", async () => {
    const here = await createFlights(scene, { "params.yaml": "seed: 7\n" });
    await setWindows(here.open(), TWO_OF_FIVE);
    await reconcile(here.open());
    expect(await pullsOf(scene, here)).toEqual([]);
    expect(await recordsOf(here.open())).toEqual([]);
    const [issue, ...others] = await issuesOf(scene, here);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ title: "Retraining of late-flights cannot begin", state: "open" });
    expect(issue?.body).toContain("params.yaml");
    await here.commit({ "params.yaml": PARAMS });
    await reconcile(here.open());
    expect(await pullsOf(scene, here)).toHaveLength(1);
    expect((await issuesOf(scene, here)).map(({ state }) => state)).toEqual(["closed"]);
  });

  it("says in a comment that an edit does not apply any more, and leaves the branch as it is", async () => {
    const { here, pull } = await opened();
    await finish(here);
    await here.commit({ "params.yaml": "seed: 8\n" });
    const later = { now: () => "2026-11-28T12:00:00Z" };
    await reconcile(here.open(later));
    await reconcile(here.open(later));
    expect((await pullsOf(scene, here))[0]?.head.sha).toBe(pull.head.sha);
    const comments = await commentsOn(scene, here, pull.number);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain("does not apply");
  });

  /** The training of the newest head leaves good evidence. */
  async function finish(here: Awaited<ReturnType<typeof createFlights>>): Promise<void> {
    await finishTraining(scene, here);
    await reconcile(here.open());
  }
});
