import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { CreatedApp } from "../../sandbox/github/control/control.ts";
import { type FakeGitHub, startFakeGitHub } from "../../sandbox/github/start-fake-github.ts";
import { strangersKey } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const TSX = resolve("node_modules/tsx/dist/cli.mjs");
const children: ChildProcess[] = [];

interface Served {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

/** `npm start`, without npm, in a folder that has the manifest and no `.env`. */
function start(env: Record<string, string>): Served {
  const folder = mkdtempSync(`${tmpdir()}/pawl-server-`);
  copyFileSync("app.yml", `${folder}/app.yml`);
  const child = spawn(process.execPath, [TSX, resolve("app/server.ts")], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", HOST: "127.0.0.1", LOG_FORMAT: "json", ...env },
  });
  children.push(child);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, exited: new Promise((done) => child.once("exit", done)) };
}

async function waitFor(served: Served, pattern: RegExp): Promise<RegExpExecArray> {
  for (const until = Date.now() + 150_000; Date.now() < until; ) {
    const found = pattern.exec(served.output());
    if (found !== null) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`no ${String(pattern)} in: ${served.output()}`);
}

let fake: FakeGitHub;
let app: CreatedApp;
beforeAll(async () => {
  fake = await startFakeGitHub();
  await fake.control.createUser({ login: "ana" });
  app = await fake.control.createApp({ name: "Pawl", owner: "ana", permissions: {}, events: [] });
});
afterAll(() => fake.close());
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

const credentials = () => ({
  APP_ID: String(app.appId),
  PRIVATE_KEY: app.privateKey,
  WEBHOOK_SECRET: "a-secret-for-tests-only",
  GITHUB_API_URL: `${fake.url}/api/v3`,
});

describe("npm start", () => {
  it.each([["SIGTERM"], ["SIGINT"]] as const)("serves, and ends with 0 on %s", async (signal) => {
    const served = start({ ...credentials(), PORT: "0" });
    const [, port] = await waitFor(served, /"port":(\d+)/);
    const base = `http://127.0.0.1:${String(port)}`;
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const metrics = await (await fetch(`${base}/metrics`)).text();
    for (const name of [
      "pawl_webhook_events_total",
      "pawl_queue_length",
      "pawl_reconcile_seconds",
      "pawl_github_writes_total",
      "pawl_errors_total",
      "pawl_rate_limit_remaining",
    ]) {
      expect(metrics).toContain(name);
    }
    expect((await fetch(`${base}/nothing`)).status).toBe(404);
    served.child.kill(signal);
    expect(await served.exited).toBe(0);
  });

  it.each([
    ["no webhook secret", { WEBHOOK_SECRET: "" }, "WEBHOOK_SECRET"],
    ["the default webhook secret", { WEBHOOK_SECRET: "development" }, "WEBHOOK_SECRET"],
    ["a broken private key", { PRIVATE_KEY: "broken" }, "PRIVATE_KEY"],
    ["a private key of another App", { PRIVATE_KEY: strangersKey() }, "APP_ID and PRIVATE_KEY"],
    ["nothing, in production", { APP_ID: "", PRIVATE_KEY: "", NODE_ENV: "production" }, "APP_ID"],
  ])("refuses to start with %s, and says what to do", async (_name, env, named) => {
    const served = start({ ...credentials(), PORT: "0", ...env });
    expect(await served.exited).not.toBe(0);
    expect(served.output()).toContain(named);
  });

  it("without credentials offers to register the App from app.yml", async () => {
    const probe = await startFakeGitHub();
    const port = new URL(probe.url).port;
    await probe.close();
    const served = start({ PORT: port });
    await waitFor(served, /Listening|setup mode/i);
    const page = await (await fetch(`http://127.0.0.1:${port}/probot`)).text();
    expect(page).toContain("manifest");
    expect(page).toContain("merge_group");
    served.child.kill("SIGTERM");
    expect(await served.exited).toBe(0);
  });
});
