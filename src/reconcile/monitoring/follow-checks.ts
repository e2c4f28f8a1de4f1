import { namesCheck } from "../../core/monitoring/check-key.ts";
import type { Slot } from "../../core/monitoring/monitoring.ts";
import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { listWorkflowRunsOfFile, readWorkflowRun, type WorkflowRun } from "../../github/workflow-runs.ts";
import { acceptEvidence } from "../accept-evidence.ts";
import { mayStillListMore } from "../collect-evidence.ts";
import { readEntries } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";
import { readMonitoring } from "./read-monitoring.ts";
import type { MonitoringPlace, WatchedModel } from "./watched-model.ts";

/**
 * Looks after the checks that were started: takes in the evidence of those that are over, and returns the slots of those
 * that are over without any. Costs a call for each that is under way.
 */
export async function followChecks(
  workplace: Workplace,
  watched: WatchedModel,
  place: MonitoringPlace,
): Promise<readonly Slot[]> {
  const { name } = watched.plan;
  const { slots } = await readMonitoring(workplace, name);
  const changed: Slot[] = [];
  for (const slot of slots) {
    if (slot.state !== "dispatched" || (await leftEvidence(workplace, name, slot.workflowRun?.id))) continue;
    const run = await findRun(workplace, watched, slot);
    if (run === undefined) {
      if (slot.workflowRun !== undefined) changed.push(fail(slot, "Its workflow run is gone: somebody deleted it."));
      continue;
    }
    const linked = { ...slot, workflowRun: { id: run.id, url: run.url } };
    const reason = run.status === "completed" ? await whyNothing(workplace, watched, run, place) : undefined;
    if (reason !== undefined) changed.push(fail(linked, reason));
    else if (slot.workflowRun === undefined) changed.push(linked);
  }
  return changed;
}

async function leftEvidence(workplace: Workplace, model: string, run: number | undefined): Promise<boolean> {
  if (run === undefined) return false;
  return (await readEntries(workplace, model)).some(
    ({ kind, workflowRun }) => kind === "drift" && workflowRun.id === run,
  );
}

async function findRun(
  { octokit, repository, self }: Workplace,
  { drift }: WatchedModel,
  { workflowRun, key }: Slot,
): Promise<WorkflowRun | undefined> {
  if (workflowRun !== undefined) return readWorkflowRun(octokit, repository, workflowRun.id);
  const runs = await listWorkflowRunsOfFile(octokit, repository, drift.workflow, { event: "workflow_dispatch" });
  return runs.find((run) => run.actor === self.login && namesCheck(run.title, key));
}

/** Why a workflow run that is over left no evidence; `undefined` where it did after all, or may still. */
async function whyNothing(
  workplace: Workplace,
  { plan }: WatchedModel,
  run: WorkflowRun,
  { project, defaultBranch }: MonitoringPlace,
): Promise<string | undefined> {
  const { refused } = await acceptEvidence(workplace, [run], { project, defaultBranch, pullRequest: undefined });
  if (await leftEvidence(workplace, plan.name, run.id)) return undefined;
  const [first] = refused;
  if (first !== undefined) return `Its evidence was refused. ${escapeMarkdown(first.reason, 400)}`;
  if (run.conclusion === "success") {
    // Lists of artifacts lag behind.
    if (mayStillListMore(run, workplace.now())) return undefined;
    return "Its workflow run succeeded and left no drift evidence: does it use actions/drift, for this model?";
  }
  if (run.conclusion === "startup_failure") {
    return "Its workflow run could not begin: the workflow file has a mistake, or a policy does not allow what it uses.";
  }
  return `Its workflow run ended as ${String(run.conclusion)} and left no drift evidence.`;
}

function fail(slot: Slot, reason: string): Slot {
  return { ...slot, state: "failed", reason: reason.slice(0, 500) };
}
