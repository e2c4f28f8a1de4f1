import { join } from "node:path";
import { describeExceeded } from "../../src/core/drift/describe-exceeded.ts";
import { isDrift } from "../../src/core/drift/is-drift.ts";
import { renderDriftSummary } from "../../src/core/drift/render-drift-summary.ts";
import { formatError, PawlError } from "../../src/core/errors.ts";
import type { DriftEvidence } from "../../src/core/evidence/drift-evidence.ts";
import { fitDriftEvidence } from "../../src/core/evidence/fit-drift-evidence.ts";
import { formatArtifactName } from "../../src/core/evidence/names.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { readIdentity } from "../../src/runner/identity.ts";
import { readInputs } from "../../src/runner/inputs.ts";
import { keptFolder } from "../../src/runner/kept-folder.ts";
import { writeWhole } from "../../src/runner/kept-run.ts";
import { writeOutputs } from "../../src/runner/outputs.ts";
import { writeSummary } from "../../src/runner/summary.ts";
import { logLine, logMessage } from "../../src/runner/workflow-commands.ts";
import { draftDrift, failedDrift, foundDrift } from "./drift-evidence.ts";
import { DriftInputs, type DriftOutputs } from "./inputs.ts";
import { type DriftJob, planDrift } from "./plan-drift.ts";
import { readDrift } from "./read-drift.ts";

/** Compares data with those of the past and leaves evidence, also where they cannot be read. */
export async function drift(env: NodeJS.ProcessEnv): Promise<number> {
  process.stdout.on("error", () => undefined);
  const inputs = readInputs(DriftInputs, env);
  const identity = readIdentity(env);
  const job = planDrift(inputs, identity, env);
  const { key } = job;
  const kept = keptFolder({ env, identity, model: inputs.model, key, now: new Date() });
  const names = { "artifact-name": formatArtifactName({ kind: "drift", model: inputs.model, key }), folder: kept };
  writeOutputs(names, env);

  const evidence = await makeEvidence(job);
  const fitted = fitDriftEvidence(evidence);
  const file = join(kept, "drift.json");
  writeWhole(file, fitted.text);
  const outputs: DriftOutputs = {
    ...names,
    verdict: evidence.verdict,
    outcome: evidence.outcome.kind,
    evidence: file,
    "drifted-columns": JSON.stringify(driftedColumns(evidence)),
  };
  writeOutputs(outputs, env);
  const notes: string[] = [];
  await attempt("Writing the summary", notes, () => writeSummary(renderDriftSummary(fitted.evidence), env), undefined);
  announce(evidence, inputs["fail-on"] === "drift");
  for (const note of [...fitted.evidence.notes, ...notes]) logMessage("notice", note);
  if (evidence.outcome.kind !== "succeeded") return 1;
  return isDrift(evidence) && inputs["fail-on"] === "drift" ? 1 : 0;
}

async function makeEvidence(job: DriftJob): Promise<DriftEvidence> {
  const draft = draftDrift(job, new Date());
  try {
    return foundDrift(job, draft, await readDrift(job));
  } catch (error) {
    if (error instanceof PawlError) logMessage("error", job.redact.text(formatError(error)));
    else logMessage("error", "The engine stopped. Its message may quote the data, so it is not shown.");
    return failedDrift(job, draft, error);
  }
}

/** Columns with a finding that is drift, the most important first. */
function driftedColumns({ findings }: DriftEvidence): string[] {
  return [...new Set(findings.filter(({ verdict }) => verdict === "drift").flatMap(({ columns }) => columns))];
}

/** GitHub shows so many annotations of each level for a step. */
const MAX_ANNOTATIONS = 10;

function announce(evidence: DriftEvidence, fails: boolean): void {
  const { outcome, verdict, reason, current, reference } = evidence;
  if (outcome.kind !== "succeeded") return;
  const said = [
    ...evidence.findings.filter((finding) => finding.verdict === "drift").map(({ words }) => words),
    ...evidence.scores.filter(({ exceeded }) => exceeded === true).map(describeExceeded),
  ];
  for (const words of said.slice(0, MAX_ANNOTATIONS)) logMessage(fails ? "error" : "warning", words);
  for (const words of said.slice(MAX_ANNOTATIONS)) logLine(words);
  const before = reference.reduce((sum, { rows }) => sum + rows, 0);
  logLine(`${String(current.rows)} rows against ${String(before)}. Verdict: ${verdict}. ${reason}`);
}
