import { resolve } from "node:path";
import { isRemote } from "../../src/core/dataset/remote-address.ts";
import { PawlError } from "../../src/core/errors.ts";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import { toSafeLabel } from "../../src/core/evidence/limits.ts";
import type { FileIdentity } from "../../src/core/evidence/run-evidence.ts";
import { measurePerformance } from "../../src/engine/performance/measure-performance.ts";
import type {
  LabelFiles,
  NamedFile,
  PerformanceFound,
  PerformanceWindows,
} from "../../src/engine/performance/performance-request.ts";
import { withEngine } from "../../src/engine/with-engine.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { hashFiles } from "../../src/runner/datasets/hash-files.ts";
import { listDataFiles } from "../../src/runner/datasets/list-data-files.ts";
import { hashFile } from "../../src/runner/hash-file.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import type { DriftJob } from "./plan-drift.ts";

/** How the model does, and what that was held against. */
export interface MeasuredModel extends PerformanceFound {
  /** The champion's evaluation, where the ledger has it. */
  readonly champion: EvaluationEvidence | undefined;
}

/** Chosen once: the same predictions give the same numbers. */
const SEED = 1;

/**
 * Measures the serving model on its predictions, beside the champion's evaluation. Throws `INPUT_INVALID` where an input names
 * no file, `PREDICTIONS_INVALID` where a file is none of predictions.
 *
 * @param kept Folder into which the champion's predictions are downloaded.
 */
export async function measureModel(job: DriftJob, kept: string): Promise<MeasuredModel> {
  const { inputs, env, notes, model, bounds } = job;
  const predictions = await demandFiles(job, "predictions");
  const labels = await findLabels(job);
  const trainedOn = inputs["trained-ids"].length === 0 ? undefined : await demandFiles(job, "trained-ids");
  const evaluated = await attempt(
    "Reading the champion's evaluation",
    notes,
    // Loaded only here, and with it GitHub's client.
    async () => (await import("./find-champion-evaluation.ts")).findChampionEvaluation(job, kept),
    undefined,
  );
  const { evaluation } = evaluated ?? {};
  const found = await withEngine({ env, log: logLine }, (engine) =>
    measurePerformance(engine, {
      predictions,
      columns: { ...columnsOf(inputs), time: inputs["time-column"] },
      labels,
      trainedOn,
      reference: evaluated?.file === undefined ? undefined : { file: evaluated.file },
      task: inputs.task ?? evaluation?.task,
      positiveLabel: inputs["positive-label"] ?? evaluation?.positiveLabel,
      threshold: inputs.threshold ?? evaluation?.threshold,
      windows: windowsOf(job),
      plan: model?.labels,
      now: new Date().toISOString(),
      seed: SEED,
      bounds,
    }),
  );
  const identities = {
    predictions: await identify(job, "predictions", predictions),
    ...(labels === undefined ? {} : { labels: await identify(job, "labels", labels.files) }),
  };
  return { ...found, evidence: { ...found.evidence, ...identities }, champion: evaluation };
}

function columnsOf(inputs: DriftJob["inputs"]) {
  return {
    id: inputs["id-column"],
    label: inputs["label-column"],
    prediction: inputs["prediction-column"],
    score: inputs["score-column"],
    classScores: inputs["score-columns"],
  };
}

/** Labels that have not come yet are no fault: a note says that there are none. */
async function findLabels(job: DriftJob): Promise<LabelFiles | undefined> {
  const { inputs, notes } = job;
  if (inputs.labels.length === 0) return undefined;
  const files = await filesOf(job, "labels");
  if (files.length > 0) {
    const [id, label, time] = [inputs["label-id-column"], inputs["arrived-label-column"], inputs["label-time-column"]];
    return { files, columns: { id, label, time } };
  }
  notes.push(`No file of labels is there yet (${inputs.labels.join(", ")}), so nothing is measured.`);
  return undefined;
}

type FilesInput = "predictions" | "labels" | "trained-ids";

async function filesOf({ inputs, folder }: DriftJob, input: FilesInput): Promise<readonly NamedFile[]> {
  const remote = inputs[input].find(isRemote);
  if (remote !== undefined) throw refusal(input, "names an address, and these files have to be on this machine");
  const lists = await Promise.all(inputs[input].map((line) => listDataFiles(folder, line)));
  return [...new Set(lists.flat())].map((name) => ({ name, path: resolve(folder, name) }));
}

async function demandFiles(job: DriftJob, input: FilesInput): Promise<readonly NamedFile[]> {
  const files = await filesOf(job, input);
  if (files.length > 0) return files;
  throw refusal(input, `names no file that is there: ${job.inputs[input].join(", ").slice(0, 300)}`);
}

function refusal(input: FilesInput, what: string): PawlError {
  return new PawlError({
    code: "INPUT_INVALID",
    message: `input "${input}" ${what}`,
    hint: "Fetch them in a step before this one; paths are relative to `working-directory`.",
  });
}

/** Windows are looked at again until their labels should be there, and once more. */
const MAX_WINDOWS = 24;

function windowsOf({ window, model }: DriftJob): PerformanceWindows | undefined {
  if (window === undefined) return undefined;
  const lengthMs = Date.parse(window.end) - Date.parse(window.start);
  const waiting = Math.ceil((model?.labels?.delayMs ?? 0) / lengthMs);
  return { end: window.end, lengthMs, count: Math.min(MAX_WINDOWS, waiting + 2) };
}

async function identify(
  { folder, inputs }: DriftJob,
  input: FilesInput,
  files: readonly NamedFile[],
): Promise<FileIdentity> {
  const [first, ...others] = files;
  const names = files.map(({ name }) => name);
  const alone = first !== undefined && others.length === 0;
  const { sha256, bytes } = alone ? await hashFile(first.path) : await hashFiles(folder, names);
  return { path: toSafeLabel(inputs[input].join(", "), 500), bytes, sha256 };
}
