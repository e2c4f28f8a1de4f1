import type { Interval } from "../evidence/evaluation-evidence.ts";
import { studentTQuantile } from "../statistics/student-t.ts";

/** Mean and variance (with n − 1) of one number per row. */
export interface MeanStatistics {
  readonly rows: number;
  readonly mean: number;
  /** `undefined` with fewer than two rows. */
  readonly variance: number | undefined;
}

/** 95 % t interval of the mean; by the central limit theorem for what is not normal. */
export function meanInterval({ rows, mean, variance }: MeanStatistics): Interval | null {
  if (variance === undefined || rows < 2) return null;
  const half = studentTQuantile(0.975, rows - 1) * Math.sqrt(variance / rows);
  return [mean - half, mean + half];
}

/** One mean from those of disjoint sets of rows (Chan, Golub, LeVeque 1983); `sumOfSquares` is about each one's mean. */
export function mergeMeans(
  parts: readonly { readonly rows: number; readonly mean: number; readonly sumOfSquares: number }[],
): MeanStatistics {
  let rows = 0;
  let mean = 0;
  let squares = 0;
  for (const part of parts) {
    if (part.rows === 0) continue;
    const gap = part.mean - mean;
    const total = rows + part.rows;
    squares += part.sumOfSquares + (gap * gap * rows * part.rows) / total;
    mean += (gap * part.rows) / total;
    rows = total;
  }
  return { rows, mean, variance: rows < 2 ? undefined : squares / (rows - 1) };
}
