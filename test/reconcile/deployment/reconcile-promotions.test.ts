import { afterAll, describe, expect, it } from "vitest";
import { ALIASES, crashAt, useDeploymentScene } from "./deployment-scene.ts";

const scene = useDeploymentScene();
afterAll(() => expect(scene.fake.violations).toEqual([]));

const FIRST = "late-flights/production/1";
const ONE_OF_EACH = {
  tags: ["late-flights#production#1"],
  deployments: [FIRST],
  runs: [`deploy ${FIRST}`],
  issues: [],
};

describe("a merged promotion", () => {
  it("becomes a record, one tag, one deployment with the environment's name and one dispatch", async () => {
    const here = await scene.create();
    const { number, sha } = await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    const registry = await here.reconcile();
    expect(registry.promotions).toMatchObject([
      {
        environment: "production",
        counter: 1,
        version: 2,
        standing: "approved",
        kind: "promotion",
        by: "ana",
        commit: sha,
        complete: true,
      },
    ]);
    expect(await here.made()).toEqual(ONE_OF_EACH);
    const [deployment] = await here.deployments();
    expect(deployment).toMatchObject({
      environment: "production",
      ref: "late-flights#production#1",
      production_environment: true,
      payload: {
        model: "late-flights",
        version: 2,
        digest: registry.versions.find(({ version }) => version === 2)?.digest,
      },
    });
    const record = await scene.api(
      `/repos/${here.repository}/contents/models/late-flights/promotions/production-1.json?ref=pawl`,
    );
    const text = Buffer.from((record as { content: string }).content, "base64").toString("utf8");
    expect(JSON.parse(text)).toMatchObject({
      pullRequest: number,
      approvedBy: ["ana"],
      by: "ana",
      gate: { verdict: "pass", text: "### the tree" },
    });
    const run = await scene.fake.control.takeWorkflowRun();
    expect(run?.payload["inputs"]).toMatchObject({
      model: "late-flights",
      environment: "production",
      version: "2",
      "pawl-key": FIRST,
    });
  });

  it("changes nothing when it is told again, by the same App or by one that remembers nothing", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    const workplace = here.workplace();
    await here.reconcile(workplace);
    const { next } = await scene.fake.control.requests();
    await here.reconcile(workplace);
    await here.reconcile();
    expect((await scene.fake.control.requests({ since: next })).writes).toBe(0);
    expect(await here.made()).toEqual(ONE_OF_EACH);
  });

  it("costs one call while nothing happens", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    const workplace = here.workplace();
    await here.reconcile(workplace);
    const [deployment] = await here.deployments();
    await here.setStatus(deployment!.id, "success");
    await here.reconcile(workplace);
    const { next } = await scene.fake.control.requests();
    await here.reconcile(workplace);
    const { entries } = await scene.fake.control.requests({ since: next, app: scene.app.slug });
    expect(entries.map(({ method, route }) => `${method} ${route}`)).toEqual([
      "GET /repos/{owner}/{repo}/git/ref/{ref}",
    ]);
  });

  it("is one of each when two replicas are told at once", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    const results = await Promise.allSettled([here.reconcile(), here.reconcile()]);
    expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
    await here.reconcile();
    const { deployments, tags } = await here.made();
    expect([tags, deployments]).toEqual([ONE_OF_EACH.tags, ONE_OF_EACH.deployments]);
  });
});

describe("a crash", () => {
  // In this order: the record, the tag's object, the tag, the deployment, the dispatch, how far it is.
  it.each([1, 2, 3, 4, 5, 6])(
    "at write %i, before or after its effect, leaves one of each after the restart",
    async (at) => {
      for (const when of ["before", "after"] as const) {
        const here = await scene.create();
        await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
        const doomed = here.workplace();
        crashAt(doomed.octokit, { afterWrites: at, when });
        await expect(here.reconcile(doomed)).rejects.toThrow("the process is gone");
        const registry = await here.reconcile();
        expect(await here.made(), when).toEqual(ONE_OF_EACH);
        expect(registry.promotions, when).toMatchObject([{ counter: 1, complete: true }]);
      }
    },
  );

  it("can hit no other write", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    const whole = here.workplace();
    const count = crashAt(whole.octokit, undefined);
    await here.reconcile(whole);
    expect(count()).toBe(6);
  });

  it.each([
    ["POST /repos/{owner}/{repo}/git/tags"],
    ["POST /repos/{owner}/{repo}/git/refs"],
    ["POST /repos/{owner}/{repo}/deployments"],
    ["POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches"],
  ])("of the connection to %s does not double anything", async (route) => {
    for (const when of ["before", "after"] as const) {
      const here = await scene.create();
      await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
      await scene.fake.control.addFault({ route, app: scene.app.slug, effect: { kind: "status", status: 502, when } });
      await here.reconcile().catch(() => undefined);
      await scene.fake.control.clearFaults();
      await here.reconcile();
      expect(await here.made(), when).toEqual(ONE_OF_EACH);
    }
  });

  it("and a list of deployments that is behind: the second copy goes", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    const doomed = here.workplace();
    crashAt(doomed.octokit, { afterWrites: 4, when: "after" });
    await expect(here.reconcile(doomed)).rejects.toThrow();
    const route = "GET /repos/{owner}/{repo}/deployments";
    await scene.fake.control.addFault({ route, count: 3, app: scene.app.slug, effect: { kind: "stale", seconds: 60 } });
    await here.reconcile();
    expect(await here.made()).toEqual(ONE_OF_EACH);
  });
});

describe("a tag that somebody made before", () => {
  it("of the promotion's name is not what is deployed", async () => {
    const here = await scene.create();
    const evil = await here.commit({ "evil.py": "1" }, { branch: "evil", author: "mallory" });
    const { repository } = here;
    const ref = "refs/tags/late-flights#production#1";
    await scene.fake.control.moveRef({ repository, ref, sha: evil, author: "mallory" });
    const { sha } = await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }]);
    await here.reconcile();
    expect(await here.deployments()).toMatchObject([{ ref: sha, sha }]);
    expect((await here.made()).runs).toEqual(ONE_OF_EACH.runs);
  });
});

describe("several moves while the App was down", () => {
  it("are all on record in their order, and the newest of each environment alone is deployed", async () => {
    const here = await scene.create();
    await here.merge("production: 1\n", [{ to: 1, verdict: "pass" }]);
    await here.merge("production: 1\nstaging: 3\n", [{ environment: "staging", to: 3, verdict: "pass" }]);
    await here.merge("production: 2\nstaging: 3\n", [{ from: 1, to: 2, verdict: "pass" }]);
    await here.merge("production: 1\nstaging: 3\n", [{ from: 2, to: 1, verdict: "pass" }]);
    const registry = await here.reconcile();
    const moves = registry.promotions.map(({ environment, counter, previous, version, kind }) => [
      environment,
      counter,
      previous,
      version,
      kind,
    ]);
    expect(moves.reverse()).toEqual([
      ["production", 1, undefined, 1, "promotion"],
      ["staging", 1, undefined, 3, "promotion"],
      ["production", 2, 1, 2, "promotion"],
      ["production", 3, 2, 1, expect.any(String)],
    ]);
    expect(await here.made()).toEqual({
      tags: [
        "late-flights#production#1",
        "late-flights#production#2",
        "late-flights#production#3",
        "late-flights#staging#1",
      ],
      deployments: ["late-flights/production/3", "late-flights/staging/1"],
      runs: ["deploy late-flights/production/3", "deploy late-flights/staging/1"],
      issues: [],
    });
  });

  it("also a move there and back, which the file alone does not show", async () => {
    const here = await scene.create();
    await here.merge("production: 1\n", [{ to: 1, verdict: "pass" }]);
    await here.reconcile();
    await here.merge("production: 2\n", [{ from: 1, to: 2, verdict: "pass" }]);
    await here.merge("production: 1\n", [{ from: 2, to: 1, verdict: "pass" }]);
    const registry = await here.reconcile();
    expect(registry.promotions.map(({ version, kind }) => [version, kind])).toEqual([
      [1, "rollback"],
      [2, "promotion"],
      [1, "promotion"],
    ]);
  });
});

describe("an alias that was taken away", () => {
  it("gets GTO's tag for it, and what was deployed is not active any more", async () => {
    const here = await scene.create();
    await here.merge("production: 1\n", [{ to: 1, verdict: "pass" }]);
    await here.reconcile();
    await here.merge("# nothing\n", [{ from: 1, verdict: "pass" }]);
    const registry = await here.reconcile();
    expect(registry.promotions[0]).toMatchObject({ kind: "removal", standing: "approved", complete: true });
    expect((await here.made()).tags).toEqual(["late-flights#production!#2", "late-flights#production#1"]);
    const [deployment] = await here.deployments();
    const statuses = await scene.api(`/repos/${here.repository}/deployments/${String(deployment!.id)}/statuses`);
    expect(statuses).toMatchObject([{ state: "inactive" }]);
  });
});

describe("an alias file that cannot be read", () => {
  it("moves nothing until it can be read again", async () => {
    const here = await scene.create();
    await here.merge("production: 1\n", [{ to: 1, verdict: "pass" }]);
    await here.reconcile();
    await here.commit({ [ALIASES]: "production: &a 2\nstaging: *a\n" });
    expect((await here.reconcile()).promotions.length).toBe(1);
    await here.merge("production: 1\n", []);
    expect((await here.reconcile()).promotions.length).toBe(1);
  });
});
