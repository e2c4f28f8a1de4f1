import type { ModelVersion } from "../../src/core/registry/registry.ts";
import { hashFile } from "../../src/runner/hash-file.ts";
import { findChampion } from "../find-champion.ts";
import { downloadEvaluated, readEvaluationOf } from "./champion-evaluation.ts";
import { jobClient } from "./download-predictions.ts";
import type { OtherPredictions } from "./find-others.ts";
import type { EvaluationJob } from "./plan-evaluation.ts";

/**
 * The predictions of the version that holds the model's first alias on the default branch, as its accepted evaluation
 * judged them: from its workflow run, or, where those have expired, out of its package. Notes say why there are none.
 */
export async function downloadChampion(job: EvaluationJob): Promise<OtherPredictions | undefined> {
  const octokit = jobClient(job);
  if (octokit === undefined) return undefined;
  const [owner = "", repo = ""] = job.identity.repository.split("/");
  const repository = { owner, repo };
  const { model } = job.inputs;
  const version = await findChampion({ octokit, repository, model, alias: job.championAlias, notes: job.notes });
  if (version === undefined) return undefined;
  const search = { job, octokit, repository, version };
  const named = version.lineage.evaluations.find(({ key }) => key === job.inputs.key);
  const found = named === undefined ? undefined : await readEvaluationOf(search, named);
  if (named === undefined || found?.predictions === undefined) {
    job.notes.push(`The ledger has no predictions of ${nameOf(job, version)}, so it is not compared with.`);
    return undefined;
  }
  const { sha256 } = found.predictions;
  const path = await downloadEvaluated(search, { named, sha256 });
  if (path === undefined) {
    job.notes.push(
      `The predictions of ${nameOf(job, version)} are gone, from its workflow run and from its package, so the comparison with it is not paired.`,
    );
    return undefined;
  }
  return {
    against: "champion",
    path,
    name: `predictions of ${nameOf(job, version)}`,
    predictions: { path: found.predictions.path, ...(await hashFile(path)) },
    given: false,
    workflowRunId: named.workflowRun.id,
    commit: version.commit,
  };
}

function nameOf({ inputs, championAlias }: EvaluationJob, { version }: ModelVersion): string {
  return `version ${String(version)} of ${inputs.model} (${championAlias})`;
}
