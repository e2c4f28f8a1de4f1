import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseStatement } from "../src/core/evidence/statement.ts";
import { type Job, makeJob } from "../tools/make-job.ts";
import { BENCH_PYTHON_HINT, findBenchPython } from "./bench-python.ts";
import type { BenchRow } from "./bench-row.ts";
import { measureInTurns, median, type Timed } from "./measure.ts";
import { runProcess } from "./run-process.ts";

const ROUNDS = 9;
/** What the design promises for a training that does nothing. */
const AIM_MILLISECONDS = 300;

/** With a configured model the action also computes the input digest, as it does for every user. */
const CONFIG = "models: { late-flights: { paths: ['*.py'], primary-metric: { name: metric_9, direction: higher } } }\n";

const BUNDLE = fileURLToPath(new URL("../actions/dist/index.js", import.meta.url));
const SCRIPTS = fileURLToPath(new URL("python", import.meta.url));

/** What tracking adds to a command that takes no time itself: the action's steps that run our code, beside the peers. */
export async function benchStartUp(): Promise<readonly BenchRow[]> {
  if (!existsSync(BUNDLE)) throw new Error("actions/dist is missing: npm run build");
  const python = findBenchPython();
  const read = (name: string): Promise<string> => readFile(join(SCRIPTS, name), "utf8");
  const names = ["bare.py", "track_mlflow.py", "track_wandb.py"];
  const scripts = await Promise.all(names.map(async (name) => [name, await read(name)] as const));
  const job = await makeJob({ ...Object.fromEntries(scripts), ".github/pawl.yml": CONFIG });
  try {
    const ours = ourRuns(job, python ?? "python3");
    const times = await measureInTurns({ ...ours, ...(python === undefined ? {} : peerRuns(job, python)) }, ROUNDS);
    return toRows(times, python !== undefined);
  } finally {
    await job.remove();
  }
}

/** The command alone, as `bash -e` runs it for a `run:` step, and the same command through the action's step. */
function ourRuns({ folder, env: given }: Job, python: string): Readonly<Record<"bare" | "train", Timed>> {
  const env: NodeJS.ProcessEnv = { ...given, PATH: [dirname(python), given["PATH"]].join(delimiter) };
  const command = `${python} bare.py`;
  const inputs = JSON.stringify({ model: "late-flights", command, "github-token": "" });
  const bash = (script: string, extra: NodeJS.ProcessEnv = {}): Promise<void> =>
    runProcess({ command: "bash", arguments: ["-e", "-c", script], folder, env: { ...env, ...extra } });
  return {
    bare: () => bash(command),
    train: async () => {
      const output = env["GITHUB_OUTPUT"] ?? "";
      await writeFile(output, "");
      await bash('exec node "$BUNDLE" train', { BUNDLE, PAWL_INPUTS: inputs });
      // A run that recorded nothing would be a quick one.
      await assertRecorded(await readFile(output, "utf8"));
    },
  };
}

async function assertRecorded(outputs: string): Promise<void> {
  const path = /^evidence(?:=|<<.*\n)(.+)$/m.exec(outputs)?.[1] ?? "";
  const { predicate } = parseStatement(await readFile(path), path);
  const metrics = predicate.schema === "pawl.run/v1" && "metric_9" in predicate.metrics;
  if (predicate.outcome.kind !== "succeeded" || !metrics) throw new Error(`${path} does not hold the run's metrics`);
}

function peerRuns({ folder, env }: Job, python: string): Readonly<Record<string, Timed>> {
  const run = (script: string, extra: NodeJS.ProcessEnv): Timed => {
    const variables = { ...env, ...extra, WANDB_SILENT: "true", GIT_PYTHON_REFRESH: "quiet" };
    return () => runProcess({ command: python, arguments: [script], folder, env: variables });
  };
  const mlflow = { MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_ALLOW_FILE_STORE: "true" };
  return {
    "mlflow, file store": run("track_mlflow.py", { ...mlflow, MLFLOW_TRACKING_URI: `file://${folder}/mlruns` }),
    "mlflow, SQLite": run("track_mlflow.py", { ...mlflow, MLFLOW_TRACKING_URI: `sqlite:///${folder}/mlflow.db` }),
    "wandb, offline": run("track_wandb.py", { WANDB_MODE: "offline", WANDB_DIR: folder }),
  };
}

function toRows(times: Readonly<Record<string, readonly number[]>>, hasPeers: boolean): BenchRow[] {
  const bare = median(times["bare"] ?? []);
  const added = (name: string): number => median(times[name] ?? []) - bare;
  const ours = added("train");
  const name = "start-up: added to a command of";
  const aim: BenchRow = {
    name: `${name} ${bare.toFixed(0)} ms`,
    ours: `${ours.toFixed(0)} ms`,
    theirs: `aim: under ${String(AIM_MILLISECONDS)} ms`,
    note: `${String(ROUNDS)} runs each, in turns; input digest included, network (ledger, upload) not${
      hasPeers ? "" : `; peers not installed: ${BENCH_PYTHON_HINT}`
    }`,
  };
  const peers = Object.keys(times)
    .filter((peer) => peer !== "bare" && peer !== "train")
    .map((peer): BenchRow => {
      const theirs = added(peer);
      return {
        name: `start-up: ${peer}`,
        ours: `${ours.toFixed(0)} ms`,
        theirs: `${theirs.toFixed(0)} ms`,
        ratio: theirs / ours,
      };
    });
  return [aim, ...peers];
}
