import { join } from "node:path";
import { failsAt } from "../../src/core/dataset/fails-at.ts";
import { renderDataSummary } from "../../src/core/dataset/render-data-summary.ts";
import type { DataEvidence } from "../../src/core/evidence/data-evidence.ts";
import { fitDataEvidence } from "../../src/core/evidence/fit-data-evidence.ts";
import { formatArtifactName } from "../../src/core/evidence/names.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { readIdentity } from "../../src/runner/identity.ts";
import { readInputs } from "../../src/runner/inputs.ts";
import { keptFolder } from "../../src/runner/kept-folder.ts";
import { writeWhole } from "../../src/runner/kept-run.ts";
import { writeOutputs } from "../../src/runner/outputs.ts";
import { writeSummary } from "../../src/runner/summary.ts";
import { logMessage } from "../../src/runner/workflow-commands.ts";
import { announceChecks, announceFailure } from "./announce-checks.ts";
import { draftEvidence, failedEvidence, foundEvidence } from "./data-evidence.ts";
import { ValidateDataInputs, type ValidateDataOutputs } from "./inputs.ts";
import { planValidation, type ValidationJob } from "./plan-validation.ts";
import { type FoundData, readDataset } from "./read-dataset.ts";

/** Reads a dataset, judges it by its contract and leaves evidence, also where the data or the contract cannot be read. */
export async function validateData(env: NodeJS.ProcessEnv): Promise<number> {
  process.stdout.on("error", () => undefined);
  const inputs = readInputs(ValidateDataInputs, env);
  const identity = readIdentity(env);
  const job = planValidation(inputs, identity, env);
  const name = { kind: "data", model: inputs.model, key: job.dataset } as const;
  const kept = keptFolder({ env, identity, model: inputs.model, key: job.dataset, now: new Date() });
  const names = { "artifact-name": formatArtifactName(name), folder: kept };
  writeOutputs(names, env);

  const { evidence, badRows } = await makeEvidence(job);
  const fitted = fitDataEvidence(evidence);
  const file = join(kept, "data.json");
  writeWhole(file, fitted.text);
  const failed = evidence.checks.filter(({ verdict }) => verdict === "fail");
  const outputs: ValidateDataOutputs = {
    ...names,
    verdict: evidence.verdict,
    outcome: evidence.outcome.kind,
    evidence: file,
    "failed-checks": failed.length,
    rows: evidence.profile?.rows,
  };
  writeOutputs(outputs, env);
  const notes: string[] = [];
  const shown = inputs["show-values"] ? { badRows } : {};
  await attempt(
    "Writing the summary",
    notes,
    () => writeSummary(renderDataSummary(fitted.evidence, shown), env),
    undefined,
  );
  announceChecks(fitted.evidence);
  for (const note of [...fitted.evidence.notes, ...notes]) logMessage("notice", note);
  return exitCodeOf(job, evidence);
}

interface Made {
  readonly evidence: DataEvidence;
  readonly badRows: FoundData["badRows"];
}

async function makeEvidence(job: ValidationJob): Promise<Made> {
  const draft = draftEvidence(job, new Date());
  try {
    const found = await readDataset(job);
    return { evidence: foundEvidence(job, draft, found), badRows: found.badRows };
  } catch (error) {
    // What is wrong with the data or the contract is what the report has to show.
    announceFailure(error, { redact: job.redact, showValues: job.inputs["show-values"] });
    return { evidence: failedEvidence(job, draft, error), badRows: [] };
  }
}

function exitCodeOf({ inputs }: ValidationJob, { outcome, checks }: DataEvidence): number {
  if (outcome.kind !== "succeeded") return 1;
  return failsAt(checks, inputs["fail-on"]) ? 1 : 0;
}
