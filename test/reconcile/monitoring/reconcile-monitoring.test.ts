import { describe, expect, it } from "vitest";
import type { Slot } from "../../../src/core/monitoring/monitoring.ts";
import { reconcileMonitoring } from "../../../src/reconcile/monitoring/reconcile-monitoring.ts";
import { CHECKED, createScene, type MonitoringScene } from "./monitoring-scene.ts";

/** Seen for the first time on the 20th at noon; the first slot is on the 21st at 03:17. */
async function watched(config = CHECKED): Promise<MonitoringScene> {
  const scene = createScene(config);
  await scene.reconcile();
  return scene;
}

const states = (slots: readonly Slot[]) => slots.map(({ at, state, by }) => `${at.slice(5, 16)} ${state} ${by}`);

describe("a schedule", () => {
  it("begins when it is seen for the first time: its past is nobody's debt", async () => {
    const scene = createScene();
    expect(await scene.reconcile()).toBe("2026-11-21T03:17:00Z");
    expect(scene.runs()).toEqual([]);
    expect(await scene.monitoring()).toMatchObject({ slots: [], watched: { since: "2026-11-20T12:00:00Z" } });
  });

  it("starts the workflow when it is due, with its key and its window, and says when to look again", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    expect(await scene.reconcile()).toBe("2026-11-21T09:17:00.000Z");
    const [run, ...others] = scene.runs();
    expect(others).toEqual([]);
    expect(run?.inputs).toEqual({
      "pawl-key": "drift/late-flights/2026-11-21T03:17Z",
      "window-start": "2026-11-14T03:17:00.000Z",
      "window-end": "2026-11-21T03:17:00Z",
    });
    expect((await scene.monitoring()).slots).toMatchObject([{ state: "dispatched", workflowRun: { id: run?.id } }]);
  });

  it("costs one call while nothing is due, and none more with a check under way than to ask for it", async () => {
    const scene = await watched();
    const app = scene.open();
    await scene.reconcile(app);
    expect(await scene.requestsOf(() => scene.reconcile(app))).toEqual(["GET /git/ref/…"]);
    scene.at("2026-11-21T03:17:05Z");
    expect(await scene.requestsOf(() => scene.reconcile(app))).toEqual([
      "GET /actions/workflows/drift.yml/runs",
      "GET /git/ref/…",
      "POST /actions/workflows/drift.yml/dispatches",
      "POST /graphql",
      "POST /graphql",
    ]);
    expect(await scene.requestsOf(() => scene.reconcile(app))).toEqual(["GET /actions/runs/…", "GET /git/ref/…"]);
    await scene.finish(scene.runs()[0]!);
    await scene.reconcile(app);
    expect(await scene.requestsOf(() => scene.reconcile(app))).toEqual(["GET /git/ref/…"]);
  });

  it("is caught up once after a time without the App: the newest slot is started, the others are missed", async () => {
    const scene = await watched();
    scene.at("2026-11-25T10:00:00Z");
    await scene.reconcile();
    expect(scene.runs()).toHaveLength(1);
    expect(states((await scene.monitoring()).slots)).toEqual([
      "11-25T03:17 dispatched app",
      "11-24T03:17 missed app",
      "11-23T03:17 missed app",
      "11-22T03:17 missed app",
      "11-21T03:17 missed app",
    ]);
  });

  it.each([
    ["cron", CHECKED.replace("17 3", "17 4")],
    ["time zone", CHECKED.replace("grace:", "time-zone: Asia/Kolkata, grace:")],
  ])("with another %s begins anew, without what it would have been before", async (_, config) => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    await scene.reconcile();
    const changed = createScene(config);
    const app = scene.open();
    scene.at("2026-11-25T10:00:00Z");
    const before = scene.runs().length;
    await reconcileMonitoring(app, { project: changed.project, defaultBranch: "main" });
    expect(scene.runs()).toHaveLength(before);
    expect((await scene.monitoring()).watched?.since).toBe("2026-11-25T10:00:00Z");
  });

  it("makes nothing due again when the clock is set back", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    await scene.reconcile();
    for (const now of ["2026-11-21T02:30:00Z", "2026-11-21T03:17:30Z"]) {
      scene.at(now);
      await scene.reconcile();
    }
    expect(scene.runs()).toHaveLength(1);
  });

  it("goes on after a clock that was a year ahead", async () => {
    const scene = await watched();
    scene.at("2027-11-21T04:00:00Z");
    await scene.reconcile();
    scene.at("2026-11-22T12:00:00Z");
    const next = await scene.reconcile();
    expect(next).toBe("2026-11-23T03:17:00Z");
    scene.at("2026-11-23T03:18:00Z");
    await scene.reconcile();
    expect((await scene.monitoring()).slots.filter(({ at }) => at.startsWith("2026-11-23"))).toHaveLength(1);
  });
});

describe("GitHub's own schedule in the same file", () => {
  it("is taken as the check where it came first", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:20:00Z");
    const run = scene.startByHand("schedule");
    scene.at("2026-11-21T03:21:00Z");
    await scene.reconcile();
    expect(scene.runs()).toHaveLength(1);
    expect((await scene.monitoring()).slots).toMatchObject([
      { state: "dispatched", by: "schedule", workflowRun: { id: run.id } },
    ]);
    await scene.finish(run);
    await scene.reconcile();
    expect((await scene.monitoring()).windows).toMatchObject([{ slot: "2026-11-21T03:17:00Z" }]);
  });

  it("kept the checks up while the App was away: its slots are not missed, and not started again", async () => {
    const scene = await watched();
    for (const day of ["21", "22"]) {
      scene.at(`2026-11-${day}T03:25:00Z`);
      await scene.finish(scene.startByHand("schedule"));
    }
    scene.at("2026-11-22T12:00:00Z");
    await scene.reconcile();
    expect(scene.runs()).toHaveLength(2);
    const { slots, windows } = await scene.monitoring();
    expect(states(slots)).toEqual(["11-22T03:17 judged schedule", "11-21T03:17 judged schedule"]);
    expect(windows.map(({ slot }) => slot)).toEqual(["2026-11-22T03:17:00Z", "2026-11-21T03:17:00Z"]);
  });

  it("that runs beside the App's check of the same slot makes no second window", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    const app = scene.open();
    await scene.reconcile(app);
    scene.at("2026-11-21T03:30:00Z");
    await scene.finish(scene.startByHand("schedule"), { verdict: "drift" });
    await scene.finish(scene.runs()[0]!);
    await scene.reconcile(app);
    await scene.reconcile(app);
    expect((await scene.monitoring()).windows).toMatchObject([{ verdict: "stable" }]);
    expect(await scene.requestsOf(() => scene.reconcile(app))).toEqual(["GET /git/ref/…"]);
  });
});

it("GitHub's own schedule makes up for a check that left nothing", async () => {
  const scene = await watched();
  scene.at("2026-11-21T03:17:05Z");
  await scene.reconcile();
  scene.end(scene.runs()[0]!, "failure");
  await scene.reconcile();
  scene.at("2026-11-21T03:50:00Z");
  await scene.finish(scene.startByHand("schedule"));
  await scene.reconcile();
  const { slots, windows } = await scene.monitoring();
  expect(states(slots)).toEqual(["11-21T03:17 judged schedule"]);
  expect(windows).toHaveLength(1);
  expect(scene.issues()).toMatchObject([{ open: false }]);
});

describe("a window", () => {
  it("is the evidence of a check, with the contract that the same workflow run looked at", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    await scene.reconcile();
    scene.at("2026-11-21T03:25:00Z");
    await scene.finish(scene.runs()[0]!, { verdict: "drift" }, "fail");
    expect(await scene.reconcile()).toBe("2026-11-22T03:17:00Z");
    const { slots, windows } = await scene.monitoring();
    expect(states(slots)).toEqual(["11-21T03:17 judged app"]);
    expect(windows).toMatchObject([
      {
        slot: "2026-11-21T03:17:00Z",
        start: "2026-11-14T03:17:00.000Z",
        end: "2026-11-21T03:17:00Z",
        dataset: "flights",
        verdict: "drift",
        contract: "fail",
        broken: true,
      },
    ]);
  });

  it("comes of a workflow run that a person started, on record with who", async () => {
    const scene = await watched();
    scene.at("2026-11-20T15:30:00Z");
    await scene.finish(scene.startByHand("workflow_dispatch"));
    await scene.reconcile();
    const { slots, windows } = await scene.monitoring();
    expect(slots).toMatchObject([{ by: "person", requestedBy: "ana", state: "judged", at: "2026-11-20T15:30:00Z" }]);
    expect(windows).toHaveLength(1);
  });

  it.each([
    ["of a push", "push", "flights"],
    ["of another dataset", "workflow_dispatch", "weather"],
  ])("does not come of evidence %s", async (_, event, key) => {
    const scene = await watched();
    await scene.finish({ ...scene.startByHand("workflow_dispatch"), event }, { key });
    await scene.reconcile();
    expect((await scene.monitoring()).windows).toEqual([]);
  });
});

it("a workflow that two models share is started once for each, and what it says of the other model is no window", async () => {
  const other = CHECKED.replace("models:\n", "").replace("late-flights", "no-shows");
  const scene = await watched(CHECKED + other);
  scene.at("2026-11-21T03:17:05Z");
  await scene.reconcile();
  const titles = scene.runs().map(({ title }) => title);
  expect(titles.toSorted()).toEqual([
    "drift.yml drift/late-flights/2026-11-21T03:17Z",
    "drift.yml drift/no-shows/2026-11-21T03:17Z",
  ]);
  const [own, others] = scene.runs().toSorted((a, b) => a.title.localeCompare(b.title));
  await scene.finish(others!, { verdict: "drift" });
  await scene.reconcile();
  expect((await scene.monitoring()).windows).toEqual([]);
  await scene.finish(own!);
  await scene.reconcile();
  const { slots, windows } = await scene.monitoring();
  expect(windows).toMatchObject([{ slot: "2026-11-21T03:17:00Z", verdict: "stable" }]);
  expect(states(slots)).toEqual(["11-21T03:17 judged app"]);
});

describe("a check that gives no result", () => {
  it("failed: is said in one issue, which closes itself with a result", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    await scene.reconcile();
    scene.end(scene.runs()[0]!, "failure");
    await scene.reconcile();
    await scene.reconcile();
    expect((await scene.monitoring()).slots).toMatchObject([{ state: "failed" }]);
    expect(scene.issues()).toMatchObject([{ title: "Drift checks of late-flights give no result", open: true }]);
    expect(scene.issues()[0]?.body).toContain("ended as failure and left no drift evidence");
    scene.at("2026-11-22T03:17:05Z");
    await scene.reconcile();
    expect(scene.issues()[0]?.open).toBe(true);
    await scene.finish(scene.runs()[1]!);
    await scene.reconcile();
    expect(scene.issues()).toMatchObject([{ open: false }]);
    expect(scene.issues()[0]?.body).toContain("give results again");
  });

  it("late: only after its grace, and then until the result comes", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    await scene.reconcile();
    scene.at("2026-11-21T09:16:00Z");
    await scene.reconcile();
    expect(scene.issues()).toEqual([]);
    scene.at("2026-11-21T09:17:30Z");
    await scene.reconcile();
    expect(scene.issues()).toMatchObject([{ open: true }]);
    expect(scene.issues()[0]?.body).toContain("no result after 6 h");
    await scene.finish(scene.runs()[0]!);
    await scene.reconcile();
    expect(scene.issues()).toMatchObject([{ open: false }]);
  });

  it("refused: the way out is named", async () => {
    const scene = await watched();
    scene.deleteFile(".github/workflows/drift.yml");
    scene.at("2026-11-21T03:17:05Z");
    await scene.reconcile();
    expect((await scene.monitoring()).slots).toMatchObject([{ state: "refused" }]);
    expect(scene.issues()[0]?.body).toContain(
      "There is no workflow `.github/workflows/drift.yml` on the default branch",
    );
  });

  it("closed by people is not opened again for the same trouble", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    await scene.reconcile();
    scene.end(scene.runs()[0]!, "failure");
    await scene.reconcile();
    scene.closeIssues();
    scene.at("2026-11-22T03:17:05Z");
    await scene.reconcile();
    expect(scene.issues()).toMatchObject([{ open: false }]);
  });

  it("succeeded without evidence: waits an hour for lists that lag, then it failed", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    await scene.reconcile();
    scene.end(scene.runs()[0]!, "success");
    scene.at("2026-11-21T03:40:00Z");
    await scene.reconcile();
    expect((await scene.monitoring()).slots).toMatchObject([{ state: "dispatched" }]);
    scene.at("2026-11-21T05:40:00Z");
    await scene.reconcile();
    expect((await scene.monitoring()).slots).toMatchObject([{ state: "failed" }]);
  });
});

describe("the App", () => {
  it("in two replicas claims a slot once", async () => {
    const scene = await watched();
    const apps = [scene.open(), scene.open()];
    for (const app of apps) await scene.reconcile(app);
    for (const day of ["21", "22", "23"]) {
      scene.at(`2026-11-${day}T03:17:01Z`);
      await Promise.all(apps.map((app) => scene.reconcile(app)));
    }
    expect(scene.runs().map(({ inputs }) => inputs["pawl-key"])).toEqual([
      "drift/late-flights/2026-11-21T03:17Z",
      "drift/late-flights/2026-11-22T03:17Z",
      "drift/late-flights/2026-11-23T03:17Z",
    ]);
  });

  it("killed between claim and dispatch: another one finishes it when the claim is old", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    const dying = scene.open((_, path) => {
      if (path.endsWith("/dispatches")) throw new Error("the process is gone");
      return "answered";
    });
    await expect(scene.reconcile(dying)).rejects.toThrow();
    scene.at("2026-11-21T03:18:00Z");
    const other = scene.open();
    expect(await scene.reconcile(other)).toBe("2026-11-21T03:27:05.000Z");
    expect(scene.runs()).toEqual([]);
    scene.at("2026-11-21T03:27:06Z");
    await scene.reconcile(other);
    expect(scene.runs()).toHaveLength(1);
    expect((await scene.monitoring()).slots).toMatchObject([{ state: "dispatched" }]);
  });

  it("killed between dispatch and its record: the workflow run is found again", async () => {
    const scene = await watched();
    scene.at("2026-11-21T03:17:05Z");
    let writes = 0;
    const dying = scene.open((_, path) => {
      writes += path === "/graphql" ? 1 : 0;
      if (writes > 1) throw new Error("the process is gone");
      return "answered";
    });
    await expect(scene.reconcile(dying)).rejects.toThrow();
    expect(scene.runs()).toHaveLength(1);
    scene.at("2026-11-21T03:40:00Z");
    await scene.reconcile();
    expect(scene.runs()).toHaveLength(1);
    expect((await scene.monitoring()).slots).toMatchObject([
      { state: "dispatched", workflowRun: { id: scene.runs()[0]?.id } },
    ]);
  });

  it.each(["lost before", "lost after"] as const)(
    "answer of the dispatch %s its effect: one workflow run",
    async (fate) => {
      const scene = await watched();
      scene.at("2026-11-21T03:17:05Z");
      let lost = false;
      const app = scene.open((_, path) => {
        if (lost || !path.endsWith("/dispatches")) return "answered";
        lost = true;
        return fate;
      });
      await scene.reconcile(app);
      expect(scene.runs()).toHaveLength(1);
      expect((await scene.monitoring()).slots).toMatchObject([{ state: "dispatched" }]);
    },
  );
});
