import type { Project } from "../../core/config/project-config.ts";
import { putSlots } from "../../core/monitoring/edit-slots.ts";
import type { Monitoring, Slot } from "../../core/monitoring/monitoring.ts";
import { inTurn } from "../in-turn.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import type { Workplace } from "../workplace.ts";
import { changeMonitorings } from "./change-monitorings.ts";
import { recordStarted } from "./record-started.ts";
import { personalSlot, startCheck } from "./start-check.ts";
import { type WatchedModel, watchedModels } from "./watched-model.ts";

export interface CheckRequest {
  readonly model: string;
  /** Login of whoever asked. */
  readonly requestedBy: string;
  /** Of the comment or issue in which they asked: asking again with the same one soon after is the same request. */
  readonly id: string;
  readonly defaultBranch: string;
}

/** What came of a request; `reason` is one sentence of Markdown. */
export type CheckAnswer =
  | { readonly kind: "started"; readonly slot: Slot }
  | { readonly kind: "refused"; readonly reason: string };

/** Within so long the same request is the same check: a crash may have it carried out again. */
const SAME_REQUEST_MS = 15 * 60_000;

/** Starts a drift check of a model now, once for each request, on record with who asked. */
export async function checkNow(workplace: Workplace, request: CheckRequest): Promise<CheckAnswer> {
  const project = await readProjectInForce(workplace, request.defaultBranch);
  const watched = project === undefined ? undefined : findWatched(project, request.model);
  if (watched === undefined) {
    return { kind: "refused", reason: `\`.github/pawl.yml\` on the default branch has no \`drift\` for this model.` };
  }
  return inTurn(workplace, "lastMonitoringTurn", () => start(workplace, watched, request));
}

function findWatched(project: Project, model: string): WatchedModel | undefined {
  return watchedModels(project).find(({ plan }) => plan.name === model);
}

async function start(workplace: Workplace, watched: WatchedModel, request: CheckRequest): Promise<CheckAnswer> {
  const { model, requestedBy, id, defaultBranch } = request;
  const now = workplace.now();
  const wanted = personalSlot(model, { at: now, requestedBy, id });
  const claims = await changeMonitorings(workplace, [model], (monitoring) => {
    const known = findRequested(monitoring, id, now);
    if (known !== undefined) return { monitoring, result: { slot: known, fresh: false } };
    return { monitoring: putSlots(monitoring, [wanted]), result: { slot: wanted, fresh: true } };
  });
  const { slot = wanted, fresh = false } = claims.get(model) ?? {};
  if (slot.state === "refused") return { kind: "refused", reason: slot.reason ?? "GitHub did not start it." };
  if (slot.state !== "claimed") return { kind: "started", slot };
  workplace.memory.claimedChecks.set(slot.key, "tried");
  const started = await startCheck(workplace, watched, slot, { defaultBranch, fresh });
  await recordStarted(workplace, new Map([[model, [started]]]));
  return started.state === "refused"
    ? { kind: "refused", reason: started.reason ?? "GitHub did not start it." }
    : { kind: "started", slot: started };
}

function findRequested({ slots }: Monitoring, id: string, now: string): Slot | undefined {
  return slots.find(
    ({ key, at }) => key.endsWith(`/by-${id}`) && Math.abs(Date.parse(now) - Date.parse(at)) < SAME_REQUEST_MS,
  );
}
