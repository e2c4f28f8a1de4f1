import { parseStatement } from "../../src/core/evidence/statement.ts";
import type { EvaluationJob } from "./plan-evaluation.ts";

/**
 * The custom metrics of a reused workflow run: its command is not run again, so they are those of its evaluation on the
 * ledger. Empty, with a note, where there is none.
 */
export async function readReusedMetrics(job: EvaluationJob, workflowRunId: number): Promise<Record<string, number>> {
  const { inputs, identity, notes } = job;
  // Loaded only here: GitHub's client takes longer to load than scoring a small file.
  const [{ jobClient }, { readLedgerDocument, readLedgerIndex }] = await Promise.all([
    import("./download-predictions.ts"),
    import("../../src/github/ledger.ts"),
  ]);
  const octokit = jobClient(job);
  const [owner = "", repo = ""] = identity.repository.split("/");
  const repository = { owner, repo };
  const index = octokit === undefined ? undefined : await readLedgerIndex(octokit, repository, inputs.model);
  const entry = index?.entries.find(
    ({ kind, key, workflowRun }) => kind === "evaluation" && key === inputs.key && workflowRun.id === workflowRunId,
  );
  if (octokit === undefined || entry === undefined) {
    notes.push(
      `The ledger has no evaluation of workflow run ${String(workflowRunId)}, so there are no custom metrics.`,
    );
    return {};
  }
  const bytes = await readLedgerDocument(octokit, repository, entry.path);
  const { predicate } = parseStatement(bytes, entry.path);
  return predicate.schema === "pawl.evaluation/v1" ? { ...predicate.customMetrics } : {};
}
