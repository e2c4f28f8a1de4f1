import type { AlarmRule } from "../drift/budget/alarm-rule.ts";
import type { DriftEvidence } from "../evidence/drift-evidence.ts";
import { type DriftAlarm, findAlarm } from "./find-alarm.ts";
import { judgeEvidence } from "./judge-window.ts";
import type { Monitoring } from "./monitoring.ts";

/** The alarm as it is with what a check has just found, before its window is on the ledger. Windows of other data do not count. */
export function alarmAfter(
  { windows, decisions }: Pick<Monitoring, "windows" | "decisions">,
  { evidence, slot }: { readonly evidence: DriftEvidence; readonly slot: string },
  rule: AlarmRule,
): DriftAlarm | undefined {
  const before = windows.filter(
    (window) => window.dataset === evidence.key && Date.parse(window.slot) < Date.parse(slot),
  );
  const newest = judgeEvidence(evidence, { slot, contract: undefined });
  return findAlarm({ windows: [newest, ...before], decisions }, rule);
}
