import { formatDay } from "../report/format-number.ts";
import type { DriftAlarm } from "./find-alarm.ts";

/** `drift in 2 of the last 3 windows, since the window of 2026-11-12`; without a full stop. */
export function describeAlarm({ since, drifted, of, gross }: DriftAlarm): string {
  const when = formatDay(since);
  if (of === 1 || drifted === 1) return `${gross ? "gross drift" : "drift"} in the window of ${when}`;
  return `${gross ? "gross " : ""}drift in ${String(drifted)} of the last ${String(of)} windows, since the window of ${when}`;
}
