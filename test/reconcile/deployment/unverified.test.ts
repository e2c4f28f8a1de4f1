import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { afterAll, describe, expect, it } from "vitest";
import { confirmPromotion } from "../../../src/reconcile/deployment/confirm-promotion.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { ALIASES, crashAt, type MoveWish, PLACE, useDeploymentScene } from "./deployment-scene.ts";

const scene = useDeploymentScene();
afterAll(() => expect(scene.fake.violations).toEqual([]));

const NOTHING = { tags: [], deployments: [], runs: [] };
const confirm = (workplace: Workplace, environment = "production") =>
  confirmPromotion(workplace, { ...PLACE, model: "late-flights", environment, confirmedBy: "ana" });

describe("an alias that moved without a passing verdict", () => {
  it.each<[string, string, readonly MoveWish[]]>([
    ["a check that was never written", "production: 2\n", []],
    ["a check that failed", "production: 2\n", [{ to: 2, verdict: "fail" }]],
    ["a check that was inconclusive", "production: 2\n", [{ to: 2, verdict: "inconclusive" }]],
    ["a passing check about another version", "production: 2\n", [{ to: 1, verdict: "pass" }]],
    [
      "a passing check about another environment",
      "production: 2\n",
      [{ environment: "staging", to: 2, verdict: "pass" }],
    ],
    [
      "a passing check against a champion that is none any more",
      "production: 2\n",
      [{ from: 3, to: 2, verdict: "pass" }],
    ],
    ["a version that was never registered", "production: 7\n", [{ to: 7, verdict: "pass" }]],
  ])("by %s is on record, is said once, and nothing is deployed", async (_, text, moves) => {
    const here = await scene.create();
    await here.merge(text, moves);
    for (let again = 0; again < 2; again++) {
      const registry = await here.reconcile();
      expect(registry.promotions).toMatchObject([{ counter: 1, standing: "unverified", complete: false }]);
      const made = await here.made();
      expect(made).toMatchObject(NOTHING);
      expect(made.issues).toEqual([expect.stringContaining("without a passing check")]);
    }
  });

  it("by a push past the rules names who pushed", async () => {
    const here = await scene.create();
    const sha = await here.commit({ [ALIASES]: "production: 2\n" }, { author: "ben" });
    const registry = await here.reconcile();
    expect(registry.promotions).toMatchObject([{ standing: "unverified", by: "ben", commit: sha }]);
    expect(registry.promotions[0]?.pullRequest).toBeUndefined();
  });

  it("is not helped by a passing check of the same name by another App", async () => {
    const here = await scene.create();
    const poser = await scene.fake.control.createApp({
      name: "Poser",
      owner: "ana",
      permissions: { checks: "write" },
      events: [],
    });
    const { installationId } = await scene.fake.control.install({ app: poser.slug, account: "ana" });
    const auth = { appId: poser.appId, privateKey: poser.privateKey, installationId };
    const octokit = new Octokit({ baseUrl: scene.fake.url, authStrategy: createAppAuth, auth });
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass" }], octokit);
    expect((await here.reconcile()).promotions).toMatchObject([{ standing: "unverified" }]);
  });

  it("by a check that passed only after the merge stays unverified", async () => {
    const here = await scene.create();
    const { number } = await here.merge("production: 2\n", []);
    await scene.fake.control.advanceClock({ milliseconds: 5000 });
    const pull = (await scene.api(`/repos/${here.repository}/pulls/${String(number)}`)) as { head: { sha: string } };
    await here.judge(pull.head.sha, [{ to: 2, verdict: "pass" }]);
    expect((await here.reconcile()).promotions).toMatchObject([{ standing: "unverified" }]);
  });

  it("by a branch that was forced back is a move too", async () => {
    const here = await scene.create();
    const first = await here.merge("production: 1\n", [{ to: 1, verdict: "pass" }]);
    await here.merge("production: 2\n", [{ from: 1, to: 2, verdict: "pass" }]);
    await here.reconcile();
    await scene.fake.control.moveRef({
      repository: here.repository,
      ref: "refs/heads/main",
      sha: first.sha,
      author: "ana",
    });
    const registry = await here.reconcile();
    expect(registry.promotions[0]).toMatchObject({
      counter: 3,
      version: 1,
      previous: 2,
      standing: "unverified",
      commit: first.sha,
    });
    expect((await here.made()).runs).toEqual(["deploy late-flights/production/2"]);
  });

  it("by a branch that was forced back to an approved merge is not approved by that a second time", async () => {
    const here = await scene.create();
    await here.merge("production: 1\n", [{ to: 1, verdict: "pass" }]);
    const forward = await here.merge("production: 2\n", [{ from: 1, to: 2, verdict: "pass" }]);
    await here.merge("production: 1\n", [{ from: 2, to: 1, verdict: "pass" }]);
    await here.reconcile();
    const ref = { repository: here.repository, ref: "refs/heads/main", sha: forward.sha, author: "ana" };
    await scene.fake.control.moveRef(ref);
    const registry = await here.reconcile();
    expect(registry.promotions[0]).toMatchObject({ counter: 4, version: 2, standing: "unverified" });
    expect((await here.made()).runs).toEqual(["deploy late-flights/production/3"]);
  });

  it("by a check of another digest that had this version's number stays unverified", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass", digest: `sha256:${"9".repeat(64)}` }]);
    expect((await here.reconcile()).promotions).toMatchObject([{ standing: "unverified" }]);
    expect(await here.made()).toMatchObject(NOTHING);
  });

  it("is none where the merge group's commit was judged, whatever was said of the head meanwhile", async () => {
    const here = await scene.create();
    const branch = "queued";
    await here.commit({ [ALIASES]: "production: 2\n" }, { branch, author: "ben" });
    const { number } = await scene.fake.control.openPull({
      repository: here.repository,
      head: branch,
      title: branch,
      author: "ben",
    });
    const { sha } = await scene.fake.control.mergePull({ repository: here.repository, number, author: "ana" });
    await here.judge(sha, [{ to: 2, verdict: "pass" }]);
    expect((await here.reconcile()).promotions).toMatchObject([{ standing: "approved", pullRequest: number }]);
  });

  // In this order: the confirmation, the issue's end, the tag's object, the tag, the deployment, the dispatch, how far it is.
  it.each([1, 2, 3, 4, 5, 6, 7])(
    "is deployed when somebody confirms it, once, also where the App dies at write %i",
    async (at) => {
      const here = await scene.create();
      await here.merge("production: 2\n", []);
      await here.reconcile();
      const doomed = here.workplace();
      crashAt(doomed.octokit, { afterWrites: at, when: "after" });
      await expect(confirm(doomed)).rejects.toThrow("the process is gone");
      expect(await confirm(here.workplace())).toMatchObject({ kind: "confirmed" });
      const registry = await here.reconcile();
      expect(registry.promotions).toMatchObject([{ standing: "confirmed", complete: true }]);
      expect(await here.made()).toEqual({
        tags: ["late-flights#production#1"],
        deployments: ["late-flights/production/1"],
        runs: ["deploy late-flights/production/1"],
        issues: [],
      });
    },
  );

  it("is not confirmed by words that were said before it moved", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", []);
    const [move] = (await here.reconcile()).promotions;
    const said = (minutes: number) =>
      confirmPromotion(here.workplace(), {
        ...PLACE,
        model: "late-flights",
        environment: "production",
        confirmedBy: "ana",
        askedAt: new Date(Date.parse(here.workplace().now()) + minutes * 60_000).toISOString(),
      });
    expect(move?.standing).toBe("unverified");
    expect(await said(-5)).toMatchObject({ kind: "refused", reason: expect.stringContaining("has moved since") });
    expect((await here.made()).deployments).toEqual([]);
    expect(await said(5)).toMatchObject({ kind: "confirmed" });
  });

  it("has nothing to confirm where it had a verdict, never moved, or names no version", async () => {
    const here = await scene.create();
    expect(await confirm(here.workplace())).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("never moved"),
    });
    await here.merge("production: 2\nstaging: 9\n", [{ to: 2, verdict: "pass" }]);
    await here.reconcile();
    expect(await confirm(here.workplace())).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("passing check"),
    });
    expect(await confirm(here.workplace(), "staging")).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("no version 9"),
    });
  });

  it("is dropped, and its issue closed, when the next move comes", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", []);
    await here.reconcile();
    await here.merge("production: 3\n", [{ from: 2, to: 3, verdict: "pass" }]);
    const registry = await here.reconcile();
    expect(registry.promotions).toMatchObject([
      { version: 3, standing: "approved", complete: true },
      { version: 2, standing: "unverified", complete: true },
    ]);
    expect(await here.made()).toEqual({
      tags: ["late-flights#production#2"],
      deployments: ["late-flights/production/2"],
      runs: ["deploy late-flights/production/2"],
      issues: [],
    });
  });
});

describe("broken glass", () => {
  it("is loud on the record, with the words of whoever broke it", async () => {
    const here = await scene.create();
    await here.merge("production: 2\n", [{ to: 2, verdict: "pass", glass: "planes are -- late --> now" }]);
    const registry = await here.reconcile();
    expect(registry.promotions).toMatchObject([{ standing: "break-glass", complete: true }]);
    const file = await scene.api(
      `/repos/${here.repository}/contents/models/late-flights/promotions/production-1.json?ref=pawl`,
    );
    const record = JSON.parse(Buffer.from((file as { content: string }).content, "base64").toString("utf8"));
    expect(record.reason).toBe("ben: planes are -- late --> now");
  });
});
