import type { WorkflowRunFacts } from "../core/report/report-facts.ts";
import type { WorkflowRun } from "../github/workflow-runs.ts";

/** Workflow runs of one workflow file, and those that left evidence whatever their file, as a report wants them. */
export function workflowRunFacts(
  workflowRuns: readonly WorkflowRun[],
  workflow: string,
  evidence: readonly { readonly workflowRun: { readonly id: number } }[],
): readonly WorkflowRunFacts[] {
  const withEvidence = new Set(evidence.map(({ workflowRun }) => workflowRun.id));
  return workflowRuns
    .filter(({ id, path }) => path === `.github/workflows/${workflow}` || withEvidence.has(id))
    .map(({ id, number, attempt, url, event, status, conclusion, startedAt }) => ({
      id,
      number,
      attempt,
      url,
      event,
      // GitHub has more words for "not yet": requested, waiting, pending.
      status: status === "completed" || status === "in_progress" ? status : "queued",
      conclusion: status === "completed" ? conclusion : null,
      startedAt,
    }));
}
