import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseOrderTitle } from "../../../src/core/retraining/parse-order.ts";
import { readRetraining } from "../../../src/reconcile/retraining/read-retraining.ts";
import { type RegistryRepository, useRegistryScene } from "../registry/registry-scene.ts";
import { buildModel, createFlights, pullsOf, reconcile, recordsOf } from "./retraining-scene.ts";

const scene = useRegistryScene();

const CONFIG = `models:
  late-flights:
    paths: ["train.py", "params.yaml"]
    primary-metric: roc-auc
    retrain: { open: command }
`;
const now = { now: () => scene.clock() };

async function create(): Promise<RegistryRepository> {
  const template = readFileSync("templates/workflows/retrain.yml", "utf8");
  return createFlights(scene, { ".github/pawl.yml": CONFIG, ".github/workflows/retrain.yml": template });
}

/** "Run workflow" on GitHub's page, with somebody's token. */
async function start(here: RegistryRepository, inputs: Record<string, string>, ref = "main", token = scene.token()) {
  const url = `${scene.fake.url}/repos/${here.repository}/actions/workflows/retrain.yml/dispatches`;
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ ref, inputs }) });
  if (!answer.ok) throw new Error(`${String(answer.status)} ${await answer.text()}`);
}

describe("the workflow that asks for a retraining", () => {
  it("opens the pull request in the name of whoever started it, once", async () => {
    const here = await create();
    await start(here, { model: "late-flights", reason: "new season" });
    await reconcile(here.open(now), buildModel());
    await reconcile(here.open(now), buildModel());
    const [pull, ...others] = await pullsOf(scene, here);
    expect(others).toEqual([]);
    expect(await recordsOf(here.open())).toMatchObject([
      { cause: { kind: "person", requestedBy: "ana", reason: "new season" }, pullRequest: pull?.number },
    ]);
    const { orders } = await readRetraining(here.open(), "late-flights");
    expect(orders).toMatchObject([{ by: "ana", outcome: "opened", pullRequest: pull?.number }]);
    // Closed and over: the same workflow run does not ask again.
    await scene.fake.control.closePull({ repository: here.repository, number: pull?.number ?? 0, author: "ana" });
    await reconcile(here.open(now), buildModel());
    await reconcile(here.open(now), buildModel());
    expect(await pullsOf(scene, here)).toHaveLength(1);
  });

  it("is answered once however many there are in a day", async () => {
    const here = await create();
    const model = buildModel();
    for (let count = 0; count < 22; count++) await start(here, { model: "late-flights", reason: String(count) });
    await reconcile(here.open(now), model);
    const [pull] = await pullsOf(scene, here);
    await scene.fake.control.closePull({ repository: here.repository, number: pull?.number ?? 0, author: "ana" });
    await reconcile(here.open(now), model);
    await reconcile(here.open(now), model);
    expect(await pullsOf(scene, here)).toHaveLength(1);
  });

  it.each([
    ["another branch", { model: "late-flights", reason: "x" }, "try"],
    ["a model that there is not", { model: "fraud", reason: "x" }, "main"],
  ] as const)("on %s asks for nothing", async (_, inputs, ref) => {
    const here = await create();
    await here.commit({ "x.md": "x" }, { branch: "try" });
    await start(here, inputs, ref);
    await reconcile(here.open(now), buildModel());
    expect(await pullsOf(scene, here)).toEqual([]);
  });

  it("asks for nothing a day later", async () => {
    const here = await create();
    await start(here, { model: "late-flights", reason: "x" });
    await reconcile(here.open({ now: () => scene.clock(90_000_000) }), buildModel());
    expect(await pullsOf(scene, here)).toEqual([]);
  });

  it("that trains a model itself asks for nothing", async () => {
    const here = await create();
    await start(here, { model: "late-flights", reason: "x" });
    await reconcile(here.open(now), buildModel({ workflow: "retrain.yml" }));
    expect(await pullsOf(scene, here)).toEqual([]);
  });
});

describe("the name of its workflow run", () => {
  it.each([
    ["retrain late-flights: new season\nretrain", { model: "late-flights", reason: "new season" }],
    ["retrain late-flights: \nretrain", { model: "late-flights", reason: undefined }],
    ["retrain late-flights", undefined],
    ["retrain ../x: y", undefined],
    ["retrain -x: y", undefined],
    ["train pawl-retrain/late-flights retrain/late-flights/1/1", undefined],
  ] as const)("%j is %j", (title, words) => {
    expect(parseOrderTitle(title)).toEqual(words);
  });
});
