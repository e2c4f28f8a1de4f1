import type { DriftVerdict } from "../evidence/drift-evidence.ts";
import { formatInstant } from "../report/format-number.ts";
import { parseSchedule } from "../schedule/schedule.ts";
import { nextSlot } from "../schedule/slots.ts";
import type { Monitoring } from "./monitoring.ts";

/** The last window of a model, and when its next check is due. */
export interface CheckStatus {
  readonly last: { readonly slot: string; readonly verdict: DriftVerdict; readonly broken: boolean } | undefined;
  /** ISO 8601, UTC; undefined where there is no schedule. */
  readonly next: string | undefined;
}

/** `undefined` where nobody has ever looked for drift, and nobody is going to. */
export function checkStatus({ windows, watched }: Monitoring, now: string): CheckStatus | undefined {
  const [last] = windows;
  if (last === undefined && watched === undefined) return undefined;
  return {
    last: last === undefined ? undefined : { slot: last.slot, verdict: last.verdict, broken: last.broken },
    next: watched === undefined ? undefined : nextSlot(parseSchedule(watched), now),
  };
}

/** `Last drift check 2026-11-26 03:17 UTC: stable. Next 2026-12-03 03:17 UTC.` */
export function formatCheckStatus({ last, next }: CheckStatus): string {
  const was =
    last === undefined
      ? "No drift check has given a result yet."
      : `Last drift check ${formatInstant(last.slot)}: ${last.broken ? "broken feed" : last.verdict}.`;
  return next === undefined ? was : `${was} Next ${formatInstant(next)}.`;
}
