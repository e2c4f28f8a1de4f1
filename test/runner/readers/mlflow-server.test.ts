import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mlflowRunMarker } from "../../../src/runner/readers/mlflow-run-marker.ts";
import { readTrainingLogs, type TrainingLogs } from "../../../src/runner/readers/read-training-logs.ts";
import { requireProgram } from "../../support/require-program.ts";
import { TEST_PYTHON } from "../../support/test-python.ts";
import { createTrainingFolder, type TrainingFolder } from "./training-folder.ts";

const HINT = "pip install mlflow==3.17.2, and PAWL_TEST_PYTHON=<that python>";
const available = requireProgram(TEST_PYTHON, HINT, [
  "-c",
  "from importlib.metadata import version; version('mlflow')",
]);
const TRAIN = join(import.meta.dirname, "fixtures/generate/mlflow_run.py");

describe.skipIf(!available)("a real MLflow server that a real training logs to", () => {
  let folder: TrainingFolder;
  let server: ChildProcess;
  let address = "";
  let since: Date;

  beforeAll(async () => {
    folder = createTrainingFolder();
    const port = await freePort();
    address = `http://127.0.0.1:${String(port)}`;
    const args = [
      "-m",
      "mlflow",
      "server",
      "--backend-store-uri",
      "sqlite:///server.db",
      "--artifacts-destination",
      "artifacts",
    ];
    server = spawn(TEST_PYTHON, [...args, "--host", "127.0.0.1", "--port", String(port), "--workers", "1"], {
      cwd: folder.root,
      stdio: "ignore",
      detached: true,
    });
    await untilHealthy(`${address}/health`);
    train({});
  }, 300_000);

  afterAll(() => {
    // The server starts workers: its whole group ends.
    if (server?.pid !== undefined) process.kill(-server.pid, "SIGKILL");
    folder?.[Symbol.dispose]();
  });

  beforeEach(async () => {
    // What was logged before this instant belongs to an earlier command.
    await new Promise((resolve) => setTimeout(resolve, 5));
    since = new Date();
  });

  function train(env: NodeJS.ProcessEnv): void {
    const more = { MLFLOW_TRACKING_URI: address, MLFLOW_DISABLE_TELEMETRY: "true", ...env };
    const trained = spawnSync(TEST_PYTHON, [TRAIN], {
      cwd: folder.root,
      env: { ...process.env, ...more },
      encoding: "utf8",
    });
    if (trained.status !== 0) throw new Error(trained.stderr);
  }

  function read(env: NodeJS.ProcessEnv): Promise<TrainingLogs> {
    return readTrainingLogs({
      root: folder.root,
      since,
      reader: "mlflow-server",
      env: { MLFLOW_TRACKING_URI: address, ...env },
    });
  }

  it("gives the command's own run, and not the one before it nor the one beside it", { timeout: 300_000 }, async () => {
    const env = mlflowRunMarker({}, "example/flights/57/1");
    train(env);
    train(mlflowRunMarker({}, "example/other/58/1"));
    const { metrics, curves, parameters, readers } = await read(env);
    expect(metrics).toEqual({ accuracy: 0.8125, loss: 0.2, "val/auc": 0.7 });
    expect(curves.find(({ metric }) => metric === "val/auc")).toMatchObject({
      steps: [0, 1, 2, 3, 4],
      values: [0.5, 0.55, 0.6, 0.65, 0.7],
    });
    expect(parameters).toEqual({ depth: 6, learning_rate: 0.1, booster: "hist", seeded: true });
    expect(readers).toMatchObject({ reader: "mlflow-server", problems: [], conclusive: true });
    expect(readers.files[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\/experiments\/\d+\/runs\/[0-9a-f]{32}$/);

    const unmarked = await read({});
    expect(unmarked.readers.conclusive).toBe(false);
    expect(unmarked.readers.problems[0]).toContain("were both written by this command");

    const foreign = await read(mlflowRunMarker({}, "nobody/uses/this/1"));
    expect(foreign.readers.conclusive).toBe(false);
    expect(foreign.readers.problems.join()).toContain("may be somebody else's");
  });

  it("finds nothing where the command logged nothing", async () => {
    const { metrics, readers } = await read({});
    expect(metrics).toEqual({});
    expect(readers).toMatchObject({ reader: "none", conclusive: false });
  });

  it("takes the run or the experiment that the environment names", async () => {
    const run = await read({ MLFLOW_RUN_ID: "0".repeat(32) });
    expect(run.readers.problems[0]).toContain("answers /api/2.0/mlflow/runs/get with status 404");
    const experiment = await read({ MLFLOW_EXPERIMENT_NAME: "no such experiment" });
    expect(experiment.readers.problems[0]).toContain("experiments/get-by-name with status 404");
  });
});

describe("an MLflow server that does not answer", () => {
  it("is a problem that names no credential", async () => {
    const folder = createTrainingFolder();
    const env = { MLFLOW_TRACKING_URI: `http://ann:s3cret@127.0.0.1:${String(await freePort())}` };
    const { metrics, readers } = await folder.read("auto", { env });
    folder[Symbol.dispose]();
    expect(metrics).toEqual({});
    expect(readers).toMatchObject({ reader: "mlflow-server", conclusive: false });
    expect(readers.problems[0]).toContain("cannot be reached");
    expect(JSON.stringify(readers)).not.toContain("s3cret");
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function untilHealthy(url: string): Promise<void> {
  for (let attempt = 0; attempt < 900; attempt += 1) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${url} does not answer`);
}
