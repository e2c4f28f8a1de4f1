import { Cron } from "croner";
import { PawlError } from "../errors.ts";
import { describeTimeZoneIssue, formatCronFields, parseCronFields } from "./cron-fields.ts";

/** When something is due, ready to be asked. Starts no timer: it is asked about moments that the caller names. */
export type Schedule = Pick<Cron, "nextRun" | "previousRuns">;

/** Reading one takes longer than asking it, and the same few are asked again and again. */
const schedules = new Map<string, Schedule>();
const MAX_KNOWN = 5000;

/** A schedule of the configuration. Throws `CONFIG_INVALID`; `checkMonitoring` says the same with its place. */
export function parseSchedule({ cron, timeZone }: { readonly cron: string; readonly timeZone: string }): Schedule {
  const key = `${timeZone} ${cron}`;
  const known = schedules.get(key);
  if (known !== undefined) return known;
  const fields = parseCronFields(cron);
  const issue = "message" in fields ? fields : describeTimeZoneIssue(timeZone);
  if ("message" in fields || issue !== undefined) {
    throw new PawlError({
      code: "CONFIG_INVALID",
      message: `schedule ${JSON.stringify(cron)} in ${timeZone} ${issue?.message ?? ""}`,
      hint: issue?.hint,
    });
  }
  // As GitHub does: a time that the clocks leave out comes when they have been put forward, one that comes twice comes once.
  // What names every hour follows time itself.
  const schedule = new Cron(formatCronFields(fields), {
    timezone: timeZone,
    mode: "5-part",
    fixedTimeRule: "no-wildcard",
    paused: true,
  });
  if (schedules.size >= MAX_KNOWN) schedules.clear();
  schedules.set(key, schedule);
  return schedule;
}
