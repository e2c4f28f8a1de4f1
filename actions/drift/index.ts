import { join } from "node:path";
import { formatDriftMetrics } from "../../src/core/drift/drift-metrics.ts";
import { isDrift } from "../../src/core/drift/is-drift.ts";
import { renderDriftSummary } from "../../src/core/drift/render-drift-summary.ts";
import { formatError, PawlError } from "../../src/core/errors.ts";
import type { DriftEvidence } from "../../src/core/evidence/drift-evidence.ts";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import { fitDriftEvidence } from "../../src/core/evidence/fit-drift-evidence.ts";
import { formatArtifactName } from "../../src/core/evidence/names.ts";
import { checkedModel } from "../../src/core/monitoring/check-key.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { readIdentity } from "../../src/runner/identity.ts";
import { readInputs } from "../../src/runner/inputs.ts";
import { keptFolder } from "../../src/runner/kept-folder.ts";
import { writeWhole } from "../../src/runner/kept-run.ts";
import { writeOutputs } from "../../src/runner/outputs.ts";
import { readEvent } from "../../src/runner/read-event.ts";
import { writeSummary } from "../../src/runner/summary.ts";
import { logMessage } from "../../src/runner/workflow-commands.ts";
import { announceDrift } from "./announce-drift.ts";
import {
  draftDrift,
  failedDrift,
  foundDrift,
  withAlarm,
  withoutPerformance,
  withPerformance,
} from "./drift-evidence.ts";
import { DriftInputs, type DriftOutputs } from "./inputs.ts";
import { metricsContext } from "./metrics-context.ts";
import { type DriftJob, planDrift } from "./plan-drift.ts";
import { readDrift } from "./read-drift.ts";

/** Compares data with those of the past and leaves evidence, also where they cannot be read. */
export async function drift(env: NodeJS.ProcessEnv): Promise<number> {
  process.stdout.on("error", () => undefined);
  const inputs = readInputs(DriftInputs, env);
  const identity = readIdentity(env);
  const job = await planDrift(inputs, { identity, env, now: new Date() });
  if (isOfAnotherModel(job) || (await isDoneElsewhere(job))) return 0;
  const { key } = job;
  const kept = keptFolder({ env, identity, model: inputs.model, key, now: new Date() });
  const names = { "artifact-name": formatArtifactName({ kind: "drift", model: inputs.model, key }), folder: kept };
  writeOutputs(names, env);

  const { evidence, champion, unmeasured } = await makeEvidence(job, kept);
  const fitted = fitDriftEvidence(evidence);
  const file = join(kept, "drift.json");
  writeWhole(file, fitted.text);
  const metrics = join(kept, "drift.prom");
  writeWhole(metrics, formatDriftMetrics(fitted.evidence, metricsContext(job, champion)));
  const outputs: DriftOutputs = {
    ...names,
    verdict: evidence.verdict,
    outcome: evidence.outcome.kind,
    skipped: "false",
    evidence: file,
    "metrics-file": metrics,
    "drifted-columns": JSON.stringify(driftedColumns(evidence)),
  };
  writeOutputs(outputs, env);
  const notes: string[] = [];
  await attempt(
    "Writing the summary",
    notes,
    () => writeSummary(renderDriftSummary(fitted.evidence, job.model?.primaryMetric), env),
    undefined,
  );
  announceDrift(evidence, inputs["fail-on"] === "drift");
  for (const note of [...fitted.evidence.notes, ...notes]) logMessage("notice", note);
  if (evidence.outcome.kind !== "succeeded" || unmeasured) return 1;
  return isDrift(evidence) && inputs["fail-on"] === "drift" ? 1 : 0;
}

/**
 * Several models may share a workflow, which the App starts once for each: whoever has a schedule of its own gets a workflow
 * run of its own.
 */
function isOfAnotherModel({ model, env, inputs }: DriftJob): boolean {
  if (model?.drift?.schedule === undefined) return false;
  const key = readEvent(env).inputs?.["pawl-key"];
  const ordered = typeof key === "string" ? checkedModel(key) : undefined;
  if (ordered === undefined || ordered === inputs.model) return false;
  writeOutputs({ skipped: "true" }, env);
  logMessage(
    "notice",
    `This workflow run is a check of ${ordered}; that of ${inputs.model} is another's: nothing to do here.`,
  );
  return true;
}

/** GitHub's own schedule and the App's both start the workflow: only one of the two does the check. */
async function isDoneElsewhere(job: DriftJob): Promise<boolean> {
  if (job.identity.event !== "schedule" || job.slot === undefined) return false;
  const other = await attempt(
    "Asking the ledger whether another workflow run does this check",
    job.notes,
    // Loaded only here: GitHub's client takes longer to load than small files to be compared.
    async () => (await import("./find-taken-slot.ts")).findTakenSlot(job),
    undefined,
  );
  if (other === undefined) return false;
  writeOutputs({ skipped: "true" }, job.env);
  const where = other.workflowRun === undefined ? "the App has claimed it" : `it has ${other.workflowRun.url}`;
  logMessage(
    "notice",
    `The check that was due at ${other.at} is another workflow run's (${where}): nothing to do here.`,
  );
  return true;
}

interface MadeEvidence {
  readonly evidence: DriftEvidence;
  readonly champion?: EvaluationEvidence | undefined;
  /** Performance was asked for and could not be measured; what was found about the data stays. */
  readonly unmeasured: boolean;
}

async function makeEvidence(job: DriftJob, kept: string): Promise<MadeEvidence> {
  const draft = draftDrift(job, new Date());
  try {
    const found = await readDrift(job);
    const made = await addPerformance(job, foundDrift(job, draft, found), kept);
    return { ...made, evidence: withAlarm(job, made.evidence, found.found.monitoring) };
  } catch (error) {
    announceFailure(job, error);
    return { evidence: failedDrift(job, draft, error), unmeasured: false };
  }
}

async function addPerformance(job: DriftJob, evidence: DriftEvidence, kept: string): Promise<MadeEvidence> {
  if (job.inputs.predictions.length === 0) return { evidence, unmeasured: false };
  try {
    const { measureModel } = await import("./measure-model.ts");
    const measured = await measureModel(job, kept);
    return { evidence: withPerformance(job, evidence, measured), champion: measured.champion, unmeasured: false };
  } catch (error) {
    announceFailure(job, error);
    return { evidence: withoutPerformance(job, evidence, error), unmeasured: true };
  }
}

function announceFailure({ redact }: DriftJob, error: unknown): void {
  if (error instanceof PawlError) logMessage("error", redact.text(formatError(error)));
  else logMessage("error", "The engine stopped. Its message may quote the data, so it is not shown.");
}

/** Columns with a finding that is drift, the most important first. */
function driftedColumns({ findings }: DriftEvidence): string[] {
  return [...new Set(findings.filter(({ verdict }) => verdict === "drift").flatMap(({ columns }) => columns))];
}
