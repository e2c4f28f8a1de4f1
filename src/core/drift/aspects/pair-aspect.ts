import type { PairProfile } from "../../dataset/profile.ts";
import { normalPValue, Z95 } from "../../statistics/normal-distribution.ts";
import type { DriftAspect } from "../drift-aspect.ts";
import type { DriftBounds } from "../drift-rule.ts";
import { total } from "../total.ts";

/** A cell of the reference that is (nearly) empty must not decide alone. */
const MOST_SURPRISE = 3;

/**
 * Change of the association of two columns: the mean of s(x, y) = ln p(x, y) / (p(x) p(y)), taken from the reference, less
 * what independent columns with the same margins would have. A shift of one column alone cancels out.
 */
export function pairAspect(before: PairProfile, after: PairProfile, bounds: DriftBounds): DriftAspect | undefined {
  const rows = [total(before.counts), total(after.counts)] as const;
  const width = "edges" in before.y ? before.y.edges.length + 1 : before.y.categories.length + 1;
  if (rows[0] === 0 || rows[1] === 0 || before.counts.length !== after.counts.length) return undefined;
  const surprise = surprises(before.counts, width);
  const was = association(before.counts, width, surprise);
  const is = association(after.counts, width, surprise);
  const mean = expectation(before.counts, surprise);
  const noise = Math.sqrt(
    expectation(
      before.counts,
      surprise.map((value) => (value - mean) ** 2),
    ),
  );
  const spread = Math.sqrt(1 / rows[0] + 1 / rows[1]);
  if (noise === 0 || was === 0) return undefined;
  const change = Math.abs(is - was) / Math.abs(was);
  return {
    columns: [before.x.column, before.y.column],
    aspect: "association",
    main: false,
    effect: change,
    bound: bounds.association,
    floor: (Z95 * noise * spread) / Math.abs(was),
    noise: (Z95 * noise) / Math.abs(was),
    rows,
    p1: normalPValue((is - was) / (noise * spread)),
    material: change >= bounds.association,
    words: `the association of ${before.x.column} and ${before.y.column} is ${describe(is / was)}`,
  };
}

function describe(ratio: number): string {
  if (ratio <= 0) return "gone or turned round";
  const percent = `${String(Math.round(Math.abs(ratio - 1) * 100))} %`;
  return ratio < 1 ? `${percent} weaker` : `${percent} stronger`;
}

function margins(counts: readonly number[], width: number) {
  const x = new Array<number>(Math.ceil(counts.length / width)).fill(0);
  const y = new Array<number>(width).fill(0);
  const all = total(counts);
  for (const [index, count] of counts.entries()) {
    const [i, j] = [Math.floor(index / width), index % width];
    x[i] = (x[i] ?? 0) + count / all;
    y[j] = (y[j] ?? 0) + count / all;
  }
  return { x, y, all };
}

function surprises(counts: readonly number[], width: number): readonly number[] {
  const { x, y, all } = margins(counts, width);
  return counts.map((count, index) => {
    const independent = (x[Math.floor(index / width)] ?? 0) * (y[index % width] ?? 0);
    if (independent === 0) return 0;
    const value = Math.log(count / all / independent);
    return Math.min(MOST_SURPRISE, Math.max(-MOST_SURPRISE, value));
  });
}

function association(counts: readonly number[], width: number, surprise: readonly number[]): number {
  const { x, y } = margins(counts, width);
  const independent = surprise.reduce(
    (sum, value, index) => sum + value * (x[Math.floor(index / width)] ?? 0) * (y[index % width] ?? 0),
    0,
  );
  return expectation(counts, surprise) - independent;
}

function expectation(counts: readonly number[], values: readonly number[]): number {
  const all = total(counts);
  return counts.reduce((sum, count, index) => sum + (count / all) * (values[index] ?? 0), 0);
}
