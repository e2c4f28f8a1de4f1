import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectFakeGitHub } from "../../../sandbox/github/control/connect-fake-github.ts";
import type { FaultEffect } from "../../../sandbox/github/server/faults.ts";
import { type Scene, startScene } from "./scene.ts";

let scene: Scene;
let number: number;

beforeEach(async () => {
  scene = await startScene({ hourlyRequestLimit: 20 });
  ({ number } = await scene.openPull());
});
afterEach(async () => {
  expect(scene.fake.violations).toEqual([]);
  await scene.fake.close();
});

const CREATE = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const create = () => scene.octokit.rest.issues.createComment({ ...scene.at, issue_number: number, body: "once" });
const count = async (): Promise<number> =>
  (await scene.octokit.rest.issues.listComments({ ...scene.at, issue_number: number })).data.length;

describe("faults on demand", () => {
  it.each<[string, FaultEffect, number]>([
    ["an error before the effect", { kind: "status", status: 502, when: "before" }, 0],
    ["an error after the effect", { kind: "status", status: 502, when: "after" }, 1],
    ["a connection lost before the effect", { kind: "drop", when: "before" }, 0],
    ["a connection lost after the effect", { kind: "drop", when: "after" }, 1],
    ["a secondary limit", { kind: "secondary-limit", status: 403, retryAfterSeconds: 1 }, 0],
    ["a primary limit", { kind: "primary-limit", resetSeconds: 5 }, 0],
  ])("%s", async (_, effect, written) => {
    await scene.control.addFault({ route: CREATE, effect });
    await expect(create()).rejects.toThrow();
    expect(await count()).toBe(written);
    await create();
    expect(await count()).toBe(written + 1);
  });

  it("a list that lags behind", async () => {
    await create();
    await scene.control.addFault({ path: "/comments", effect: { kind: "stale", seconds: 60 } });
    expect(await count()).toBe(0);
    expect(await count()).toBe(1);
  });

  it("a client that waits as GitHub asks goes on", async () => {
    const { token } = (await scene.octokit.auth({ type: "installation" })) as { token: string };
    const Waiting = Octokit.plugin(retry, throttling);
    const octokit = new Waiting({
      baseUrl: scene.fake.url,
      auth: token,
      throttle: { onRateLimit: () => true, onSecondaryRateLimit: () => true, fallbackSecondaryRateRetryAfter: 1 },
    });
    await scene.control.addFault({
      route: CREATE,
      effect: { kind: "secondary-limit", status: 429, retryAfterSeconds: 1 },
    });
    await octokit.rest.issues.createComment({ ...scene.at, issue_number: number, body: "patient" });
    expect(await count()).toBe(1);
  });
});

describe("limits and the log", () => {
  it("counts an hour of a user", async () => {
    const { headers } = await scene.ben.rest.repos.get(scene.at);
    expect([headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]]).toEqual(["20", "19"]);
    for (let request = 1; request < 20; request += 1) await scene.ben.rest.repos.get(scene.at);
    await expect(scene.ben.rest.repos.get(scene.at)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("API rate limit exceeded"),
    });
    await scene.control.advanceClock({ milliseconds: 3_600_000 });
    expect((await scene.ben.rest.repos.get(scene.at)).status).toBe(200);
  });

  it("answers 304 to those who know the answer already, and does not count it", async () => {
    const first = await scene.octokit.rest.repos.get(scene.at);
    const again = () =>
      scene.octokit.request("GET /repos/{owner}/{repo}", {
        ...scene.at,
        headers: { "if-none-match": first.headers.etag },
      });
    await expect(again()).rejects.toMatchObject({
      status: 304,
      response: { headers: { "x-ratelimit-remaining": first.headers["x-ratelimit-remaining"] } },
    });
    for (let request = 0; request < 30; request += 1) await expect(again()).rejects.toMatchObject({ status: 304 });
    const { reads, billed, notModified } = await scene.control.requests({ app: "pawl" });
    // minting the token is a request of its own, with a JWT
    expect({ reads, billed, notModified }).toEqual({ reads: 33, billed: 1, notModified: 31 });
  });

  it("tells reads from writes, also from another process", async () => {
    const remote = connectFakeGitHub(scene.fake.url);
    await scene.octokit.rest.repos.get(scene.at);
    const { next, writes } = await remote.requests({ app: "pawl" });
    expect(writes).toBe(0);
    await create();
    await scene.octokit.graphql("{ viewer { login } }");
    const after = await remote.requests({ since: next, app: "pawl" });
    expect([after.reads, after.writes]).toEqual([1, 1]);
    await expect(remote.openPull({ repository: "no/where", title: "x", head: "y", author: "ana" })).rejects.toThrow(
      /no repository no\/where/,
    );
  });
});
