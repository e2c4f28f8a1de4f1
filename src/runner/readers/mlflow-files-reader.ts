import { readdir } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { isPlainObject } from "./flatten-values.ts";
import type { LogFile, LoggedRun, LogReader, ReadRequest } from "./log-reader.ts";
import { unreadableRun } from "./logged-run.ts";
import { type MlflowPoint, type MlflowRun, toLoggedRuns } from "./mlflow-run.ts";
import { readBoundedText } from "./read-bounded-text.ts";
import { parseYaml } from "./read-yaml-parameters.ts";

const MAX_KEYS = 5000;
const RUN_META = /(^|\/)[0-9a-f]{32}\/meta\.yaml$/;
/** Not looked for one by one, but part of what the run wrote. */
const RUN_ENTRY = /(^|\/)[0-9a-f]{32}\/(metrics|params|tags)\/.+$/;

/** MLflow's file store: a folder per run, a file per metric and parameter. */
export const mlflowFilesReader: LogReader = {
  title: "MLflow, file store",
  finds: "`mlruns/<experiment>/<run>/` anywhere, and the folder that `MLFLOW_TRACKING_URI` names",
  reads:
    "Runs started since the command started (or `MLFLOW_RUN_ID`, or of the experiment that `MLFLOW_EXPERIMENT_NAME` or `MLFLOW_EXPERIMENT_ID` names): every metric with its history, parameters.",
  matches: (path) => RUN_META.test(path) || RUN_ENTRY.test(path),
  extensions: [],
  places: ({ MLFLOW_TRACKING_URI: uri }) => placesIn(uri ?? ""),
  several: "runs",
  read: readStore,
};

function placesIn(uri: string): string[] {
  if (uri.startsWith("file:")) return uri.startsWith("file:///") ? [fileURLToPath(uri)] : [uri.slice("file:".length)];
  return uri === "" || /^[a-z][\w+-]*:/i.test(uri) || uri === "databricks" ? [] : [uri];
}

async function readStore(request: ReadRequest): Promise<readonly LoggedRun[]> {
  const runs: MlflowRun[] = [];
  const broken: LoggedRun[] = [];
  for (const file of request.files.filter(({ path }) => RUN_META.test(path))) {
    try {
      const run = await readRun(file);
      if (run !== undefined) runs.push(run);
    } catch (error) {
      broken.push(unreadableRun(posix.dirname(file.path), error instanceof Error ? error.message : "unknown"));
    }
  }
  return [...broken, ...toLoggedRuns(runs, request, { isShared: false })];
}

/** `undefined` for a deleted run. */
async function readRun(meta: LogFile): Promise<MlflowRun | undefined> {
  const folder = dirname(meta.absolute);
  const run = parseYaml(await readBoundedText(meta.absolute));
  if (!isPlainObject(run)) throw new Error("meta.yaml holds no run");
  if (run["lifecycle_stage"] === "deleted") return undefined;
  const points = await readEntries(join(folder, "metrics"));
  const parameters = await readEntries(join(folder, "params"));
  const tags = await readEntries(join(folder, "tags"));
  return {
    id: String(run["run_id"] ?? run["run_uuid"]),
    name: String(run["run_name"] ?? ""),
    startTime: Number(run["start_time"]),
    experiment: { id: String(run["experiment_id"]), name: await readExperimentName(dirname(folder)) },
    tags: new Map(tags),
    parameters: new Map(parameters),
    points: points.flatMap(([key, text]) => parsePoints(key, text)),
    files: [posix.dirname(meta.path)],
  };
}

async function readExperimentName(folder: string): Promise<string> {
  try {
    const experiment = parseYaml(await readBoundedText(join(folder, "meta.yaml")));
    return isPlainObject(experiment) ? String(experiment["name"]) : "";
  } catch {
    // Only needed where the environment names an experiment.
    return "";
  }
}

/** Name and text of every file below, folders being parts of the name: `val/auc`. Links are not followed. */
async function readEntries(folder: string, prefix = "", budget = { left: MAX_KEYS }): Promise<[string, string][]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: [string, string][] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    budget.left -= 1;
    if (budget.left < 0) throw new Error(`has more than ${String(MAX_KEYS)} metrics or parameters`);
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await readEntries(path, `${prefix}${entry.name}/`, budget)));
    else if (entry.isFile()) found.push([`${prefix}${entry.name}`, await readBoundedText(path)]);
  }
  return found;
}

/** Lines are `timestamp value step`, and since MLflow 3 a data set's name and digest behind. */
function parsePoints(key: string, text: string): MlflowPoint[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [timestamp = "", value = "", step = "0"] = line.trim().split(/\s+/);
    const point = { key, value: parsePythonFloat(value), timestamp: Number(timestamp), step: Number(step) };
    if (Number.isFinite(point.timestamp) && Number.isFinite(point.step) && value !== "") return point;
    throw new Error(`metric ${key} has a line that is not "timestamp value step"`);
  });
}

function parsePythonFloat(text: string): number {
  const lower = text.toLowerCase();
  if (lower === "inf" || lower === "-inf") return lower === "inf" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return Number(text);
}
