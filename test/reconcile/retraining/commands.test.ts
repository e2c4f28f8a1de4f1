import { describe, expect, it } from "vitest";
import { runCommand } from "../../../src/reconcile/run-command.ts";
import { buildBroken, buildDrift } from "../../core/retraining/build-retraining.ts";
import { type RegistryRepository, useRegistryScene } from "../registry/registry-scene.ts";
import { createFlights, pullsOf, reconcile, recordsOf, setWindows } from "./retraining-scene.ts";

const scene = useRegistryScene();

const CONFIG = `models:
  late-flights:
    paths: ["train.py", "params.yaml"]
    primary-metric: roc-auc
    retrain:
      open: command
      edits: [{ file: params.yaml, pointer: /data/end, value: "{window-end-date}" }]
`;
const TWO = `${CONFIG}  delays:
    paths: ["delays.py"]
    primary-metric: roc-auc
    retrain: { open: command }
`;

async function create(config = CONFIG) {
  const here = await createFlights(scene, { ".github/pawl.yml": config });
  const { number } = await scene.fake.control.createIssue({
    repository: here.repository,
    title: "Talk",
    author: "ana",
  });
  return { here, number };
}

/** Gives a command on the issue; what it is answered, and the reactions of the App. */
async function say(here: RegistryRepository, number: number, author: string, body: string, workplace = here.open()) {
  const { commentId } = await scene.fake.control.comment({ repository: here.repository, number, author, body });
  const comment = { issue: number, onPullRequest: false, commentId, author, body, createdAt: "2026-11-26T12:00:00Z" };
  await runCommand(workplace, comment, "main");
  // GitHub may tell of it twice.
  await runCommand(here.open(), comment, "main");
  const comments = (await scene.api(`/repos/${here.repository}/issues/${String(number)}/comments?per_page=100`)) as {
    body: string;
  }[];
  const reactions = (await scene.api(`/repos/${here.repository}/issues/comments/${String(commentId)}/reactions`)) as {
    content: string;
  }[];
  const answers = comments.filter((one) => one.body.startsWith(`<!-- pawl:answer:${String(commentId)} -->`));
  expect(answers.length).toBeLessThanOrEqual(1);
  return { answer: answers[0]?.body, reactions: reactions.map(({ content }) => content) };
}

describe("/pawl retrain", () => {
  it("opens the pull request without drift, with who asked and why on record, and says so", async () => {
    const { here, number } = await create();
    const { answer, reactions } = await say(here, number, "ben", "/pawl retrain new airline since *Monday*");
    const [pull, ...others] = await pullsOf(scene, here);
    expect(others).toEqual([]);
    expect(answer).toContain(`#${String(pull?.number)} retrains \`late-flights\``);
    expect(reactions).toContain("rocket");
    expect(pull?.body).toContain("ben asked for it");
    expect(pull?.body).not.toContain("*Monday*");
    expect(await recordsOf(here.open())).toMatchObject([
      {
        cause: { kind: "person", requestedBy: "ben", reason: "new airline since *Monday*", severity: 0 },
        window: { end: "2026-11-26T12:00:00Z" },
        runs: [{ outcome: "running" }],
      },
    ]);
  });

  it("names the one that is living", async () => {
    const { here, number } = await create();
    await say(here, number, "ben", "/pawl retrain");
    const { answer } = await say(here, number, "ana", "/pawl retrain late-flights");
    expect(answer).toMatch(/#\d+ retrains `late-flights` already/);
    expect(await pullsOf(scene, here)).toHaveLength(1);
  });

  it("passes the cooldown", async () => {
    const { here, number } = await create();
    await say(here, number, "ben", "/pawl retrain");
    const [first] = await pullsOf(scene, here);
    await scene.fake.control.closePull({ repository: here.repository, number: first?.number ?? 0, author: "ana" });
    await reconcile(here.open());
    await say(here, number, "ben", "/pawl retrain");
    expect((await pullsOf(scene, here)).map(({ state }) => state)).toEqual(["open", "closed"]);
  });

  it("asks for the model where there are several", async () => {
    const { here, number } = await create(TWO);
    const { answer, reactions } = await say(here, number, "ben", "/pawl retrain because of drift");
    expect(answer).toContain("Name a model first, one of `late-flights`, `delays`");
    expect(reactions).toContain("confused");
    await say(here, number, "ben", "/pawl retrain delays because of drift");
    expect(await recordsOf(here.open(), "delays")).toMatchObject([{ cause: { reason: "because of drift" } }]);
  });

  it("is refused without write permission, by a reaction alone", async () => {
    const { here, number } = await create();
    const { answer, reactions } = await say(here, number, "mallory", "/pawl retrain");
    expect(answer).toBeUndefined();
    expect(reactions).toEqual(["-1"]);
    expect(await pullsOf(scene, here)).toEqual([]);
  });

  it("does not get past a broken feed, and says that it is that", async () => {
    const { here, number } = await create();
    await setWindows(here.open(), [buildBroken(26), buildDrift(25)]);
    const { answer, reactions } = await say(here, number, "ana", "/pawl retrain");
    expect(answer).toContain("The feed of flights is broken since 2026");
    expect(reactions).toContain("confused");
    expect(await pullsOf(scene, here)).toEqual([]);
  });

  it("says what is missing where the model is not retrained", async () => {
    const { here, number } = await create(CONFIG.replace(/ {4}retrain:[\s\S]*/, ""));
    const { answer } = await say(here, number, "ana", "/pawl retrain late-flights");
    expect(answer).toContain("has no key retrain");
    expect((await say(here, number, "ana", "/pawl retrain")).answer).toContain("has a key `retrain`");
  });

  it("says which edit does not apply", async () => {
    const { here, number } = await create();
    await here.commit({ "params.yaml": "seed: 7\n" });
    const { answer } = await say(here, number, "ana", "/pawl retrain");
    expect(answer).toContain("params.yaml");
    expect(await recordsOf(here.open())).toEqual([]);
  });
});

describe("/pawl hold and /pawl resume", () => {
  it("hold retraining until somebody resumes it; the first reason stands", async () => {
    const { here, number } = await create();
    const held = await say(here, number, "ben", "/pawl hold late-flights until the audit is over");
    expect(held.answer).toContain("is held by ben since 2026-11-26 12:00 UTC: until the audit is over");
    expect((await say(here, number, "ana", "/pawl hold")).answer).toContain("held by ben");
    const refused = await say(here, number, "ana", "/pawl retrain");
    expect(refused.answer).toContain("held by ben");
    expect(refused.answer).toContain("/pawl resume late-flights");
    expect(await pullsOf(scene, here)).toEqual([]);
    expect((await say(here, number, "ana", "/pawl resume")).answer).toContain("goes on");
    expect((await say(here, number, "ana", "/pawl resume")).answer).toContain("is not held");
    await say(here, number, "ana", "/pawl retrain");
    expect(await pullsOf(scene, here)).toHaveLength(1);
  });

  it("are refused without write permission", async () => {
    const { here, number } = await create();
    for (const command of ["hold", "resume"]) {
      expect(await say(here, number, "mallory", `/pawl ${command}`)).toEqual({ answer: undefined, reactions: ["-1"] });
    }
  });
});
