import type { PerformanceWindow } from "../evidence/performance-evidence.ts";

/** Mean absolute difference of what was estimated and what labels said later, by metric, over the windows that have both. */
export function estimatorError(
  windows: readonly Pick<PerformanceWindow, "metrics" | "estimated" | "provisional">[],
): Record<string, number> {
  const errors = new Map<string, number[]>();
  for (const { metrics, estimated, provisional } of windows) {
    if (provisional) continue;
    for (const { name, value } of estimated) {
      const measured = metrics.find((metric) => metric.name === name)?.value ?? null;
      if (value === null || measured === null) continue;
      errors.set(name, [...(errors.get(name) ?? []), Math.abs(value - measured)]);
    }
  }
  return Object.fromEntries(
    [...errors].map(([name, found]) => [name, found.reduce((sum, error) => sum + error, 0) / found.length]),
  );
}
