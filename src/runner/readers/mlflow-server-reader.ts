import { z } from "zod";
import type { LogReader, ReadRequest } from "./log-reader.ts";
import { unreadableRun } from "./logged-run.ts";
import { createMlflowClient, type MlflowClient, MlflowNumber } from "./mlflow-client.ts";
import { type MlflowPoint, type MlflowRun, toLoggedRuns } from "./mlflow-run.ts";
import { MLFLOW_RUN_TAG, readMlflowRunMarker } from "./mlflow-run-marker.ts";

const MAX_EXPERIMENTS = 5_000;
const EXPERIMENTS_PER_PAGE = 1_000;
const EXPERIMENTS_PER_SEARCH = 100;
const MAX_RUNS = 50;
const MAX_HISTORIES = 100;
const POINTS_PER_PAGE = 10_000;
const MAX_POINTS = 100_000;

/** An MLflow tracking server. */
export const mlflowServerReader: LogReader = {
  title: "MLflow, server",
  finds:
    "The server of `MLFLOW_TRACKING_URI`, where that is `http(s)://`, with the job's `MLFLOW_TRACKING_*` credentials",
  reads:
    "As of the file store. The command's runs are known by the tag `pawl.run`, which `MLFLOW_RUN_CONTEXT` makes MLflow put on them, so that other jobs may log to the same server.",
  matches: () => false,
  extensions: [],
  isRemote: ({ MLFLOW_TRACKING_URI: uri }) => /^https?:\/\//.test(uri ?? ""),
  several: "runs",
  read: async (request: ReadRequest) => {
    try {
      const client = createMlflowClient(request.env);
      const own = await readRuns(client, request);
      return toLoggedRuns(own, request, { isShared: true });
    } catch (error) {
      const why = error instanceof z.ZodError ? "answers with something that is not MLflow's" : reasonOf(error);
      return [unreadableRun("MLFLOW_TRACKING_URI", why)];
    }
  },
};

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}

const Pairs = z.array(z.object({ key: z.string(), value: z.string().default("") })).default([]);
const Metric = z.object({
  key: z.string(),
  value: MlflowNumber,
  timestamp: MlflowNumber,
  step: MlflowNumber.default(0),
});
const Run = z.object({
  info: z.object({
    run_id: z.string(),
    run_name: z.string().default(""),
    experiment_id: z.string(),
    start_time: MlflowNumber,
    lifecycle_stage: z.string().default("active"),
  }),
  data: z.object({ metrics: z.array(Metric).default([]), params: Pairs, tags: Pairs }).prefault({}),
});
type Run = z.infer<typeof Run>;

const Experiments = z.object({
  experiments: z.array(z.object({ experiment_id: z.string(), name: z.string() })).default([]),
  next_page_token: z.string().optional(),
});
type Experiment = z.infer<typeof Experiments>["experiments"][number];
const Runs = z.object({ runs: z.array(Run).default([]), next_page_token: z.string().optional() });
const OneRun = z.object({ run: Run });
const OneExperiment = z.object({ experiment: z.object({ experiment_id: z.string(), name: z.string() }) });
const History = z.object({ metrics: z.array(Metric).default([]), next_page_token: z.string().optional() });

async function readRuns(client: MlflowClient, { since, env }: ReadRequest): Promise<MlflowRun[]> {
  const runId = env["MLFLOW_RUN_ID"] ?? "";
  const found = runId === "" ? await searchRuns(client, since, env) : [await readRun(client, runId)];
  const runs: MlflowRun[] = [];
  for (const { run, experiment } of found.slice(0, MAX_RUNS)) runs.push(await withHistories(client, run, experiment));
  return runs;
}

interface FoundRun {
  readonly run: Run;
  readonly experiment: Experiment;
}

async function readRun(client: MlflowClient, id: string): Promise<FoundRun> {
  const { run } = await client.get("runs/get", { run_id: id }, OneRun);
  return { run, experiment: { experiment_id: run.info.experiment_id, name: "" } };
}

/** Runs with the command's marker; where there are none, all that started since. */
async function searchRuns(client: MlflowClient, since: Date, env: NodeJS.ProcessEnv): Promise<FoundRun[]> {
  const experiments = await listExperiments(client, env);
  const started = `attributes.start_time >= ${String(since.getTime())}`;
  const marker = readMlflowRunMarker(env);
  if (marker !== undefined && !/['"\\]/.test(marker)) {
    const marked = await searchIn(client, experiments, `${started} and tags.\`${MLFLOW_RUN_TAG}\` = '${marker}'`);
    if (marked.length > 0) return marked;
  }
  return searchIn(client, experiments, started);
}

async function listExperiments(client: MlflowClient, env: NodeJS.ProcessEnv): Promise<Experiment[]> {
  const id = env["MLFLOW_EXPERIMENT_ID"] ?? "";
  const name = env["MLFLOW_EXPERIMENT_NAME"] ?? "";
  if (id !== "") return [(await client.get("experiments/get", { experiment_id: id }, OneExperiment)).experiment];
  if (name !== "") {
    return [(await client.get("experiments/get-by-name", { experiment_name: name }, OneExperiment)).experiment];
  }
  const all: Experiment[] = [];
  let token: string | undefined;
  do {
    const page = await client.post(
      "experiments/search",
      {
        max_results: EXPERIMENTS_PER_PAGE,
        view_type: "ACTIVE_ONLY",
        order_by: ["last_update_time DESC"],
        page_token: token,
      },
      Experiments,
    );
    all.push(...page.experiments);
    token = page.next_page_token;
  } while (token !== undefined && token !== "" && all.length < MAX_EXPERIMENTS);
  return all;
}

async function searchIn(client: MlflowClient, experiments: readonly Experiment[], filter: string): Promise<FoundRun[]> {
  const found: FoundRun[] = [];
  for (let from = 0; from < experiments.length && found.length <= MAX_RUNS; from += EXPERIMENTS_PER_SEARCH) {
    const some = experiments.slice(from, from + EXPERIMENTS_PER_SEARCH);
    const byId = new Map(some.map((experiment) => [experiment.experiment_id, experiment]));
    const body = {
      experiment_ids: [...byId.keys()],
      filter,
      run_view_type: "ACTIVE_ONLY",
      max_results: MAX_RUNS,
      order_by: ["attributes.start_time ASC"],
    };
    const { runs } = await client.post("runs/search", body, Runs);
    for (const run of runs) {
      const experiment = byId.get(run.info.experiment_id);
      if (experiment !== undefined) found.push({ run, experiment });
    }
  }
  return found;
}

async function withHistories(client: MlflowClient, { info, data }: Run, experiment: Experiment): Promise<MlflowRun> {
  const points: MlflowPoint[] = [];
  for (const [index, latest] of data.metrics.entries()) {
    // Beyond the curves that a document can hold only the final value is of use.
    if (index < MAX_HISTORIES) points.push(...(await readHistory(client, info.run_id, latest)));
    else points.push(latest);
  }
  const { address } = client;
  return {
    id: info.run_id,
    name: info.run_name,
    startTime: info.start_time,
    experiment: { id: experiment.experiment_id, name: experiment.name },
    tags: new Map(data.tags.map(({ key, value }) => [key, value])),
    parameters: new Map(data.params.map(({ key, value }) => [key, value])),
    points,
    files: [`${address}/#/experiments/${info.experiment_id}/runs/${info.run_id}`],
  };
}

async function readHistory(client: MlflowClient, run: string, latest: MlflowPoint): Promise<MlflowPoint[]> {
  const points: MlflowPoint[] = [];
  let token: string | undefined;
  do {
    const query = { run_id: run, metric_key: latest.key, max_results: String(POINTS_PER_PAGE) };
    const page = await client.get(
      "metrics/get-history",
      token === undefined ? query : { ...query, page_token: token },
      History,
    );
    points.push(...page.metrics);
    token = page.next_page_token;
  } while (token !== undefined && token !== "" && points.length < MAX_POINTS);
  // A longer history is cut, but its end is known.
  return token === undefined || token === "" ? points : [...points, latest];
}
