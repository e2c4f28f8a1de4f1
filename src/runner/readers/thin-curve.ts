export interface Points {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/**
 * At most `maxPoints` (at least 4) of the points, in order: the first, the last, and of each of the equal stretches
 * between them the lowest and the highest, so that no spike disappears from the drawing.
 */
export function thinCurve({ steps, values }: Points, maxPoints: number): Points {
  if (values.length <= maxPoints) return { steps, values };
  const last = values.length - 1;
  const stretches = Math.floor((maxPoints - 2) / 2);
  const kept = [0];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = 1 + Math.floor((stretch * (last - 1)) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * (last - 1)) / stretches);
    kept.push(...extremesBetween(values, from, to));
  }
  kept.push(last);
  return { steps: kept.map((index) => steps[index] ?? 0), values: kept.map((index) => values[index] ?? 0) };
}

/** Indices of the lowest and the highest value in `[from, to)`, in order. */
function extremesBetween(values: readonly number[], from: number, to: number): number[] {
  let lowest = from;
  let highest = from;
  for (let index = from + 1; index < to; index += 1) {
    const value = values[index] ?? 0;
    if (value < (values[lowest] ?? 0)) lowest = index;
    if (value > (values[highest] ?? 0)) highest = index;
  }
  if (from >= to) return [];
  return lowest === highest ? [lowest] : [Math.min(lowest, highest), Math.max(lowest, highest)];
}
