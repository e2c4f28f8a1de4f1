import { createCurveBuilder } from "./curve-builder.ts";
import type { LoggedRun, ReadRequest } from "./log-reader.ts";
import { loggedRun } from "./logged-run.ts";
import { MLFLOW_RUN_TAG, readMlflowRunMarker } from "./mlflow-run-marker.ts";
import { fromParameterText } from "./to-parameter-value.ts";

export interface MlflowPoint {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

/** One run as each of MLflow's stores keeps it. */
export interface MlflowRun {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  readonly experiment: { readonly id: string; readonly name: string };
  readonly tags: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
  readonly points: readonly MlflowPoint[];
  readonly files: readonly string[];
}

const UNMARKED = `the MLflow server has no run with the tag ${MLFLOW_RUN_TAG} that MLFLOW_RUN_CONTEXT gives to the command's runs, so the runs started meanwhile may be somebody else's: start the run with mlflow.start_run, or set MLFLOW_RUN_ID`;

const PARENT_TAG = "mlflow.parentRunId";

/**
 * The command's own runs as logs. A run that was started before, and resumed, gives what was logged since the start. A
 * run inside another, as in a search over parameters, is left to its parent where the parent has metrics. `isShared`:
 * others log to the store too, so that a run without the command's marker cannot be told to be its own.
 */
export function toLoggedRuns(
  runs: readonly MlflowRun[],
  { since, env }: Pick<ReadRequest, "since" | "env">,
  { isShared }: { readonly isShared: boolean },
): LoggedRun[] {
  const start = since.getTime();
  const ours = runs
    .filter((run) => belongsToCommand(run, env))
    .map((run) =>
      run.startTime >= start ? run : { ...run, points: run.points.filter((point) => point.timestamp >= start) },
    )
    .filter((run) => run.startTime >= start || run.points.length > 0);
  const { kept, problems } = keepMarked(ours, env, isShared);
  const withMetrics = new Set(kept.filter(({ points }) => points.length > 0).map(({ id }) => id));
  return kept
    .filter(({ tags }) => !withMetrics.has(tags.get(PARENT_TAG) ?? ""))
    .map((run) => toLoggedRun(run, problems));
}

/** Where the environment names a run or an experiment, only these. */
function belongsToCommand({ id, experiment }: MlflowRun, env: NodeJS.ProcessEnv): boolean {
  const runId = env["MLFLOW_RUN_ID"] ?? "";
  const experimentId = env["MLFLOW_EXPERIMENT_ID"] ?? "";
  const experimentName = env["MLFLOW_EXPERIMENT_NAME"] ?? "";
  if (runId !== "") return id === runId;
  if (experimentId !== "") return experiment.id === experimentId;
  return experimentName === "" || experiment.name === experimentName;
}

/** Others may log to the same store at the same time: where runs carry the command's marker, the rest are theirs. */
function keepMarked(
  runs: readonly MlflowRun[],
  env: NodeJS.ProcessEnv,
  isShared: boolean,
): { kept: readonly MlflowRun[]; problems: readonly string[] } {
  const marker = readMlflowRunMarker(env);
  if (marker === undefined || (env["MLFLOW_RUN_ID"] ?? "") !== "") return { kept: runs, problems: [] };
  const marked = runs.filter(({ tags }) => tags.get(MLFLOW_RUN_TAG) === marker);
  if (marked.length > 0) return { kept: marked, problems: [] };
  return { kept: runs, problems: isShared && runs.length > 0 ? [UNMARKED] : [] };
}

function toLoggedRun(run: MlflowRun, problems: readonly string[]): LoggedRun {
  const curves = createCurveBuilder();
  for (const [key, points] of groupByKey(run.points)) {
    const ordered = [...points].sort((a, b) => a.step - b.step || a.timestamp - b.timestamp);
    // `log_metric` without a step logs every value at step 0.
    const isUnstepped = ordered.length > 1 && ordered.every(({ step }) => step === ordered[0]?.step);
    ordered.forEach(({ step, value }, index) => {
      curves.add(key, "step", isUnstepped ? index : step, value);
    });
  }
  const parameters = [...run.parameters].map(([name, value]) => [name, fromParameterText(value)] as const);
  return loggedRun({
    name: `MLflow run ${run.name === "" ? run.id : run.name}`,
    files: run.files,
    curves: curves.build(),
    parameters: new Map(parameters),
    problems,
    sound: problems.length === 0,
  });
}

function groupByKey(points: readonly MlflowPoint[]): Map<string, MlflowPoint[]> {
  const groups = new Map<string, MlflowPoint[]>();
  for (const point of points) {
    const group = groups.get(point.key);
    if (group === undefined) groups.set(point.key, [point]);
    else group.push(point);
  }
  return groups;
}
