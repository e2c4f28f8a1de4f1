import { compareInstants, putSlots } from "../../core/monitoring/edit-slots.ts";
import type { Monitoring, Slot } from "../../core/monitoring/monitoring.ts";
import { nextDue, STUCK_CLAIM_MS } from "../../core/monitoring/next-due.ts";
import { dueSlots, planSlots, type ScheduledRun } from "../../core/monitoring/plan-slots.ts";
import { putPerformance, putWindows } from "../../core/monitoring/put-windows.ts";
import { listWorkflowRunsOfFile } from "../../github/workflow-runs.ts";
import { createAttempts } from "../attempts.ts";
import { inTurn } from "../in-turn.ts";
import { refreshLedger } from "../refresh-ledger.ts";
import type { Workplace } from "../workplace.ts";
import { changeMonitorings } from "./change-monitorings.ts";
import { followChecks } from "./follow-checks.ts";
import { readMonitoring } from "./read-monitoring.ts";
import { type NewWindow, readNewWindows } from "./read-new-windows.ts";
import { recordStarted } from "./record-started.ts";
import { reportLateChecks } from "./report-late-checks.ts";
import { startCheck } from "./start-check.ts";
import { type MonitoringPlace, type WatchedModel, watchedModels } from "./watched-model.ts";

/**
 * Makes everything about a repository's drift checks what it has to be: what is due is claimed and started, what is over
 * becomes a window or a failed slot, and what does not come is said in an issue. Repeating it changes nothing; a quiet
 * repository costs one call, for the ledger's head. One model that fails does not keep the others; the first error is
 * thrown in the end.
 *
 * @returns When it has to be done again though nothing happens; `undefined` where nothing will be due.
 */
export async function reconcileMonitoring(
  workplace: Workplace,
  place: MonitoringPlace,
): Promise<{ readonly nextDue: string | undefined }> {
  const models = watchedModels(place.project);
  if (models.length === 0) return { nextDue: undefined };
  return inTurn(workplace, "lastMonitoringTurn", () => reconcileModels(workplace, models, place));
}

async function reconcileModels(
  workplace: Workplace,
  models: readonly WatchedModel[],
  place: MonitoringPlace,
): Promise<{ readonly nextDue: string | undefined }> {
  const { attempt, finish } = createAttempts();
  await refreshLedger(workplace);
  const news = new Map<WatchedModel, ModelNews>();
  for (const model of models) await attempt(async () => void news.set(model, await readNews(workplace, model, place)));
  await attempt(() => record(workplace, news));
  await attempt(() => startClaimed(workplace, [...news.keys()], place.defaultBranch));
  const times: string[] = [];
  for (const model of news.keys()) {
    await attempt(async () => {
      const monitoring = await readMonitoring(workplace, model.plan.name);
      const due = nextDue(monitoring, model.drift, workplace.now());
      if (due !== undefined) times.push(due);
      await reportLateChecks(workplace, model, monitoring);
    });
  }
  finish();
  return { nextDue: times.sort(compareInstants)[0] };
}

/** What GitHub says about one model's checks that its document does not say yet. */
interface ModelNews {
  readonly ended: readonly Slot[];
  readonly windows: readonly NewWindow[];
  readonly scheduledRuns: readonly ScheduledRun[];
}

async function readNews(workplace: Workplace, model: WatchedModel, place: MonitoringPlace): Promise<ModelNews> {
  const ended = await followChecks(workplace, model, place);
  const windows = await readNewWindows(workplace, model, place.defaultBranch);
  return { ended, windows, scheduledRuns: await readScheduledRuns(workplace, model, place.defaultBranch) };
}

/** Asked for only where a slot is due: GitHub's own schedule may have started its check. */
async function readScheduledRuns(
  workplace: Workplace,
  { plan, drift, shared }: WatchedModel,
  defaultBranch: string,
): Promise<readonly ScheduledRun[]> {
  const { octokit, repository } = workplace;
  if (drift.schedule === undefined || shared) return [];
  const monitoring = await readMonitoring(workplace, plan.name);
  if (dueSlots(monitoring, { schedule: drift.schedule, now: workplace.now() }).length === 0) return [];
  const runs = await listWorkflowRunsOfFile(octokit, repository, drift.workflow, { event: "schedule" });
  return runs.filter(({ headBranch, fork }) => headBranch === defaultBranch && fork !== true);
}

/** One commit for all that became known and for all that is claimed. */
async function record(workplace: Workplace, news: ReadonlyMap<WatchedModel, ModelNews>): Promise<void> {
  const byName = new Map([...news].map(([model, found]) => [model.plan.name, { model, found }]));
  const now = workplace.now();
  const claims = await changeMonitorings(workplace, [...byName.keys()], (monitoring) => {
    const here = byName.get(monitoring.model);
    if (here === undefined) return { monitoring, result: [] };
    const known = putNews(monitoring, here.found);
    const { schedule } = here.model.drift;
    if (schedule === undefined) return { monitoring: unwatch(known), result: [] };
    const facts = { model: monitoring.model, schedule, now, scheduledRuns: here.found.scheduledRuns };
    const { monitoring: planned, claimed } = planSlots(known, facts);
    return { monitoring: planned, result: claimed };
  });
  for (const claimed of claims.values()) {
    for (const { key } of claimed) {
      workplace.memory.claimedChecks.set(key, "new");
      workplace.log.info({ key }, "drift check claimed");
    }
  }
}

/** The document as it is with what is new: the same one where nothing is. */
function putNews(monitoring: Monitoring, { ended, windows }: ModelNews): Monitoring {
  const isOver = (key: string) => monitoring.slots.some((slot) => slot.key === key && slot.state === "judged");
  const failed = ended.filter(({ key }) => !isOver(key));
  let changed = putSlots(monitoring, failed);
  for (const { slot, window, judged } of windows) {
    changed = putSlots(changed, [slot]);
    if (window !== undefined) changed = putPerformance(putWindows(changed, [window]), judged);
  }
  return changed;
}

function unwatch(monitoring: Monitoring): Monitoring {
  const { watched, ...rest } = monitoring;
  return watched === undefined ? monitoring : rest;
}

/** Dispatches what this process has claimed, and what an App that is gone has claimed and not dispatched. */
async function startClaimed(
  workplace: Workplace,
  models: readonly WatchedModel[],
  defaultBranch: string,
): Promise<void> {
  const { memory, log } = workplace;
  const started = new Map<string, Slot[]>();
  const { attempt, finish } = createAttempts();
  for (const model of models) {
    const { slots } = await readMonitoring(workplace, model.plan.name);
    for (const slot of slots.filter(({ state }) => state === "claimed")) {
      const own = memory.claimedChecks.get(slot.key);
      const stuck = Date.parse(workplace.now()) - Date.parse(slot.claimedAt) >= STUCK_CLAIM_MS;
      if (own === undefined && !stuck) continue;
      await attempt(async () => {
        memory.claimedChecks.set(slot.key, "tried");
        const fresh = own === "new";
        const now = await startCheck(workplace, model, slot, { defaultBranch, fresh });
        if (now.state === "refused") log.warn({ key: slot.key, reason: now.reason }, "drift check was refused");
        started.set(model.plan.name, [...(started.get(model.plan.name) ?? []), now]);
      });
    }
  }
  await recordStarted(workplace, started);
  finish();
}
