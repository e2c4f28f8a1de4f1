import { join, relative, sep } from "node:path";
import { toSafeText } from "../../src/core/evidence/limits.ts";
import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import { PAWL_VERSION } from "../../src/core/version.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { toolEnvironment } from "../../src/runner/child-environment.ts";
import { identifyDataset } from "../../src/runner/datasets/identify-dataset.ts";
import { machine } from "../../src/runner/environment/read-environment.ts";
import { identifyOutputs } from "../../src/runner/identify-outputs.ts";
import { keepDraft, keepLogs } from "../../src/runner/kept-run.ts";
import { redactValue } from "../../src/runner/parameters/read-parameters.ts";
import { readTrainingLogs } from "../../src/runner/readers/read-training-logs.ts";
import type { Redact } from "../../src/runner/redact.ts";
import { type ResourceWatch, watchResources } from "../../src/runner/resources/watch-resources.ts";
import { type CommandResult, runCommand } from "../../src/runner/run-command.ts";
import type { TrainingPlan } from "./plan-training.ts";

const MAX_COMMAND = 4000;

/** After such a command there are other packages than before it. */
const INSTALLS_PACKAGES = /\b(pip[\d.]*|uv|conda|mamba|micromamba|poetry|pdm|pixi)\b/;

export interface TrainedRun {
  readonly evidence: RunEvidence;
  readonly exitCode: number;
}

/**
 * Runs the command and gathers what it did. `publish` gets the evidence as soon as the command has ended, before
 * anything is read: a cancelled step may be killed while it reads. Rejects only where the command could not be started.
 */
export async function runTraining(
  plan: TrainingPlan,
  kept: string,
  publish: (run: TrainedRun) => void,
): Promise<TrainedRun> {
  const { inputs, folder, child, redact } = plan;
  let watch: ResourceWatch | undefined;
  const price = inputs["hourly-price"];
  const tools = toolEnvironment(child);
  const result = await runCommand({
    command: plan.command,
    folder,
    env: child.env,
    mark: plan.mark,
    redact,
    logFile: join(kept, "log.txt"),
    graceSeconds: inputs["grace-period"],
    ...(inputs["timeout-minutes"] === undefined ? {} : { timeoutSeconds: inputs["timeout-minutes"] * 60 }),
    onStart: (pid) => {
      watch = watchResources(
        pid,
        tools,
        price === undefined ? undefined : { hourly: price, currency: inputs.currency },
      );
    },
  });
  holdSignals();
  const notes = [...plan.notes, ...result.notes];
  const measured = watch?.stop(result.wallSeconds);
  notes.push(...(measured?.notes ?? []));
  const draft = draftOf(plan, result, measured?.resources ?? { wallSeconds: result.wallSeconds, samples: 0 }, notes);
  await attempt("Keeping the run", notes, () => keepDraft(kept, draft), undefined);
  const early = {
    ...draft,
    notes: [...draft.notes.slice(0, 49), "The step was ended before its results could be read."],
  };
  await attempt(
    "Writing the evidence",
    notes,
    () => publish({ evidence: early, exitCode: result.exitCode }),
    undefined,
  );
  const describe = INSTALLS_PACKAGES.test(plan.command) ? plan.describeEnvironment : () => plan.environment;
  const described = await attempt("Describing the environment", notes, describe, undefined);
  notes.push(...(described?.notes ?? []));
  const complete = await gather(
    plan,
    kept,
    { ...draft, environment: described?.environment ?? draft.environment },
    notes,
  );
  return { evidence: { ...complete, notes }, exitCode: result.exitCode };
}

/**
 * From here on the command is over and its evidence is about to be written: a signal that comes now has nothing to end,
 * and GitHub kills a cancelled step by itself if it takes too long.
 */
function holdSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
}

function draftOf(
  plan: TrainingPlan,
  result: CommandResult,
  resources: RunEvidence["resources"],
  notes: readonly string[],
): RunEvidence {
  return {
    schema: "pawl.run/v1",
    model: plan.inputs.model,
    ...(plan.inputs.key === undefined ? {} : { key: plan.inputs.key }),
    writtenBy: `pawl/${PAWL_VERSION}`,
    identity: plan.identity,
    startedAt: result.startedAt.toISOString(),
    finishedAt: result.finishedAt.toISOString(),
    command: toSafeText(plan.redact.text(plan.command), MAX_COMMAND),
    outcome: result.outcome,
    parameters: { ...plan.parameters },
    data: [...plan.data],
    environment: machine(),
    metrics: {},
    curves: [],
    readers: { reader: "none", files: [], alsoFound: [], problems: [], conclusive: false },
    resources,
    outputs: [],
    ...(plan.inputDigest === undefined ? {} : { inputDigest: plan.inputDigest }),
    notes: notes.map((note) => toSafeText(note, 500)).slice(0, 50),
  };
}

/** Everything that is read from files after the end, each part for itself. */
async function gather(plan: TrainingPlan, kept: string, draft: RunEvidence, notes: string[]): Promise<RunEvidence> {
  const { folder, workspace, inputs, child } = plan;
  const since = new Date(draft.startedAt);
  const late = await attempt("Identifying data", notes, () => identifyLateData(plan, notes), []);
  const { outputs, notes: outputNotes } = await attempt(
    "Identifying outputs",
    notes,
    () => identifyOutputs(inputs.outputs, { folder, workspace, since }),
    { outputs: [], notes: [] },
  );
  notes.push(...outputNotes);
  const prefix = relative(workspace, folder).split(sep).join("/");
  const known: RunEvidence = {
    ...draft,
    data: [...draft.data, ...late],
    outputs: outputs.map((output) => (prefix === "" ? output : { ...output, path: `${prefix}/${output.path}` })),
  };
  notes.push(...(await attempt("Keeping the log files", notes, () => keepLogs(kept, folder, since), [])));
  await attempt("Keeping the run", notes, () => keepDraft(kept, { ...known, notes: notes.slice(0, 50) }), undefined);
  return addLogs(known, { folder, plan, redact: plan.redact, env: child.env, notes });
}

/** Data that the command itself fetched. */
async function identifyLateData(plan: TrainingPlan, notes: string[]): Promise<RunEvidence["data"]> {
  const found: RunEvidence["data"] = [];
  for (const { request, root } of plan.missingData) {
    const { identity, note } = await identifyDataset(request, root, plan.child.env);
    if (identity !== undefined) found.push(identity);
    if (note !== undefined) notes.push(note);
  }
  return found;
}

/**
 * Metrics, curves and parameters from what the training's tools wrote. A parameter of the parameter file keeps its
 * value where a tool logged another one, and a note says so.
 */
export async function addLogs(
  evidence: RunEvidence,
  context: {
    readonly folder: string;
    readonly plan: { readonly inputs: TrainingPlan["inputs"] };
    readonly redact: Redact;
    readonly env: NodeJS.ProcessEnv;
    readonly notes: string[];
  },
): Promise<RunEvidence> {
  const { folder, redact, env, notes } = context;
  const { reader, "log-path": path } = context.plan.inputs;
  const failed = {
    reader: "none",
    files: [],
    alsoFound: [],
    problems: ["The logs could not be read."],
    conclusive: false,
  };
  const logs = await attempt(
    "Reading the logs",
    notes,
    () => readTrainingLogs({ root: folder, since: new Date(evidence.startedAt), reader, path, env }),
    { metrics: {}, curves: [], parameters: {}, readers: failed },
  );
  const logged = Object.entries(logs.parameters).map(
    ([name, value]) => [name, redactValue(name, value, redact)] as const,
  );
  const different = logged.filter(
    ([name, value]) => Object.hasOwn(evidence.parameters, name) && evidence.parameters[name] !== value,
  );
  if (different.length > 0) {
    const names = different.slice(0, 5).map(([name]) => name);
    notes.push(toSafeText(`The training logged other values than the parameter file for ${names.join(", ")}.`, 500));
  }
  return {
    ...evidence,
    metrics: logs.metrics,
    curves: logs.curves,
    ...(logs.importance === undefined ? {} : { importance: logs.importance }),
    parameters: { ...Object.fromEntries(logged), ...evidence.parameters },
    readers: {
      ...logs.readers,
      problems: logs.readers.problems.map((problem) => toSafeText(redact.text(problem), 500)),
    },
  };
}
