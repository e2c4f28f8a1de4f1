import type { NumericProfile } from "../dataset/profile.ts";
import { formatValue } from "./format-value.ts";
import { quantileOfBins } from "./quantile-of-bins.ts";

interface ShiftInput {
  readonly name: string;
  readonly kind: NumericProfile["kind"];
  readonly edges: readonly number[];
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
}

/** Below this share of the middle half's width a median has not moved. */
const STILL = 0.05;

/** "median of delay moved from 4 to 11"; where it stands still, what the middle half or the tails did. */
export function describeShift({ name, kind, edges, before, after }: ShiftInput): string {
  const at = (probability: number) => [
    quantileOfBins(before, edges, probability),
    quantileOfBins(after, edges, probability),
  ];
  const show = (value: number) => formatValue(value, kind);
  const [[low = 0, lowNow = 0], [median = 0, medianNow = 0], [high = 0, highNow = 0]] = [at(0.25), at(0.5), at(0.75)];
  const width = Math.max(high - low, highNow - lowNow);
  if (Math.abs(medianNow - median) > STILL * width && show(median) !== show(medianNow)) {
    return `median of ${name} moved from ${show(median)} to ${show(medianNow)}`;
  }
  const middle = `${show(low)} to ${show(high)}`;
  const middleNow = `${show(lowNow)} to ${show(highNow)}`;
  if (middle !== middleNow) return `the middle half of ${name} was ${middle} and is ${middleNow}`;
  const [tail = 0, tailNow = 0] = at(0.9);
  if (show(tail) !== show(tailNow)) {
    return `the highest tenth of ${name} began at ${show(tail)} and begins at ${show(tailNow)}`;
  }
  return `the distribution of ${name} changed in shape, while its median and middle half stayed`;
}
