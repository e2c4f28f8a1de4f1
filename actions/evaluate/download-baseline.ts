import type { LedgerEntry, LedgerIndex } from "../../src/core/evidence/ledger-index.ts";
import { formatPredictionsName } from "../../src/core/evidence/names.ts";
import { readLedgerIndex } from "../../src/github/ledger.ts";
import { hashFile } from "../../src/runner/hash-file.ts";
import { findMergeBase } from "../find-merge-base.ts";
import { downloadPredictions, jobClient } from "./download-predictions.ts";
import type { OtherPredictions } from "./find-others.ts";
import type { EvaluationJob } from "./plan-evaluation.ts";

/**
 * The predictions of the baseline: the evaluation of the merge base on the ledger, else the nearest earlier one of the
 * default branch. Notes say why there are none.
 */
export async function downloadBaseline(job: EvaluationJob): Promise<OtherPredictions | undefined> {
  const octokit = jobClient(job);
  if (octokit === undefined) return undefined;
  const [owner = "", repo = ""] = job.identity.repository.split("/");
  const index = await readLedgerIndex(octokit, { owner, repo }, job.inputs.model);
  const entry = index === undefined ? undefined : chooseBaseline(index, job, await findMergeBase(octokit, job));
  if (entry === undefined) return undefined;
  // A reused evaluation's predictions were uploaded by its own workflow run as well.
  const path = await downloadPredictions(job, { workflowRunId: entry.workflowRun.id, into: "baseline" });
  if (path === undefined) {
    job.notes.push(
      `The predictions of the baseline (workflow run ${String(entry.workflowRun.id)}) are gone, so the comparison is not paired. Artifacts are kept for as long as retention-days says.`,
    );
    return undefined;
  }
  const identity = await hashFile(path);
  if (entry.predictions !== identity.sha256) {
    job.notes.push(
      `The predictions of workflow run ${String(entry.workflowRun.id)} are not the ones that the ledger has, so they are not compared with.`,
    );
    return undefined;
  }
  const name = formatPredictionsName(job.inputs.model, job.inputs.key);
  return {
    against: "baseline",
    path,
    name: `${name} of workflow run ${String(entry.workflowRun.id)}`,
    predictions: { path: name, ...identity },
    given: false,
    workflowRunId: entry.workflowRun.id,
    commit: entry.commit,
  };
}

/** Newest first in the index; a run is never compared with itself. */
export function chooseBaseline(
  { entries }: LedgerIndex,
  { inputs, identity }: Pick<EvaluationJob, "inputs" | "identity">,
  base: string | undefined,
): LedgerEntry | undefined {
  const usable = entries.filter(
    ({ kind, key, outcome, predictions, workflowRun }) =>
      kind === "evaluation" &&
      key === inputs.key &&
      outcome === "succeeded" &&
      predictions !== undefined &&
      workflowRun.id !== identity.workflowRun.id,
  );
  const ofBase = usable.find(({ commit, onDefaultBranch }) => onDefaultBranch && commit === base);
  return ofBase ?? usable.find(({ commit, onDefaultBranch }) => onDefaultBranch && commit !== identity.commit);
}
