import type { Curve } from "../evidence/run-evidence.ts";

/** Values at `steps`, on straight lines between the points of the curve; its ends beyond them. Steps must not be empty. */
export function resampleCurve({ steps, values }: Pick<Curve, "steps" | "values">, at: readonly number[]): number[] {
  const points = steps.map((step, index) => ({ step, value: values[index] ?? 0 })).toSorted((a, b) => a.step - b.step);
  return at.map((step) => {
    const next = points.findIndex((point) => point.step >= step);
    const right = points[next] ?? points.at(-1);
    const left = points[next - 1] ?? right;
    if (right === undefined || left === undefined) return 0;
    if (right.step === left.step || step >= right.step) return right.value;
    return left.value + ((right.value - left.value) * (step - left.step)) / (right.step - left.step);
  });
}

/** `count` evenly spaced numbers from `low` to `high`, both included. */
export function evenSteps(low: number, high: number, count: number): number[] {
  if (count <= 1 || low === high) return [low];
  return Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));
}
