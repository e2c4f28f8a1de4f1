import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { QueuedRun } from "../../../sandbox/github/control/control.ts";
import { type Scene, startScene } from "./scene.ts";

const run = promisify(execFile);
let scene: Scene;
let folder: string;
let job: QueuedRun;

beforeEach(async () => {
  scene = await startScene();
  folder = mkdtempSync(path.join(tmpdir(), "fake-results-"));
  await scene.openPull();
  job = (await scene.control.takeWorkflowRun())!;
});
afterEach(async () => {
  expect(scene.fake.violations).toEqual([]);
  await scene.fake.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a script with GitHub's own client as a job would; what it prints as its last line comes back. */
async function asJob(script: string, more: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    RUNNER_TEMP: folder,
    GITHUB_WORKSPACE: folder,
    ACTIONS_RESULTS_URL: job.resultsUrl,
    ACTIONS_RUNTIME_TOKEN: job.runtimeToken,
    ...more,
  };
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: process.cwd(),
    env,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null");
}

const artifactClient = `import { DefaultArtifactClient } from "@actions/artifact"; const client = new DefaultArtifactClient();`;

describe("GitHub's own artifact client", () => {
  it("uploads, lists, downloads and deletes; REST shows the same artifact", async () => {
    const content = "x".repeat(200_000);
    writeFileSync(path.join(folder, "run.json"), content);
    const file = JSON.stringify(path.join(folder, "run.json"));
    const root = JSON.stringify(folder);
    const uploaded = await asJob(`${artifactClient}
      const up = await client.uploadArtifact("pawl-run-m", [${file}], ${root}, { retentionDays: 7 });
      const list = await client.listArtifacts();
      const down = await client.downloadArtifact(up.id, { path: ${JSON.stringify(path.join(folder, "out"))}, expectedHash: "sha256:" + up.digest });
      console.log("\\n" + JSON.stringify({ up, names: list.artifacts.map((one) => one.name), mismatch: down.digestMismatch }));`);
    expect(uploaded).toMatchObject({ names: ["pawl-run-m"], mismatch: false });
    const { up } = uploaded as { up: { id: number; size: number; digest: string } };
    expect(readFileSync(path.join(folder, "out", "run.json"), "utf8")).toBe(content);
    const { data } = await scene.octokit.rest.actions.getArtifact({ ...scene.at, artifact_id: up.id });
    expect(data).toMatchObject({
      name: "pawl-run-m",
      size_in_bytes: up.size,
      digest: `sha256:${up.digest}`,
      workflow_run: { id: job.runId },
    });
    const days = (Date.parse(data.expires_at!) - Date.parse(data.created_at!)) / 86_400_000;
    expect(Math.round(days)).toBe(7);
  });

  it("cannot upload a name twice, but can after deleting it", async () => {
    writeFileSync(path.join(folder, "a"), "1");
    const upload = `await client.uploadArtifact("one", [${JSON.stringify(path.join(folder, "a"))}], ${JSON.stringify(folder)})`;
    const outcome = await asJob(`${artifactClient} ${upload}; let second = "";
      try { ${upload} } catch (error) { second = error.message }
      await client.deleteArtifact("one"); const third = ${upload};
      console.log("\\n" + JSON.stringify({ second, third: third.id }));`);
    expect(outcome).toMatchObject({ second: expect.stringMatching(/409|Conflict/) });
    const { data } = await scene.octokit.rest.actions.listWorkflowRunArtifacts({ ...scene.at, run_id: job.runId });
    expect(data.artifacts.map(({ id }) => id)).toEqual([(outcome as { third: number }).third]);
  });

  it("is refused with a token that is not the job's", async () => {
    const [header, payload] = job.runtimeToken.split(".");
    const forged = `${header!}.${payload!}.${Buffer.from("forged").toString("base64url")}`;
    const answer = await fetch(
      new URL("/twirp/github.actions.results.api.v1.ArtifactService/ListArtifacts", job.resultsUrl),
      {
        method: "POST",
        headers: { authorization: `Bearer ${forged}`, "content-type": "application/json" },
        body: "{}",
      },
    );
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: "unauthenticated" }]);
  });
});

describe("GitHub's own cache client", () => {
  it("saves and restores by prefix", async () => {
    mkdirSync(path.join(folder, "kept"));
    writeFileSync(path.join(folder, "kept", "a"), "cached");
    const script = `import * as cache from "@actions/cache"; import { rmSync } from "node:fs"; process.chdir(process.env.GITHUB_WORKSPACE);
      const miss = await cache.restoreCache(["kept"], "k-1");
      await cache.saveCache(["kept"], "k-1"); rmSync("kept", { recursive: true });
      const hit = await cache.restoreCache(["kept"], "k-2", ["k-"]);
      console.log("\\n" + JSON.stringify({ miss: miss ?? null, hit: hit ?? null }));`;
    expect(await asJob(script, { ACTIONS_CACHE_SERVICE_V2: "true", GITHUB_REF: job.ref })).toEqual({
      miss: null,
      hit: "k-1",
    });
    expect(readFileSync(path.join(folder, "kept", "a"), "utf8")).toBe("cached");
  });
});
