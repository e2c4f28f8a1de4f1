import { describe, expect, it } from "vitest";
import { DriftConfig } from "../../../src/core/config/monitoring-config.ts";
import type { ModelPlan } from "../../../src/core/config/project-config.ts";
import { toDriftPlan } from "../../../src/core/config/to-monitoring.ts";
import { lateChecksMarker } from "../../../src/core/monitoring/render-late-checks.ts";
import { modelOfRetrainingBranch, retrainingBranch } from "../../../src/core/retraining/retraining.ts";
import { upsertIssue } from "../../../src/reconcile/upsert-issue.ts";
import { buildBroken, buildDrift, buildWindow } from "../../core/retraining/build-retraining.ts";
import { useRegistryScene } from "../registry/registry-scene.ts";
import {
  BRANCH,
  buildModel,
  commentsOn,
  createFlights,
  issuesOf,
  PARAMS,
  pullsOf,
  reconcile,
  recordsOf,
  setWindows,
} from "./retraining-scene.ts";

const scene = useRegistryScene();
const TWO_OF_FIVE = [buildDrift(25), buildWindow(24), buildDrift(23), buildWindow(22)];
/** What is left of the configuration. */
const OTHER: ModelPlan = buildModel({ name: "no-shows" });

async function opened() {
  const here = await createFlights(scene);
  await setWindows(here.open(), TWO_OF_FIVE);
  await reconcile(here.open());
  const [pull] = await pullsOf(scene, here);
  if (pull === undefined) throw new Error("nothing was opened");
  return { here, pull };
}

describe("a model that the configuration does not name any more", () => {
  it("has its retraining closed with a word, also while its training runs, and once", async () => {
    const { here, pull } = await opened();
    await reconcile(here.open(), OTHER);
    expect((await pullsOf(scene, here)).map(({ state }) => state)).toEqual(["closed"]);
    const comments = await commentsOn(scene, here, pull.number);
    expect(comments.join()).toContain("The configuration in force has no model late-flights any more.");
    expect(await recordsOf(here.open())).toMatchObject([{ state: "closed-by-app", closedAt: expect.any(String) }]);
    await reconcile(here.open(), OTHER);
    expect(await commentsOn(scene, here, pull.number)).toEqual(comments);
  });

  it("keeps one that people took over", async () => {
    const { here } = await opened();
    await here.commit({ "params.yaml": `${PARAMS}depth: 3\n` }, { branch: BRANCH });
    await reconcile(here.open(), OTHER);
    await reconcile(here.open(), OTHER);
    expect((await pullsOf(scene, here)).map(({ state }) => state)).toEqual(["open"]);
    expect(await recordsOf(here.open())).toMatchObject([{ state: "hands-off" }]);
  });

  it("is looked for once for each list of models", async () => {
    const { here } = await opened();
    const workplace = here.open();
    await reconcile(workplace, OTHER);
    expect(workplace.memory.modelsWithoutGone).toBe("no-shows");
    await reconcile(workplace);
    expect(workplace.memory.modelsWithoutGone).toBe("late-flights");
  });

  it("has its issues closed", async () => {
    const here = await createFlights(scene);
    await setWindows(here.open(), [buildBroken(26)]);
    await reconcile(here.open());
    const marker = lateChecksMarker("late-flights");
    await upsertIssue(here.open(), { marker, title: "Late", body: `${marker}\nlate`, reopen: true });
    await reconcile(here.open(), OTHER);
    const issues = await issuesOf(scene, here);
    expect(issues.map(({ state }) => state)).toEqual(["closed", "closed"]);
    expect(issues.map(({ body }) => body).join()).toContain("has no drift checks of `late-flights` any more");
  });
});

it("late checks are nobody's once the model has no drift, and stay told while it has", async () => {
  const here = await createFlights(scene);
  const marker = lateChecksMarker("late-flights");
  await setWindows(here.open(), [buildWindow(25)]);
  await upsertIssue(here.open(), { marker, title: "Late", body: `${marker}\nlate`, reopen: true });
  const drift = { ...toDriftPlan(DriftConfig.parse({}), ["flights"]), graceMs: 1 };
  await reconcile(here.open(), buildModel({ drift }));
  expect(await issuesOf(scene, here)).toMatchObject([{ state: "open", body: `${marker}\nlate` }]);
  await reconcile(here.open(), buildModel());
  expect(await issuesOf(scene, here)).toMatchObject([{ state: "closed" }]);
});

it.each([
  [retrainingBranch("late-flights"), "late-flights"],
  ["pawl-retrain/late-flights/more", undefined],
  ["pawl-retrain/..", undefined],
  ["pawl-retrain/", undefined],
  ["main", undefined],
])("attack: branch %s is of %s", (branch, model) => {
  expect(modelOfRetrainingBranch(branch)).toBe(model);
});
