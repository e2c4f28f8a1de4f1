import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Job, makeJob } from "../tools/make-job.ts";
import { BENCH_PYTHON_HINT, findBenchPython } from "./bench-python.ts";
import type { BenchRow } from "./bench-row.ts";
import { measureInTurns, median, type Timed } from "./measure.ts";
import { runProcess } from "./run-process.ts";

const ROUNDS = 9;
/** What the design promises for a training that does nothing. */
const AIM_MILLISECONDS = 300;

const BUNDLE = fileURLToPath(new URL("../actions/dist/index.js", import.meta.url));
const SCRIPTS = fileURLToPath(new URL("python", import.meta.url));

/** What tracking adds to a command that takes no time itself: the action's steps that run our code, beside the peers. */
export async function benchStartUp(): Promise<readonly BenchRow[]> {
  if (!existsSync(BUNDLE)) throw new Error("actions/dist is missing: npm run build");
  const python = findBenchPython();
  const read = (name: string): Promise<string> => readFile(join(SCRIPTS, name), "utf8");
  const names = ["bare.py", "track_mlflow.py", "track_wandb.py"];
  const job = await makeJob(
    Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)] as const))),
  );
  try {
    const ours = ourRuns(job, python ?? "python3");
    const times = await measureInTurns({ ...ours, ...(python === undefined ? {} : peerRuns(job, python)) }, ROUNDS);
    return toRows(times, python !== undefined);
  } finally {
    await job.remove();
  }
}

/** The command alone, as `bash -e` runs it for a `run:` step, and the same command through the action. */
function ourRuns({ folder, env: given }: Job, python: string): Readonly<Record<"bare" | "train", Timed>> {
  const env = { ...given, PATH: [dirname(python), given["PATH"]].join(delimiter) };
  const command = `${python} bare.py`;
  const inputs = JSON.stringify({ model: "late-flights", command, "github-token": "" });
  const step = (name: string): Promise<void> =>
    runProcess({ command: "node", arguments: [BUNDLE, name], folder, env: { ...env, PAWL_INPUTS: inputs } });
  return {
    bare: () => runProcess({ command: "bash", arguments: ["-e", "-c", command], folder, env }),
    train: async () => {
      await step("train-prepare");
      await step("train");
    },
  };
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
    note: `${String(ROUNDS)} runs each, in turns; both steps of the action that run our code${
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
