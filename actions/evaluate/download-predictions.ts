import { join } from "node:path";
import { PawlError } from "../../src/core/errors.ts";
import { formatPredictionsName } from "../../src/core/evidence/names.ts";
import { downloadArtifactToFolder, listArtifacts } from "../../src/github/artifacts.ts";
import { readLedgerIndex } from "../../src/github/ledger.ts";
import type { Octokit } from "../../src/github/octokit.ts";
import { hashFile } from "../../src/runner/hash-file.ts";
import { createJobClient } from "../job-client.ts";
import type { ChampionJob } from "./champion-evaluation.ts";
import type { EvaluationJob } from "./plan-evaluation.ts";
import { PREDICTION_FILES } from "./stage-predictions.ts";

const MAX_PREDICTION_BYTES = 2 * 1024 * 1024 * 1024;

/** A client with the job's token; `undefined` where there is none. */
export function jobClient({ inputs, env }: Pick<ChampionJob, "inputs" | "env">): Octokit | undefined {
  return createJobClient(inputs["github-token"], env);
}

/**
 * The predictions that a workflow run of this repository uploaded, in the folder `into` of the kept folder; `undefined`
 * where they are gone or were never there.
 */
export async function downloadPredictions(
  job: ChampionJob,
  { workflowRunId, into }: { readonly workflowRunId: number; readonly into: string },
): Promise<string | undefined> {
  const octokit = jobClient(job);
  if (octokit === undefined) return undefined;
  const [owner = "", repo = ""] = job.identity.repository.split("/");
  const wanted = formatPredictionsName(job.inputs.model, job.inputs.key);
  const artifact = (await listArtifacts(octokit, { owner, repo }, workflowRunId)).find(({ name }) => name === wanted);
  if (artifact === undefined || artifact.expired) return undefined;
  try {
    return await downloadArtifactToFolder(octokit, { owner, repo }, artifact, {
      fileNames: PREDICTION_FILES,
      maxBytes: MAX_PREDICTION_BYTES,
      folder: join(job.kept, into),
    });
  } catch (error) {
    if (error instanceof PawlError && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}

/**
 * Makes sure that a reused workflow run's predictions are the ones that its accepted evaluation judged; a note where the
 * ledger has no such evaluation. Throws `ARTIFACT_REFUSED` where they are others.
 */
export async function checkPredictions(
  job: EvaluationJob,
  { workflowRunId, path }: { readonly workflowRunId: number; readonly path: string },
): Promise<void> {
  const octokit = jobClient(job);
  if (octokit === undefined) return;
  const [owner = "", repo = ""] = job.identity.repository.split("/");
  const index = await readLedgerIndex(octokit, { owner, repo }, job.inputs.model);
  const accepted = (index?.entries ?? [])
    .filter(({ workflowRun, key }) => workflowRun.id === workflowRunId && key === job.inputs.key)
    .flatMap(({ predictions }) => predictions ?? []);
  if (accepted.length === 0) {
    job.notes.push(
      `The ledger has no evaluation of workflow run ${String(workflowRunId)}, so its predictions could not be checked.`,
    );
    return;
  }
  const { sha256 } = await hashFile(path);
  if (accepted.includes(sha256)) return;
  throw new PawlError({
    code: "ARTIFACT_REFUSED",
    message: `the predictions of the reused workflow run ${String(workflowRunId)} are not the ones that the ledger has`,
    hint: "Train anew: set the train action's input fresh to true.",
  });
}
