import type { RangeLimit } from "../contract.ts";

/** `between 0 and 1`, `at least 0`, `less than 2021-01-01`, `more than 0 and at most 1`. */
export function formatLimits(min: RangeLimit | undefined, max: RangeLimit | undefined): string {
  if (min !== undefined && max !== undefined && !min.exclusive && !max.exclusive) {
    return `between ${String(min.value)} and ${String(max.value)}`;
  }
  const low = min === undefined ? [] : [`${min.exclusive ? "more than" : "at least"} ${String(min.value)}`];
  const high = max === undefined ? [] : [`${max.exclusive ? "less than" : "at most"} ${String(max.value)}`];
  return [...low, ...high].join(" and ");
}
