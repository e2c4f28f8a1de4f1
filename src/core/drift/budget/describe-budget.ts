import type { DriftBudget } from "../../evidence/drift-evidence.ts";
import { formatNumber, formatPlain, formatQuantity } from "../../report/format-number.ts";

/**
 * `Level 0.013: one false alarm in 90 days, with a check a day (0.97 by simulation).`, or why the budget cannot be kept.
 *
 * @param level That the run was judged at.
 */
export function describeBudget(level: number, budget: DriftBudget): string {
  const { alarms, hours, checks, expected, met, correlation, batchesNeeded } = budget;
  const period = formatPeriod(hours);
  const alike =
    correlation >= 0.05 ? `, windows that resemble the one before (correlation ${formatNumber(correlation, 2)})` : "";
  const wanted = `${formatFalseAlarms(alarms)} in ${period}`;
  const often = `with ${formatRate(checks, hours)}${alike}`;
  if (met) return `Level ${formatPlain(level)}: ${wanted}, ${often} (${formatNumber(expected, 2)} by simulation).`;
  const cure =
    batchesNeeded === undefined
      ? "No number of reference batches would do: look less often, or let more windows drift before an alarm."
      : `It takes ${formatQuantity(batchesNeeded, "reference batch", "reference batches")}.`;
  return `Level ${formatPlain(level)}: ${formatNumber(expected, 1)} false alarms are expected in ${period}, ${often}, and ${formatFalseAlarms(alarms)} is what is put up with; so few reference batches tell no rarer ones. ${cure}`;
}

function formatFalseAlarms(alarms: number): string {
  return alarms === 1 ? "one false alarm" : formatQuantity(alarms, "false alarm");
}

function formatPeriod(hours: number): string {
  return hours % 24 === 0 ? formatQuantity(hours / 24, "day") : formatQuantity(hours, "hour");
}

/** How often it is looked, in the unit in which that is once or more. */
function formatRate(checks: number, hours: number): string {
  const units = [
    { name: "an hour", length: 1 },
    { name: "a day", length: 24 },
    { name: "a week", length: 7 * 24 },
  ];
  const unit = units.find(({ length }) => (checks * length) / hours >= 0.95) ?? { name: "in 30 days", length: 30 * 24 };
  const rate = (checks * unit.length) / hours;
  const near = Math.abs(rate - Math.round(rate)) < 0.05 ? String(Math.round(rate)) : formatNumber(rate, 1);
  return `${near === "1" ? "a check" : `${near} checks`} ${unit.name}`;
}
