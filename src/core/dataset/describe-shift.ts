import { total } from "../statistics/total.ts";
import { formatQuantile, formatSpan, type KnownQuantile, knownQuantile, type ValueRange } from "./known-quantile.ts";
import type { NumericProfile } from "./profile.ts";

interface ShiftInput {
  readonly name: string;
  readonly kind: NumericProfile["kind"];
  readonly edges: readonly number[];
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
  /** Before and now, where it is known: the outer bins have no end. */
  readonly ranges?: readonly [before: ValueRange, after: ValueRange];
}

/** Below this share of the middle half's width a median has not moved. */
const STILL = 0.05;

/** "median of delay moved from 4 to 11"; where it stands still, what the middle half or the tails did. */
export function describeShift({ name, kind, edges, before, after, ranges }: ShiftInput): string {
  if (isSame(before, after)) return `${name} is distributed as before`;
  const at = (probability: number): [KnownQuantile, KnownQuantile] => [
    knownQuantile(before, edges, probability, ranges?.[0]),
    knownQuantile(after, edges, probability, ranges?.[1]),
  ];
  const show = (quantile: KnownQuantile) => formatQuantile(quantile, kind);
  const [[low, lowNow], [median, medianNow], [high, highNow]] = [at(0.25), at(0.5), at(0.75)];
  const width = Math.max(high.value - low.value, highNow.value - lowNow.value);
  if (Math.abs(medianNow.value - median.value) > STILL * width && show(median) !== show(medianNow)) {
    return `median of ${name} moved from ${show(median)} to ${show(medianNow)}`;
  }
  const middle = formatSpan(low, high, kind);
  const middleNow = formatSpan(lowNow, highNow, kind);
  if (middle !== middleNow) return `the middle half of ${name} was ${middle} and is ${middleNow}`;
  const [tail, tailNow] = at(0.9);
  if (show(tail) !== show(tailNow)) {
    return `the highest tenth of ${name} began at ${show(tail)} and begins at ${show(tailNow)}`;
  }
  return `the distribution of ${name} changed in shape, while its median and middle half stayed`;
}

/** Whether all bins have the shares that they had. */
function isSame(before: ArrayLike<number>, after: ArrayLike<number>): boolean {
  const [rows, rowsNow] = [total(before), total(after)];
  return Array.from(before).every((count, bin) => Math.abs(count / rows - (after[bin] ?? 0) / rowsNow) < 1e-12);
}
