import type { RetrainPlan } from "../config/monitoring-plan.ts";
import type { Window } from "../monitoring/monitoring.ts";
import { listCountedSlots } from "./counted-slots.ts";
import { listFinalWindows } from "./final-windows.ts";
import { isPerformanceDrop } from "./performance-drop.ts";
import type { RetrainingCause } from "./retraining.ts";

/** So many windows in a row that are good again end a retraining. */
const GOOD_WINDOWS = 3;

/** Whether what a retraining was opened for has gone, in the three newest windows since. What a person asked for does not. */
export function isGone(
  cause: RetrainingCause,
  windows: readonly Window[],
  { performanceDrop }: Pick<RetrainPlan, "performanceDrop">,
): boolean {
  const [since] = cause.windows;
  switch (cause.kind) {
    case "person":
      return false;
    case "drift": {
      const newest = listCountedSlots(windows, since).slice(0, GOOD_WINDOWS);
      return newest.length === GOOD_WINDOWS && newest.every(({ failed }) => !failed);
    }
    case "performance": {
      const newest = listFinalWindows(windows, since).slice(0, GOOD_WINDOWS);
      return (
        newest.length === GOOD_WINDOWS &&
        newest.every((window) => !isPerformanceDrop(window.performance, performanceDrop ?? Number.POSITIVE_INFINITY))
      );
    }
  }
}
