import { PawlError } from "../../core/errors.ts";
import { MAX_WINDOWS } from "../../core/performance/plan-windows.ts";
import type { PerformanceRequest } from "./performance-request.ts";

/** Throws `INPUT_INVALID` where windows or moments are none. */
export function demandRequest({ predictions, labels, windows, now }: PerformanceRequest): void {
  if (predictions.length === 0) throw refusal("no file of predictions is named", "Set `predictions`.");
  if (labels?.files.length === 0) throw refusal("no file of labels is named", "Set `labels`, or leave it out.");
  if (Number.isNaN(Date.parse(now))) throw refusal(`"${now.slice(0, 60)}" is no moment`, MOMENT_HINT);
  if (windows === undefined) return;
  const { end, lengthMs, count } = windows;
  if (Number.isNaN(Date.parse(end)))
    throw refusal(`"${end.slice(0, 60)}" is no moment at which a window ends`, MOMENT_HINT);
  if (!(lengthMs >= 1000) || !Number.isFinite(lengthMs)) {
    throw refusal("a window is shorter than a second", "Set `drift.window` of the model to a duration like 7d.");
  }
  if (Number.isInteger(count) && count >= 1 && count <= MAX_WINDOWS) return;
  throw refusal(
    `${String(count)} windows cannot be looked at`,
    `It must be a whole number from 1 to ${String(MAX_WINDOWS)}.`,
  );
}

const MOMENT_HINT = "Write it as in ISO 8601, like 2026-11-26T03:17:00Z.";

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
