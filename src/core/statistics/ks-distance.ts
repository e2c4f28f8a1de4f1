import { total } from "./total.ts";

/** Largest gap between two cumulative distributions, over the upper edges of bins in ascending order; both must have rows. */
export function ksDistance(before: readonly number[], after: readonly number[]): number {
  const rows = total(before);
  const otherRows = total(after);
  let below = 0;
  let otherBelow = 0;
  let largest = 0;
  for (const [index, count] of before.entries()) {
    below += count;
    otherBelow += after[index] ?? 0;
    largest = Math.max(largest, Math.abs(below / rows - otherBelow / otherRows));
  }
  return largest;
}
