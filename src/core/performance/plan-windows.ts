import type { LabelsPlan } from "../config/monitoring-plan.ts";

/** `[start, end)`, ISO 8601, UTC. */
export interface WindowBounds {
  readonly start: string;
  readonly end: string;
}

/** The evidence has no room for more. */
export const MAX_WINDOWS = 24;

/** Windows of one length back from an end, the newest first. */
export function planWindows({
  end,
  lengthMs,
  count,
}: {
  readonly end: string;
  readonly lengthMs: number;
  readonly count: number;
}): WindowBounds[] {
  const last = Date.parse(end);
  return Array.from({ length: Math.min(count, MAX_WINDOWS) }, (_, index) => ({
    start: new Date(last - (index + 1) * lengthMs).toISOString(),
    end: new Date(last - index * lengthMs).toISOString(),
  }));
}

/**
 * Whether a window is too young to be compared: its end is younger than labels take, or too few of its rows have their
 * label. Labels that came early are not those of any rows.
 */
export function isProvisional(
  { rows, labelled, end }: { readonly rows: number; readonly labelled: number; readonly end: string | undefined },
  plan: LabelsPlan | undefined,
  now: string,
): boolean {
  if (labelled < (plan?.share ?? 1) * rows) return true;
  return plan !== undefined && end !== undefined && Date.parse(now) - Date.parse(end) < plan.delayMs;
}
