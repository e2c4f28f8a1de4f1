import type { WindowPerformance } from "../monitoring/monitoring.ts";

/**
 * Whether the primary metric fell by more than the bound, in the metric's own unit. Only a final value counts, and its whole
 * interval has to lie beyond the bound, so that noise of a small window opens nothing; a metric that has no interval is taken
 * at its value.
 */
export function isPerformanceDrop(found: WindowPerformance | undefined, bound: number): boolean {
  if (found === undefined || found.provisional) return false;
  const { drop, value, expected, interval } = found;
  if (drop === null || !(drop > bound)) return false;
  if (interval === null || value === null || expected === null) return true;
  const [low, high] = interval;
  // Worse is positive, so a value below what was expected belongs to a metric that should be high.
  const smallest = value < expected ? expected - high : low - expected;
  return smallest > bound;
}
