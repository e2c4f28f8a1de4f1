import http from "node:http";
import type { AddressInfo } from "node:net";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { Webhooks } from "@octokit/webhooks";
import { Probot, Server } from "probot";
import { afterEach, describe, expect, it } from "vitest";
import { type Scene, startScene } from "./scene.ts";

let scene: Scene;
const servers: (http.Server | Server)[] = [];

afterEach(async () => {
  expect(scene.fake.violations).toEqual([]);
  await scene.fake.close();
  for (const server of servers.splice(0)) await (server instanceof Server ? server.stop() : server.close());
});

function asApp({ fake, app }: Scene, overrides: Record<string, unknown> = {}): Octokit {
  const auth = { appId: app.appId, privateKey: app.privateKey, ...overrides };
  return new Octokit({ baseUrl: fake.url, authStrategy: createAppAuth, auth });
}

describe("an App", () => {
  it("proves itself with its key and finds its installation", async () => {
    scene = await startScene();
    const octokit = asApp(scene);
    expect((await octokit.rest.apps.getAuthenticated()).data).toMatchObject({ slug: "pawl", installations_count: 1 });
    expect((await octokit.rest.apps.listInstallations()).data.map(({ id }) => id)).toEqual([scene.installationId]);
    expect((await octokit.rest.apps.getRepoInstallation(scene.at)).data.id).toBe(scene.installationId);
    const { data } = await scene.octokit.rest.apps.listReposAccessibleToInstallation();
    expect(data.repositories.map(({ full_name }) => full_name)).toEqual(["ana/flights"]);
  });

  it("is refused with another App's key", async () => {
    scene = await startScene();
    const other = await scene.control.createApp({ name: "other", owner: "ana", permissions: {}, events: [] });
    await expect(asApp(scene, { privateKey: other.privateKey }).rest.apps.getAuthenticated()).rejects.toMatchObject({
      status: 401,
    });
  });

  it("gets tokens that it may narrow but not widen", async () => {
    scene = await startScene();
    const octokit = asApp(scene);
    const installation_id = scene.installationId;
    const narrow = await octokit.rest.apps.createInstallationAccessToken({
      installation_id,
      permissions: { checks: "read" },
    });
    const weak = scene.as(narrow.data.token);
    await expect(weak.rest.checks.create({ ...scene.at, name: "x", head_sha: scene.headOfMain })).rejects.toMatchObject(
      { status: 403, message: expect.stringContaining("Resource not accessible by integration") },
    );
    await expect(
      octokit.rest.apps.createInstallationAccessToken({ installation_id, permissions: { administration: "write" } }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(
      octokit.rest.apps.createInstallationAccessToken({ installation_id, repository_ids: [1] }),
    ).rejects.toMatchObject({ status: 422 });
  });

  it("has tokens that end after an hour", async () => {
    scene = await startScene();
    const { data } = await asApp(scene).rest.apps.createInstallationAccessToken({
      installation_id: scene.installationId,
    });
    const octokit = scene.as(data.token);
    await octokit.rest.repos.get(scene.at);
    await scene.control.advanceClock({ milliseconds: 3_601_000 });
    await expect(octokit.rest.repos.get(scene.at)).rejects.toMatchObject({ status: 401 });
    // a client that mints anew goes on, although its own clock is an hour behind
    expect((await scene.octokit.rest.repos.get(scene.at)).status).toBe(200);
  });

  it("cannot tell a private repository that it is not installed on from none", async () => {
    scene = await startScene();
    await scene.control.createRepository({ owner: "ana", name: "secret", private: true, files: { a: "1" } });
    for (const repo of ["secret", "missing"]) {
      await expect(scene.octokit.rest.repos.get({ owner: "ana", repo })).rejects.toMatchObject({ status: 404 });
      await expect(scene.stranger.rest.repos.get({ owner: "ana", repo })).rejects.toMatchObject({ status: 404 });
    }
  });

  it("is shut out while suspended", async () => {
    scene = await startScene();
    await scene.octokit.rest.repos.get(scene.at);
    await scene.control.suspend({ installationId: scene.installationId, suspended: true });
    await expect(scene.octokit.rest.repos.get(scene.at)).rejects.toMatchObject({ status: 403 });
  });
});

describe("webhooks", () => {
  async function receive(
    status = 200,
  ): Promise<{ url: string; received: { headers: http.IncomingHttpHeaders; body: string }[] }> {
    const received: { headers: http.IncomingHttpHeaders; body: string }[] = [];
    const server = http.createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += String(chunk);
      });
      request.on("end", () => {
        received.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hooks`, received };
  }

  it("are signed with the App's secret", async () => {
    const { url, received } = await receive();
    scene = await startScene({ webhookUrl: url });
    await scene.openPull();
    await scene.control.settle();
    const webhooks = new Webhooks({ secret: scene.app.webhookSecret });
    const one = received.find(({ headers }) => headers["x-github-event"] === "pull_request")!;
    expect(await webhooks.verify(one.body, String(one.headers["x-hub-signature-256"]))).toBe(true);
    expect(await webhooks.verify(`${one.body} `, String(one.headers["x-hub-signature-256"]))).toBe(false);
    expect(one.headers["x-github-hook-installation-target-type"]).toBe("integration");
    expect(JSON.parse(one.body)).toMatchObject({
      action: "opened",
      number: 1,
      installation: { id: scene.installationId },
    });
  });

  it("are redelivered under the same GUID, which the log tells", async () => {
    const { url, received } = await receive(500);
    scene = await startScene({ webhookUrl: url });
    await scene.openPull();
    await scene.control.settle();
    const octokit = asApp(scene);
    const { data } = await octokit.rest.apps.listWebhookDeliveries({ per_page: 100 });
    const failed = data.find(({ event }) => event === "pull_request")!;
    expect(failed).toMatchObject({ status_code: 500, redelivery: false });
    await octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: failed.id });
    await scene.control.settle();
    const guids = received.filter(({ headers }) => headers["x-github-delivery"] === failed.guid);
    expect(guids.map(({ body }) => body)).toEqual([guids[0]!.body, guids[0]!.body]);
    const after = (await octokit.rest.apps.listWebhookDeliveries({ per_page: 100 })).data;
    expect(after.filter(({ guid }) => guid === failed.guid).map(({ redelivery }) => redelivery)).toEqual([true, false]);
  });

  it("reach only Apps that are installed on the repository and subscribed to the event", async () => {
    scene = await startScene();
    const deaf = await scene.control.createApp({ name: "deaf", owner: "ana", permissions: {}, events: ["issues"] });
    await scene.control.install({ app: deaf.slug, account: "ana" });
    await scene.openPull();
    const events = (await scene.control.deliveries({ app: "deaf" })).map(({ event }) => event);
    expect(events).toEqual(["installation"]);
  });

  it("drive a real Probot App that answers with a comment", async () => {
    scene = await startScene();
    const { app, fake } = scene;
    const server = new Server({
      port: 0,
      host: "127.0.0.1",
      Probot: Probot.defaults({
        appId: app.appId,
        privateKey: app.privateKey,
        secret: app.webhookSecret,
        baseUrl: fake.url,
        logLevel: "fatal",
      }),
    });
    servers.push(server);
    await server.load((probot) => {
      probot.on("pull_request.opened", async (context) => {
        await context.octokit.rest.issues.createComment(context.issue({ body: "seen" }));
      });
    });
    const listening = await server.start();
    const { port } = listening.address() as AddressInfo;
    await scene.control.setWebhookUrl({ app: app.slug, url: `http://127.0.0.1:${String(port)}/api/github/webhooks` });
    const { number } = await scene.openPull();
    await scene.control.settle();
    const { data } = await scene.ben.rest.issues.listComments({ ...scene.at, issue_number: number });
    expect(data.map(({ body, user }) => [user?.login, body])).toEqual([["pawl[bot]", "seen"]]);
  });
});
