import { type ChildProcess, execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { freePort } from "../../sandbox/free-port.ts";
import { waitFor } from "../../sandbox/wait-for.ts";
import { type CloneScene, createCloneScene, GIT_ENV } from "../cli/clone/clone-scene.ts";
import { ALIASES, ledgerOf, MODEL } from "../cli/registry-scene.ts";
import { requireProgram } from "../support/require-program.ts";
import { TEST_PYTHON } from "../support/test-python.ts";

const available = requireProgram(TEST_PYTHON, "pip install mlflow==3.17.2, and PAWL_TEST_PYTHON=<that python>", [
  "-c",
  "from importlib.metadata import version; version('mlflow')",
]);
const MIRROR = join(import.meta.dirname, "../../templates/mlflow/mirror.py");
const DIGEST = `sha256:${"7".repeat(64)}`;
const Version = z.object({
  model_version: z.object({
    source: z.string(),
    tags: z.array(z.object({ key: z.string(), value: z.string() })),
  }),
});

describe.skipIf(!available)("a promotion at a real MLflow server", () => {
  let scene: CloneScene;
  let server: ChildProcess;
  let address = "";

  beforeAll(async () => {
    scene = createCloneScene({ [ALIASES]: "production: 7\n" });
    const versions = [6, 7].map((version) => ({
      version,
      digest: version === 7 ? DIGEST : `sha256:${"6".repeat(64)}`,
      repository: "ghcr.io/acme/late-flights",
    }));
    scene.commitToLedger(
      ledgerOf(versions, [
        { version: 6, movedAt: "2026-09-05T08:00:00Z" },
        { version: 7, previous: 6, movedAt: "2026-10-16T08:00:00Z" },
        { version: 6, previous: 7, movedAt: "2026-10-17T08:00:00Z", standing: "unverified" },
      ]),
    );
    const port = await freePort();
    address = `http://127.0.0.1:${String(port)}`;
    const store = ["--backend-store-uri", "sqlite:///server.db", "--artifacts-destination", "artifacts"];
    const args = ["-m", "mlflow", "server", ...store, "--host", "127.0.0.1", "--port", String(port), "--workers", "1"];
    server = spawn(TEST_PYTHON, args, { cwd: scene.folder, stdio: "ignore", detached: true });
    const look = async () =>
      (await fetch(`${address}/health`).catch(() => undefined))?.ok === true ? true : undefined;
    await waitFor({ what: "the MLflow server", seconds: 240, look });
  }, 300_000);
  afterAll(() => {
    // The server starts workers: its whole group ends.
    if (server?.pid !== undefined) process.kill(-server.pid, "SIGKILL");
    scene?.remove();
  });

  const mirror = (...args: string[]) =>
    promisify(execFile)("python3", [MIRROR, ...args], {
      cwd: scene.clone(),
      env: { ...GIT_ENV, MLFLOW_TRACKING_URI: address },
    });
  const holder = async () => {
    const response = await fetch(`${address}/api/2.0/mlflow/registered-models/alias?name=${MODEL}&alias=production`);
    return Version.parse(await response.json()).model_version;
  };

  it("becomes a version and an alias, once however often it is told", { timeout: 120_000 }, async () => {
    expect((await mirror()).stdout).toContain("production of late-flights is version 7, which MLflow calls 1");
    expect((await mirror("--fetch", "30", MODEL)).stdout).toContain("which MLflow calls 1");
    const { source, tags } = await holder();
    expect(source).toBe(`oci://ghcr.io/acme/late-flights@${DIGEST}`);
    expect(tags).toContainEqual({ key: "pawl.digest", value: DIGEST });
  });

  it("that nobody has given a verdict changes nothing", { timeout: 60_000 }, async () => {
    scene.commit({ [ALIASES]: "production: 6\n" });
    await mirror("--fetch", "1");
    expect((await holder()).tags).toContainEqual({ key: "pawl.version", value: "7" });
  });

  it("says what the App has not recorded yet", { timeout: 60_000 }, async () => {
    scene.commit({ [ALIASES]: "production: 6\nstaging: 7\n" });
    expect((await mirror("--fetch", "0")).stdout).toContain("not recorded yet: late-flights 7 in staging");
  });

  it.each(["churn", "../../x", "; touch hacked"])("refuses a model called %s", { timeout: 60_000 }, async (model) => {
    await expect(mirror(model)).rejects.toMatchObject({ stderr: expect.stringContaining("has no registry of") });
  });
});
