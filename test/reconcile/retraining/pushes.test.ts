import { describe, expect, it } from "vitest";
import { buildDrift, buildWindow } from "../../core/retraining/build-retraining.ts";
import { type RegistryRepository, useRegistryScene } from "../registry/registry-scene.ts";
import {
  BRANCH,
  commentsOn,
  createFlights,
  finishTraining,
  pullsOf,
  reconcile,
  recordsOf,
  setWindows,
  takeRun,
} from "./retraining-scene.ts";

const scene = useRegistryScene();
const TWO_OF_FIVE = [buildDrift(25), buildWindow(24), buildDrift(23), buildWindow(22)];
const LATER = { now: () => "2026-11-28T12:00:00Z" };
const JOBS = { name: "github-actions[bot]", email: "41898282+github-actions[bot]@users.noreply.github.com" };

const FORMAT = `name: format
on: { workflow_dispatch: {} }
permissions: { contents: write }
jobs:
  format:
    runs-on: ubuntu-latest
    steps:
      - run: echo
`;

async function opened() {
  const here = await createFlights(scene, { ".github/workflows/format.yml": FORMAT });
  await setWindows(here.open(), TWO_OF_FIVE);
  await reconcile(here.open());
  const [pull] = await pullsOf(scene, here);
  if (pull === undefined) throw new Error("nothing was opened");
  return { here, pull };
}

/** A commit on the branch under a job's name, with whoever's token. */
async function push(here: RegistryRepository, token: string): Promise<string> {
  const answer = await fetch(`${scene.fake.url}/repos/${here.repository}/contents/dvc.lock`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({
      message: "Data of the training",
      branch: BRANCH,
      content: Buffer.from("outs: []\n").toString("base64"),
      author: JOBS,
      committer: JOBS,
    }),
  });
  if (!answer.ok) throw new Error(`${String(answer.status)} ${await answer.text()}`);
  return ((await answer.json()) as { commit: { sha: string } }).commit.sha;
}

const authorOf = async ({ repository }: RegistryRepository, sha: string) =>
  ((await scene.api(`/repos/${repository}/commits/${sha}`)) as { author: { login: string } | null }).author?.login;

describe("attack: a commit on top of the App's says that the training made it", () => {
  it("and a person pushed it while that ran: it is theirs, and is never written over", async () => {
    const { here, pull } = await opened();
    const run = await takeRun(scene, here);
    const sha = await push(here, scene.token());
    expect(await authorOf(here, sha)).toBe(JOBS.name);
    await finishTraining(scene, here, { run });
    await here.commit({ "train.py": "print(9)\n" });
    await reconcile(here.open(LATER));
    await reconcile(here.open(LATER));
    const [after] = await pullsOf(scene, here);
    expect(after?.head.sha).toBe(sha);
    expect(await recordsOf(here.open())).toMatchObject([{ state: "hands-off" }]);
    expect((await commentsOn(scene, here, pull.number))[0]).toContain("Hands off");
  });

  it("and GitHub does not tell who pushed it: likewise", async () => {
    const { here } = await opened();
    const run = await takeRun(scene, here);
    const sha = await push(here, run.token);
    await finishTraining(scene, here, { run });
    await scene.fake.control.addFault({
      route: "GET /repos/{owner}/{repo}/activity",
      count: 50,
      effect: { kind: "status", status: 404, when: "before" },
    });
    await here.commit({ "train.py": "print(9)\n" });
    await reconcile(here.open(LATER));
    await scene.fake.control.clearFaults();
    expect((await pullsOf(scene, here))[0]?.head.sha).toBe(sha);
    expect(await recordsOf(here.open())).toMatchObject([{ state: "hands-off" }]);
  });

  it("and a job of another workflow pushed it when no training ran: nothing is done until GitHub's lists are complete, then likewise", async () => {
    const { here } = await opened();
    await finishTraining(scene, here);
    await reconcile(here.open());
    const hour = 3_600_000;
    await scene.fake.control.advanceClock({ milliseconds: hour });
    await fetch(`${scene.fake.url}/repos/${here.repository}/actions/workflows/format.yml/dispatches`, {
      method: "POST",
      headers: { authorization: `Bearer ${scene.token()}` },
      body: JSON.stringify({ ref: "main" }),
    });
    const run = await takeRun(scene, here);
    const sha = await push(here, run.token);
    await here.commit({ "train.py": "print(9)\n" });
    const at = (milliseconds: number) => ({ now: () => scene.clock(hour + milliseconds) });
    await reconcile(here.open(at(60_000)));
    expect(await recordsOf(here.open())).toMatchObject([{ state: "open" }]);
    expect((await pullsOf(scene, here))[0]?.head.sha).toBe(sha);
    await reconcile(here.open(at(hour)));
    expect(await recordsOf(here.open())).toMatchObject([{ state: "hands-off" }]);
    expect((await pullsOf(scene, here))[0]?.head.sha).toBe(sha);
  });
});
