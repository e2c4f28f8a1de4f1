import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { formatError, PawlError } from "../../src/core/errors.ts";
import { fitEvaluation } from "../../src/core/evaluation/fit-evaluation.ts";
import { renderEvaluationSummary } from "../../src/core/evaluation/render-evaluation-summary.ts";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import { toSafeText } from "../../src/core/evidence/limits.ts";
import { formatArtifactName, formatPredictionsName } from "../../src/core/evidence/names.ts";
import type { Outcome } from "../../src/core/evidence/run-evidence.ts";
import { PAWL_VERSION } from "../../src/core/version.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { childEnvironment } from "../../src/runner/child-environment.ts";
import { readIdentity } from "../../src/runner/identity.ts";
import { readInputs } from "../../src/runner/inputs.ts";
import { keptFolder } from "../../src/runner/kept-folder.ts";
import { writeWhole } from "../../src/runner/kept-run.ts";
import { writeOutputs } from "../../src/runner/outputs.ts";
import { createRedact, type Redact } from "../../src/runner/redact.ts";
import { runCommand } from "../../src/runner/run-command.ts";
import { writeSummary } from "../../src/runner/summary.ts";
import { logMessage } from "../../src/runner/workflow-commands.ts";
import { findOthers } from "./find-others.ts";
import { findPredictions } from "./find-predictions.ts";
import { EvaluateInputs, type EvaluateOutputs } from "./inputs.ts";
import { type EvaluationJob, planEvaluation } from "./plan-evaluation.ts";
import { readCustomMetrics } from "./read-custom-metrics.ts";
import { readReusedMetrics } from "./read-reused-metrics.ts";
import { scorePredictions } from "./score-predictions.ts";
import { stagePredictions } from "./stage-predictions.ts";

const MAX_COMMAND = 4000;

/** Scores predictions and leaves evidence, also where the command or the file is at fault. */
export async function evaluate(env: NodeJS.ProcessEnv): Promise<number> {
  process.stdout.on("error", () => undefined);
  const inputs = readInputs(EvaluateInputs, env);
  const identity = readIdentity(env);
  const kept = keptFolder({ env, identity, model: inputs.model, key: inputs.key, now: new Date() });
  const names = {
    "artifact-name": formatArtifactName({ kind: "evaluation", ...inputs }),
    "predictions-artifact-name": formatPredictionsName(inputs.model, inputs.key),
    folder: kept,
  };
  writeOutputs(names, env);
  const job = await planEvaluation(inputs, identity, kept, env);
  const { evidence, upload, exitCode } = await makeEvaluation(job);
  const notes: string[] = [];
  const file = join(kept, "evaluation.json");
  const fitted = fitEvaluation(evidence);
  writeWhole(file, fitted.text);
  const metrics = fitted.evidence.metrics.flatMap(({ name, value }) => (value === null ? [] : [[name, value]]));
  const outputs: EvaluateOutputs = {
    ...names,
    outcome: evidence.outcome.kind,
    evidence: file,
    predictions: upload,
    metrics: JSON.stringify(Object.fromEntries(metrics)),
  };
  writeOutputs(outputs, env);
  await attempt(
    "Writing the summary",
    notes,
    () => writeSummary(renderEvaluationSummary(fitted.evidence), env),
    undefined,
  );
  for (const note of [...fitted.evidence.notes, ...notes]) logMessage("notice", note);
  return exitCode;
}

interface Made {
  readonly evidence: EvaluationEvidence;
  readonly upload?: string | undefined;
  readonly exitCode: number;
}

async function makeEvaluation(job: EvaluationJob): Promise<Made> {
  const { inputs, env } = job;
  const redact = createRedact(env, inputs["github-token"] === undefined ? [] : [inputs["github-token"]]);
  const startedAt = new Date();
  const command = inputs.command?.trim() === "" ? undefined : inputs.command;
  const ran = command === undefined ? undefined : await runIt(job, command, redact);
  const outcome: Outcome = ran?.outcome ?? { kind: "succeeded", exitCode: 0 };
  const shown = command === undefined ? {} : { command: toSafeText(redact.text(command), MAX_COMMAND) };
  const draft = { ...draftOf(job, startedAt, outcome), ...shown };
  if (ran !== undefined && ran.outcome.kind !== "succeeded") {
    return { evidence: { ...draft, notes: notesOf([...job.notes, ...ran.notes]) }, exitCode: ran.exitCode };
  }
  try {
    return await score(job, draft);
  } catch (error) {
    // What is wrong with the file is what the report has to show; other errors are ours.
    if (!(error instanceof PawlError)) throw error;
    const told = toSafeText(redact.text(formatError(error)), 2000);
    logMessage("error", told);
    const failed: Outcome = { kind: "failed", exitCode: 1, logTail: told.split("\n") };
    const finishedAt = new Date().toISOString();
    return { evidence: { ...draft, outcome: failed, finishedAt, notes: notesOf(job.notes) }, exitCode: 1 };
  }
}

async function runIt(job: EvaluationJob, command: string, redact: Redact) {
  const { inputs, env, kept, folder, notes } = job;
  const mark = randomUUID();
  const child = childEnvironment(env, { mark, jobToken: inputs["github-token"] });
  notes.push(
    ...child.withheld.map((name) => `The variable ${name} holds the job's token and was not passed on to the command.`),
  );
  return runCommand({
    command,
    folder,
    env: child.env,
    mark,
    redact,
    logFile: join(kept, "evaluation-log.txt"),
    graceSeconds: inputs["grace-period"],
    ...(inputs["timeout-minutes"] === undefined ? {} : { timeoutSeconds: inputs["timeout-minutes"] * 60 }),
  });
}

async function score(job: EvaluationJob, draft: EvaluationEvidence): Promise<Made> {
  const { inputs, folder, kept, notes } = job;
  const file = await findPredictions(job);
  const staging = stagePredictions(file.path, file.name, kept);
  const others = findOthers(job);
  // Awaited below; a fault of one must not be unheard while the other is waited for.
  for (const waiting of [staging, others]) waiting.catch(() => undefined);
  const scored = await scorePredictions(job, file, others);
  const staged = await staging;
  if (staged.upload === undefined)
    notes.push(
      "The predictions are larger than 1 GiB: they are not uploaded, so later runs cannot be compared with them row by row.",
    );
  const custom = inputs["custom-metrics"];
  const readCustom = async (name: string) =>
    file.reused === undefined ? readCustomMetrics(folder, name) : readReusedMetrics(job, file.reused);
  const customMetrics =
    custom === undefined ? {} : await attempt("Reading the custom metrics", notes, () => readCustom(custom), {});
  const { plan } = scored;
  return {
    evidence: {
      ...draft,
      finishedAt: new Date().toISOString(),
      task: plan.task,
      ...(plan.task === "binary" ? { positiveLabel: toSafeText(plan.classes[1] ?? "", 200) } : {}),
      ...(plan.task === "multiclass" ? { classes: plan.classes.map((name) => toSafeText(name, 200)) } : {}),
      ...(plan.threshold === undefined ? {} : { threshold: plan.threshold }),
      predictions: { ...staged.identity, path: toSafeText(staged.identity.path, 500) },
      rows: scored.rows,
      leftOut: [...scored.leftOut],
      ...(scored.testData === undefined ? {} : { testData: scored.testData }),
      metrics: [...scored.metrics],
      customMetrics,
      slices: scored.slices.map((slice) => ({ ...slice, metrics: [...slice.metrics] })),
      comparisons: [...scored.comparisons],
      notes: notesOf([...notes, ...scored.notes]),
    },
    upload: staged.upload === undefined ? undefined : resolve(staged.upload),
    exitCode: 0,
  };
}

function draftOf(job: EvaluationJob, startedAt: Date, outcome: Outcome): EvaluationEvidence {
  const { inputs, identity, evaluationCode } = job;
  return {
    schema: "pawl.evaluation/v1",
    model: inputs.model,
    ...(inputs.key === undefined ? {} : { key: inputs.key }),
    writtenBy: `pawl/${PAWL_VERSION}`,
    identity,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    task: inputs.task ?? "binary",
    outcome,
    rows: 0,
    leftOut: [],
    ...(evaluationCode === undefined ? {} : { evaluationCode }),
    metrics: [],
    customMetrics: {},
    slices: [],
    comparisons: [],
    notes: [],
  };
}

function notesOf(notes: readonly string[]): string[] {
  return notes.map((note) => toSafeText(note, 500)).slice(0, 50);
}
