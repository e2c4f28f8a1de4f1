import type { SourceKind } from "./data-source.ts";

/** What the values of a column of text were counted to be. */
export interface TextCounts {
  /** Not null. */
  readonly values: number;
  /** Readable as a number: also NaN, infinity. */
  readonly numbers: number;
  /** Of these the ones without point or exponent that are whole numbers. */
  readonly integers: number;
  /** Whole numbers that 64 bits hold. */
  readonly smallIntegers: number;
  readonly timestamps: number;
  /** The words true and false, in upper or lower case. */
  readonly booleans: number;
}

export interface WordCounts {
  readonly values: number;
  readonly distinct: number;
  /** Of all values together. */
  readonly bytes: number;
}

/** So much of a column must be readable as a kind; the rest is counted as invalid. */
const READABLE_PERCENT = 95;

/** More distinct values than this are no categories. */
const MAX_CATEGORIES = 10_000;
/** So few are categories even where there are hardly more rows. */
const FEW_CATEGORIES = 20;
/** Longer on average is free text, however often it repeats: a category's name has 200 characters at most. */
const MAX_CATEGORY_BYTES = 200;

/** Kind of a column of a text file; `string` where its values are neither numbers, moments nor truth values. */
export function kindOfText(counts: TextCounts): SourceKind | "string" {
  const { values, numbers, integers, timestamps, booleans } = counts;
  // No text is two of them, so their order does not matter.
  if (isMost(numbers, values)) return integers === numbers ? "integer" : "numeric";
  if (isMost(timestamps, values)) return "timestamp";
  return isMost(booleans, values) ? "boolean" : "string";
}

/** Whether so many of the values decide what the column is: 95 %; the others are then counted as invalid. */
export function isMost(count: number, values: number): boolean {
  return values > 0 && count * 100 >= values * READABLE_PERCENT;
}

/**
 * Whether strings are categories or free text: categories are at most about 10,000 and repeat (two rows each on average, or at
 * most 20 of them), and are at most 200 bytes long on average. A column without values is categorical.
 */
export function kindOfStrings({ values, distinct, bytes }: WordCounts): "categorical" | "text" {
  if (values === 0) return "categorical";
  const isLong = bytes > values * MAX_CATEGORY_BYTES;
  const repeats = distinct <= FEW_CATEGORIES || distinct * 2 <= values;
  return distinct <= MAX_CATEGORIES && repeats && !isLong ? "categorical" : "text";
}
