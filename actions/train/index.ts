import { join } from "node:path";
import { fitEvidence } from "../../src/core/evidence/fit-evidence.ts";
import type { Identity } from "../../src/core/evidence/identity.ts";
import { formatArtifactName } from "../../src/core/evidence/names.ts";
import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import { renderRunSummary } from "../../src/core/report/render-run-summary.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { readIdentity } from "../../src/runner/identity.ts";
import { readInputs } from "../../src/runner/inputs.ts";
import { keptFolder } from "../../src/runner/kept-folder.ts";
import { writeWhole } from "../../src/runner/kept-run.ts";
import { writeOutputs } from "../../src/runner/outputs.ts";
import { writeSummary } from "../../src/runner/summary.ts";
import { logLine, logMessage } from "../../src/runner/workflow-commands.ts";
import { TrainInputs, type TrainOutputs } from "./inputs.ts";
import { planTraining, type TrainingPlan } from "./plan-training.ts";
import { rereadTraining } from "./reread-training.ts";
import { reuseTraining } from "./reuse-training.ts";
import { runTraining, type TrainedRun } from "./run-training.ts";

/** Trains, or finds that it need not; leaves evidence in either case. The exit code is the command's. */
export async function train(env: NodeJS.ProcessEnv): Promise<number> {
  // The reader of our output may go away before we do; that must not end a training.
  process.stdout.on("error", () => undefined);
  const inputs = readInputs(TrainInputs, env);
  const identity = readIdentity(env);
  const kept = keptFolder({ env, identity, model: inputs.model, key: inputs.key, now: new Date() });
  // Known at once, so that also a step that is killed leaves them.
  writeOutputs({ folder: kept, "artifact-name": formatArtifactName({ kind: "run", ...inputs }) }, env);
  return leave(await makeRun(inputs, identity, kept, env), kept, env);
}

async function makeRun(
  inputs: TrainInputs,
  identity: Identity,
  kept: string,
  env: NodeJS.ProcessEnv,
): Promise<TrainedRun> {
  if (inputs.reread !== undefined) return rereadTraining(inputs, inputs.reread, identity, env);
  const plan = await planTraining(inputs, identity, env);
  const search = await searchReusable(plan, env);
  if (search.found !== undefined) {
    const { workflowRunNumber, finishedAt } = search.found.reused;
    logLine(
      `Not trained: run ${String(workflowRunNumber)}, finished ${finishedAt}, had the same inputs. \`fresh: true\` trains anyway.`,
    );
    return { evidence: reuseTraining(search.found, identity, new Date()), exitCode: 0 };
  }
  if (search.note !== undefined) logLine(search.note);
  const notes = [...plan.notes, ...(search.note === undefined ? [] : [search.note])];
  return runTraining({ ...plan, notes }, kept, (run) => void publish(run, kept, env));
}

async function searchReusable(plan: TrainingPlan, env: NodeJS.ProcessEnv) {
  const { inputs, inputDigest, identity } = plan;
  const token = inputs["github-token"];
  if (inputs.fresh || inputDigest === undefined || token === undefined) return {};
  // Loaded only here: GitHub's client takes longer to load than everything else together.
  const { findReusableRun } = await import("./find-reusable-run.ts");
  return findReusableRun({
    model: inputs.model,
    key: inputs.key,
    repository: identity.repository,
    inputDigest: inputDigest.value,
    token,
    apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com",
  });
}

/** Writes evidence, outputs and summary, each for itself. */
async function leave(run: TrainedRun, kept: string, env: NodeJS.ProcessEnv): Promise<number> {
  const notes: string[] = [];
  const written = await attempt("Writing the evidence", notes, () => publish(run, kept, env), undefined);
  const summary = (): void => writeSummary(renderRunSummary(written ?? run.evidence), env);
  await attempt("Writing the summary", notes, summary, undefined);
  for (const note of notes) {
    logMessage(written === undefined ? "error" : "warning", `${note}\nWhat is known of this run is kept in ${kept}.`);
  }
  return run.exitCode;
}

/** The document and the step's outputs, which name it; what was written earlier is replaced. */
function publish({ evidence, exitCode }: TrainedRun, kept: string, env: NodeJS.ProcessEnv): RunEvidence {
  const file = join(kept, "run.json");
  const fitted = fitEvidence(evidence);
  writeWhole(file, fitted.text);
  const outputs: TrainOutputs = {
    outcome: evidence.outcome.kind,
    "exit-code": exitCode,
    evidence: file,
    "artifact-name": formatArtifactName({ kind: "run", model: evidence.model, key: evidence.key }),
    folder: kept,
    metrics: JSON.stringify(fitted.evidence.metrics),
    "input-digest": evidence.inputDigest?.value,
    reused: evidence.reused !== undefined,
    "reused-workflow-run": evidence.reused?.workflowRunId,
  };
  writeOutputs(outputs, env);
  return fitted.evidence;
}
