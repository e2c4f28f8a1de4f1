import type { LedgerEntry } from "../../core/evidence/ledger-index.ts";
import { checkedModel, checkKey, namesCheck } from "../../core/monitoring/check-key.ts";
import { compareInstants } from "../../core/monitoring/edit-slots.ts";
import type { Monitoring, Slot } from "../../core/monitoring/monitoring.ts";
import { parseSchedule } from "../../core/schedule/schedule.ts";
import { slotAtOrBefore } from "../../core/schedule/slots.ts";
import { readWorkflowRun, type WorkflowRun } from "../../github/workflow-runs.ts";
import type { Workplace } from "../workplace.ts";
import type { WatchedModel } from "./watched-model.ts";

/**
 * The slot that a workflow run's evidence belongs to, by what GitHub says about the workflow run and never by what the
 * evidence says: the one it was dispatched for; of GitHub's schedule the last time that had come; of one that a person
 * started a slot of its own. `undefined` where another workflow run has had that slot, where it was dispatched for another
 * model, or GitHub does not know the run.
 */
export async function bindSlot(
  workplace: Workplace,
  watched: WatchedModel,
  { monitoring, entry }: { readonly monitoring: Monitoring; readonly entry: LedgerEntry },
): Promise<Slot | undefined> {
  const known = monitoring.slots.find(({ workflowRun }) => workflowRun?.id === entry.workflowRun.id);
  if (known !== undefined) return known;
  const run = await readWorkflowRun(workplace.octokit, workplace.repository, entry.workflowRun.id);
  if (run === undefined) return undefined;
  const bound =
    run.event === "schedule"
      ? scheduledSlot(monitoring, watched, run)
      : startedSlot(monitoring, watched, run, workplace);
  return bound === undefined ? undefined : { ...bound, workflowRun: { id: run.id, url: run.url } };
}

function scheduledSlot(
  { slots }: Monitoring,
  { plan, drift: { schedule } }: WatchedModel,
  { createdAt }: WorkflowRun,
): Slot | undefined {
  const at = (schedule === undefined ? undefined : slotAtOrBefore(parseSchedule(schedule), createdAt)) ?? createdAt;
  const taken = slots.find((slot) => slot.by !== "person" && compareInstants(slot.at, at) === 0);
  // Where the check that was started left nothing, GitHub's own schedule makes up for it.
  if (taken?.workflowRun !== undefined && taken.state !== "failed") return undefined;
  return {
    at,
    claimedAt: taken?.claimedAt ?? createdAt,
    by: "schedule",
    key: checkKey(plan.name, at),
    state: "dispatched",
  };
}

function startedSlot(
  { slots }: Monitoring,
  { plan, drift }: WatchedModel,
  run: WorkflowRun,
  { self }: Workplace,
): Slot | undefined {
  const ordered = slots.find(
    ({ key, workflowRun }) => workflowRun === undefined && run.actor === self.login && namesCheck(run.title, key),
  );
  if (ordered !== undefined) return ordered;
  // Of a workflow that models share: one that has times of its own is not judged at another's too.
  const checked = run.actor === self.login ? checkedModel(run.title) : undefined;
  if (checked !== undefined && checked !== plan.name && drift.schedule !== undefined) return undefined;
  const { createdAt, id, actor = "somebody" } = run;
  const key = checkKey(plan.name, createdAt, `run-${String(id)}`);
  return { at: createdAt, claimedAt: createdAt, by: "person", requestedBy: actor, key, state: "dispatched" };
}
