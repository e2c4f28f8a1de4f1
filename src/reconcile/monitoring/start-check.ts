import { checkKey, namesAnyCheck, namesCheck } from "../../core/monitoring/check-key.ts";
import { wantedWindow } from "../../core/monitoring/judge-window.ts";
import type { Slot } from "../../core/monitoring/monitoring.ts";
import type { WorkflowRun } from "../../github/workflow-runs.ts";
import { dispatchAndFind } from "../dispatch-once.ts";
import type { Workplace } from "../workplace.ts";
import { explainDispatchRefusal } from "./explain-dispatch-refusal.ts";
import type { WatchedModel } from "./watched-model.ts";

/** Clocks of GitHub and of this machine may differ by so much. */
const CLOCK_MS = 60_000;

/**
 * Starts the workflow of a claimed slot, once, and returns the slot as it is then: dispatched or refused.
 *
 * @param fresh This process claimed it just now, so that nobody can have started it.
 */
export async function startCheck(
  workplace: Workplace,
  { drift }: WatchedModel,
  slot: Slot,
  { defaultBranch, fresh }: { readonly defaultBranch: string; readonly fresh: boolean },
): Promise<Slot> {
  const { login } = workplace.self;
  const { start, end } = wantedWindow(slot.at, drift.windowMs);
  const window = start === undefined || end === undefined ? {} : { "window-start": start, "window-end": end };
  const inputs = { "pawl-key": slot.key, ...window };
  const outcome = await dispatchAndFind(
    workplace,
    {
      workflowFile: drift.workflow,
      ref: defaultBranch,
      inputs,
      seenBefore: !fresh,
      isOrdered: (run, uncertain) =>
        run.actor === login && (namesCheck(run.title, slot.key) || (uncertain && couldBeOf(run, slot, defaultBranch))),
      explainRefusal: (error) =>
        explainDispatchRefusal(error, { workflow: drift.workflow, inputs: Object.keys(inputs) }),
    },
    { certain: fresh },
  );
  if (outcome.kind === "refused") return { ...slot, state: "refused", reason: outcome.reason.slice(0, 500) };
  const { run } = outcome;
  return { ...slot, state: "dispatched", ...(run === undefined ? {} : { workflowRun: { id: run.id, url: run.url } }) };
}

/** Started by the App after the claim, and for no other check: a `run-name` may lack the key. */
function couldBeOf({ headBranch, createdAt, title }: WorkflowRun, { claimedAt }: Slot, branch: string): boolean {
  return headBranch === branch && Date.parse(createdAt) >= Date.parse(claimedAt) - CLOCK_MS && !namesAnyCheck(title);
}

/** A slot that somebody asked for. */
export function personalSlot(
  model: string,
  { at, requestedBy, id }: { readonly at: string; readonly requestedBy: string; readonly id: string },
): Slot {
  return { at, claimedAt: at, by: "person", requestedBy, key: checkKey(model, at, id), state: "claimed" };
}
