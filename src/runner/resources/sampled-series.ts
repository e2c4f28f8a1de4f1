import type { z } from "zod";
import type { Sampled } from "../../core/evidence/run-evidence.ts";

/** Samples that are kept; of a longer run every second one is dropped, again and again. */
const MAX_SAMPLES = 8192;

export interface SampledSeries {
  readonly add: (value: number) => void;
  /** Percentiles by nearest rank, rounded to two decimals; `undefined` where nothing was sampled. */
  readonly summary: () => z.infer<typeof Sampled> | undefined;
}

/** A quantity sampled at regular intervals for any length of time, in constant memory. The maximum is exact. */
export function createSeries(): SampledSeries {
  let kept: number[] = [];
  let stride = 1;
  let count = 0;
  let max = Number.NEGATIVE_INFINITY;
  return {
    add: (value) => {
      if (!Number.isFinite(value)) return;
      max = Math.max(max, value);
      if (count % stride === 0) kept.push(value);
      count += 1;
      if (kept.length < MAX_SAMPLES) return;
      kept = kept.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    summary: () => {
      if (kept.length === 0) return undefined;
      const sorted = kept.toSorted((a, b) => a - b);
      const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? max;
      return { p50: round(rank(0.5)), p95: round(rank(0.95)), max: round(max) };
    },
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
