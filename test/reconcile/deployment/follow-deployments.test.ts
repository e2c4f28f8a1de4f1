import { afterAll, describe, expect, it } from "vitest";
import { reconcileDeployment } from "../../../src/reconcile/deployment/reconcile-deployment.ts";
import { readRegistry } from "../../../src/reconcile/registry/read-registry.ts";
import { DEPLOY, PLACE, useDeploymentScene } from "./deployment-scene.ts";

const scene = useDeploymentScene();
afterAll(() => expect(scene.fake.violations).toEqual([]));

type Here = Awaited<ReturnType<typeof scene.create>>;

async function tell(here: Here, state: string, newest = true): Promise<void> {
  const all = await here.deployments();
  const { id } = (newest ? all[0] : all.at(-1))!;
  await here.setStatus(id, state);
  await reconcileDeployment(here.workplace(), { ...PLACE, deployment: id });
}

async function openPulls(here: Here): Promise<string[]> {
  const pulls = await scene.api(`/repos/${here.repository}/pulls?state=open`);
  return (pulls as { title: string }[]).map(({ title }) => title);
}

describe("statuses of a deployment", () => {
  it("come to the ledger by the event, and by the sweep where it got lost", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    await here.reconcile();
    await tell(here, "in_progress");
    expect((await readRegistry(here.workplace(), "late-flights"))?.promotions[0]).toMatchObject({
      status: "in_progress",
    });
    const [deployment] = await here.deployments();
    await here.setStatus(deployment!.id, "success");
    expect((await here.reconcile()).promotions[0]).toMatchObject({
      status: "success",
      statusAt: expect.stringMatching(/Z$/),
    });
  });

  it("of a deployment that somebody else made with the same key change nothing", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    await here.reconcile();
    const response = await fetch(`${scene.fake.url}/repos/${here.repository}/deployments`, {
      method: "POST",
      headers: { authorization: `Bearer ${scene.token()}` },
      body: JSON.stringify({
        ref: "main",
        environment: "production",
        required_contexts: [],
        payload: { "pawl-key": "late-flights/production/1" },
      }),
    });
    const { id } = (await response.json()) as { id: number };
    await here.setStatus(id, "failure");
    await reconcileDeployment(here.workplace(), { ...PLACE, deployment: id });
    expect((await readRegistry(here.workplace(), "late-flights"))?.promotions[0]?.status).toBeUndefined();
  });
});

describe("a deploy workflow that does not report", () => {
  const end = async (here: Here, conclusion: string) => {
    let run = await scene.fake.control.takeWorkflowRun();
    while (run !== null && (run.repository !== here.repository || run.event !== "workflow_dispatch")) {
      run = await scene.fake.control.takeWorkflowRun();
    }
    await scene.fake.control.completeWorkflowRun({ repository: here.repository, runId: run!.runId, conclusion });
  };

  it.each([
    ["success", undefined, "success"],
    ["failure", undefined, "failure"],
    ["timed_out", "in_progress", "failure"],
    ["success", "in_progress", "in_progress"],
  ])("and ends with %s after saying %s leaves: %s", async (conclusion, said, expected) => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    await here.reconcile();
    if (said !== undefined) await here.setStatus((await here.deployments())[0]!.id, said);
    await end(here, conclusion);
    expect((await here.reconcile()).promotions).toMatchObject([{ status: expected }]);
  });
});

describe("a failed deployment", () => {
  it("asks for the way back to the version that served well last, once", async () => {
    const here = await scene.create();
    await here.merge("production: 1\n", [{ to: 1, verdict: "pass" }]);
    await here.reconcile();
    await tell(here, "success");
    await here.merge("production: 2\n", [{ from: 1, to: 2, verdict: "pass" }]);
    await here.reconcile();
    await tell(here, "failure");
    expect(await openPulls(here)).toEqual(["Roll production of late-flights back to 1"]);
    await tell(here, "error");
    await here.reconcile();
    expect(await openPulls(here)).toEqual(["Roll production of late-flights back to 1"]);
  });

  it("asks for nothing where no version served well before, or where the configuration does not want it", async () => {
    const here = await scene.create();
    await here.merge("production: 1\nstaging: 1\n", [
      { to: 1, verdict: "pass" },
      { environment: "staging", to: 1, verdict: "pass" },
    ]);
    await here.reconcile();
    for (const { id } of await here.deployments()) {
      await here.setStatus(id, "failure");
      await reconcileDeployment(here.workplace(), { ...PLACE, deployment: id });
    }
    expect(await openPulls(here)).toEqual([]);
  });
});

describe("a deploy workflow that GitHub does not start", () => {
  it.each([
    [
      "is not there",
      { ".github/workflows/deploy.yml": null },
      /(There is no workflow|GitHub did not start).*deploy\.yml/,
    ],
    [
      "has other inputs",
      { ".github/workflows/deploy.yml": "name: d\non: workflow_dispatch\n" },
      /needs `on: workflow_dispatch` with the inputs/,
    ],
  ] as const)("because it %s: it is said once where it was promoted, and tried again", async (_, files, words) => {
    const here = await scene.create();
    await scene.fake.control.commitFiles({
      repository: here.repository,
      branch: "main",
      files,
      message: "Break",
      author: "ana",
    });
    const { number } = await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    const comments = async () => {
      const all = await scene.api(`/repos/${here.repository}/issues/${String(number)}/comments`);
      return (all as { body: string }[]).map(({ body }) => body);
    };
    for (let again = 0; again < 2; again++) {
      expect((await here.reconcile()).promotions).toMatchObject([{ complete: false }]);
      expect(await comments()).toEqual([expect.stringMatching(words)]);
    }
    expect(await openPulls(here)).toEqual([]);
    await here.commit({ ".github/workflows/deploy.yml": DEPLOY });
    const registry = await here.reconcile();
    expect(registry.promotions).toMatchObject([{ complete: true, status: "queued" }]);
    expect((await here.made()).runs).toEqual(["deploy late-flights/production/1"]);
    expect(await comments()).toEqual([expect.stringContaining("the deploy workflow was started")]);
  });
});
