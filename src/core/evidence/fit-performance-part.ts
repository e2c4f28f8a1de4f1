import { jsonBytes } from "./fit-list.ts";
import { PerformanceEvidence } from "./performance-evidence.ts";

export interface FittedPerformance {
  readonly value: PerformanceEvidence | undefined;
  readonly notes: readonly string[];
}

/** The performance where it can be recorded; a note where not. */
export function keepValidPerformance(given: PerformanceEvidence | undefined): FittedPerformance {
  const parsed = PerformanceEvidence.optional().safeParse(given);
  if (parsed.success) return { value: parsed.data, notes: [] };
  return { value: undefined, notes: ["Performance could not be recorded: a name or number in it is not allowed."] };
}

/** As many windows as fit into so many bytes, the newest first. */
export function fitPerformancePart(given: PerformanceEvidence | undefined, maxBytes: number): FittedPerformance {
  if (given === undefined || jsonBytes(given) <= maxBytes) return { value: given, notes: [] };
  const { windows, ...rest } = given;
  const kept = [...windows];
  while (kept.length > 0 && jsonBytes({ ...rest, windows: kept }) > maxBytes) kept.pop();
  const left = windows.length - kept.length;
  return {
    value: { ...rest, windows: kept },
    notes: [`${String(left)} older windows of performance had no room and are left out.`],
  };
}
