import type { DriftPlan } from "../../src/core/config/monitoring-plan.ts";
import type { DatasetPlan } from "../../src/core/config/project-config.ts";
import { PawlError } from "../../src/core/errors.ts";
import { checkedSlot } from "../../src/core/monitoring/check-key.ts";
import type { DriftInputs } from "./inputs.ts";

/** `[start, end)`, ISO 8601 in UTC. */
export interface TimeSpan {
  readonly start: string;
  readonly end: string;
}

/** When the check was due, and of which time the rows are. */
export interface DueCheck {
  /** The time that this check is recorded under, as far as it is known here: what the App passed, else when it was due, else now. */
  readonly at: string;
  /** Whether the window will certainly be recorded under that time. */
  readonly isNamed: boolean;
  /** The newest time at or before now; `undefined` where the configuration has no schedule. */
  readonly slot: string | undefined;
  /** When the next check is due. */
  readonly nextSlot: string | undefined;
  /** `undefined`: all rows. */
  readonly window: TimeSpan | undefined;
}

interface CheckRequest {
  readonly inputs: Pick<DriftInputs, "window-start" | "window-end">;
  readonly drift: DriftPlan | undefined;
  readonly plan: DatasetPlan | undefined;
  /** Input `pawl-key` of the workflow run, which the App sets. */
  readonly key?: string | undefined;
  /** GitHub's own schedule started the workflow run. */
  readonly scheduled?: boolean | undefined;
  readonly now: Date;
}

/**
 * Which check this is: what the App passed, else what the configuration says of now. Throws `INPUT_INVALID` where the inputs
 * name no window, `CONFIG_INVALID` where the schedule is none.
 */
export async function planCheck({
  inputs,
  drift,
  plan,
  key = "",
  scheduled = false,
  now,
}: CheckRequest): Promise<{ readonly due: DueCheck; readonly notes: readonly string[] }> {
  const slots = await readSlots(drift, now);
  const window = chooseWindow(inputs, drift?.windowMs, slots.slot);
  const notes: string[] = [];
  if (drift?.windowMs !== undefined && window === undefined) {
    notes.push(
      "The configuration has a window but no schedule, and no window-end was given: all rows are the current data.",
    );
  }
  if (window !== undefined && plan?.time === undefined) {
    const name = plan?.key ?? "the data";
    notes.push(
      `The configuration names no time of ${name}, so no row was left out: whatever was fetched is taken to be the window.`,
    );
  }
  const at = checkedSlot(key) ?? (scheduled ? slots.slot : undefined);
  return { due: { ...slots, window, at: at ?? now.toISOString(), isNamed: at !== undefined }, notes };
}

async function readSlots(drift: DriftPlan | undefined, now: Date): Promise<Pick<DueCheck, "slot" | "nextSlot">> {
  if (drift?.schedule === undefined) return { slot: undefined, nextSlot: undefined };
  // Loaded only here: many checks have no schedule that the configuration knows.
  const [{ parseSchedule }, { nextSlot, slotAtOrBefore }] = await Promise.all([
    import("../../src/core/schedule/schedule.ts"),
    import("../../src/core/schedule/slots.ts"),
  ]);
  const schedule = parseSchedule(drift.schedule);
  const at = now.toISOString();
  return { slot: slotAtOrBefore(schedule, at), nextSlot: nextSlot(schedule, at) };
}

function chooseWindow(
  { "window-start": start, "window-end": end }: CheckRequest["inputs"],
  windowMs: number | undefined,
  slot: string | undefined,
): TimeSpan | undefined {
  if (start !== undefined && end === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: 'input "window-start" is given, and "window-end" is not',
      hint: "Pass both, or neither: then the configuration's `drift:` says what the window is.",
    });
  }
  if (start !== undefined && end !== undefined) {
    if (Date.parse(start) < Date.parse(end)) return { start, end };
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `input "window-start" is ${start}, which is not before "window-end", ${end}`,
      hint: "A window is all rows from its start to before its end.",
    });
  }
  const until = end ?? slot;
  if (windowMs === undefined && end !== undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: 'input "window-end" is given without "window-start", and the configuration has no window',
      hint: "Pass both, or set `window: 7d` under `drift:` of the model.",
    });
  }
  if (windowMs === undefined || until === undefined) return undefined;
  return { start: formatInstant(Date.parse(until) - windowMs), end: until };
}

function formatInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
