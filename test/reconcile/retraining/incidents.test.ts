import { describe, expect, it } from "vitest";
import { buildBroken, buildDrift, buildWindow } from "../../core/retraining/build-retraining.ts";
import { PLAN, useRegistryScene } from "../registry/registry-scene.ts";
import {
  BRANCH,
  buildModel,
  createFlights,
  issuesOf,
  pullsOf,
  reconcile,
  setWindows,
  textAt,
} from "./retraining-scene.ts";

const scene = useRegistryScene();

const DATA = {
  name: "flights",
  path: "data/flights.csv",
  key: "flights",
  contract: undefined,
  workflow: "train.yml",
  label: undefined,
  id: [],
  time: undefined,
  showCategories: [],
  checks: {},
} as unknown as (typeof PLAN.data)[number];

describe("a data incident", () => {
  it("is one issue of the dataset, for its owner, changed by later windows and closed by a good one", async () => {
    const here = await createFlights(scene, { CODEOWNERS: "/data/ @ben\n" });
    const model = buildModel({ data: [DATA] });
    await setWindows(here.open(), [buildBroken(25), buildDrift(24), buildDrift(23)]);
    await reconcile(here.open(), model);
    const [issue, ...others] = await issuesOf(scene, here);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ title: "Data incident: flights of late-flights is broken", state: "open" });
    expect(issue?.assignees.map(({ login }) => login)).toEqual(["ben"]);
    await setWindows(here.open(), [buildBroken(26), buildBroken(25), buildDrift(24), buildDrift(23)]);
    await reconcile(here.open(), model);
    const [later, ...more] = await issuesOf(scene, here);
    expect(more).toEqual([]);
    expect(later?.body).toContain("2 windows");
    expect(await pullsOf(scene, here)).toEqual([]);

    await setWindows(here.open(), [buildWindow(27), buildBroken(26), buildBroken(25), buildDrift(24), buildDrift(23)]);
    await reconcile(here.open(), model);
    const [closed] = await issuesOf(scene, here);
    expect(closed).toMatchObject({ state: "closed" });
    expect(closed?.body).toContain("is good again");
    // Two of the last five that count drift, and nothing is in the way any more.
    expect(await pullsOf(scene, here)).toHaveLength(1);
    expect(await textAt(scene, here, "params.yaml", BRANCH)).toContain("end: 2026-11-27");
  });

  it("is told as well where GitHub will not assign one of the owners, who may have left", async () => {
    const here = await createFlights(scene, { CODEOWNERS: "/data/ @ben @left-long-ago\n" });
    await setWindows(here.open(), [buildBroken(25)]);
    await reconcile(here.open(), buildModel({ data: [DATA] }));
    await reconcile(here.open(), buildModel({ data: [DATA] }));
    const [issue, ...others] = await issuesOf(scene, here);
    expect(others).toEqual([]);
    expect(issue?.assignees.map(({ login }) => login)).toEqual(["ben"]);
  });

  it("keeps nothing else where the repository has no issues", async () => {
    const here = await createFlights(scene);
    await setWindows(here.open(), [buildBroken(25)]);
    await scene.fake.control.addFault({
      route: "POST /repos/{owner}/{repo}/issues",
      effect: { kind: "status", status: 410, when: "before" },
    });
    await reconcile(here.open());
    expect(await issuesOf(scene, here)).toEqual([]);
  });

  it("is reopened by the next fault, and is another one for another dataset", async () => {
    const here = await createFlights(scene);
    await setWindows(here.open(), [buildBroken(24)]);
    await reconcile(here.open());
    await setWindows(here.open(), [buildWindow(25), buildBroken(24)]);
    await reconcile(here.open());
    await setWindows(here.open(), [
      buildBroken(26),
      buildBroken(26, { dataset: "weather" }),
      buildWindow(25),
      buildBroken(24),
    ]);
    await reconcile(here.open());
    expect((await issuesOf(scene, here)).map(({ title, state }) => [title, state]).sort()).toEqual([
      ["Data incident: flights of late-flights is broken", "open"],
      ["Data incident: weather of late-flights is broken", "open"],
    ]);
  });

  it("is told where nothing is retrained as well, once by two that look at once", async () => {
    const here = await createFlights(scene);
    await setWindows(here.open(), [buildBroken(24)]);
    await reconcile(here.open(), PLAN);
    await reconcile(here.open(), PLAN);
    const issues = await issuesOf(scene, here);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.body).toContain("Nothing is retrained by itself");
  });
});
