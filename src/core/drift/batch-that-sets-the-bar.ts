import type { DriftCalibration } from "../evidence/drift-evidence.ts";

/** The reference batch that would itself have surprised the others most: it may be broken. `undefined` where none would have. */
export function batchThatSetsTheBar({ batches }: DriftCalibration): DriftCalibration["batches"][number] | undefined {
  const [top] = batches.toSorted((a, b) => b.surprise - a.surprise);
  return top === undefined || top.surprise === 0 ? undefined : top;
}
