import type { AlarmRule } from "../drift/budget/alarm-rule.ts";
import type { ClearedThreshold } from "../drift/judge-surprises.ts";
import type { DriftEvidence } from "../evidence/drift-evidence.ts";
import { isAlarm, listAlarmSlots } from "./alarm-slots.ts";
import type { Monitoring, Window } from "./monitoring.ts";
import { windowStanding } from "./window-standing.ts";

/** A window with as much of its evidence as says what it had to exceed. */
export interface JudgedWindow {
  readonly window: Window;
  readonly evidence: Pick<DriftEvidence, "calibration">;
}

/**
 * What the windows had to exceed that drifted, and that no alarm came of: one like them is expected now and then. For
 * `cleared` of `detectDrift`. Those that may still become an alarm, and those that are in the reference, are not among them.
 */
export function clearedThresholds(
  monitoring: Pick<Monitoring, "windows" | "decisions">,
  judged: readonly JudgedWindow[],
  rule: AlarmRule,
): readonly ClearedThreshold[] {
  const slots = listAlarmSlots(monitoring);
  const alarmed = slots.map((_, index) => isAlarm(slots.slice(index), rule));
  const cleared = new Set(
    slots.flatMap(({ slot, drifted }, index) => {
      const first = index - rule.of + 1;
      return drifted && first >= 0 && !alarmed.slice(first, index + 1).includes(true) ? [slot] : [];
    }),
  );
  return judged.flatMap(({ window, evidence }) => {
    const isCleared = cleared.has(window.slot) && windowStanding(monitoring, window).kind !== "joins";
    const { threshold, lane = "movement" } = evidence.calibration ?? {};
    return isCleared && window.verdict === "drift" && typeof threshold === "number" ? [{ lane, threshold }] : [];
  });
}
