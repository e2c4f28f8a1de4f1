import { quoteIdentifier, quoteLiteral } from "./quote-sql.ts";

/**
 * What differs between the engines that can make a profile. Everything is SQL text in and SQL text out; what is not here
 * (`count`, `min`, `max`, `CASE`, `GROUP BY`) every engine has.
 */
export interface Dialect {
  readonly identifier: (name: string) => string;
  readonly literal: (text: string) => string;
  readonly double: (value: number) => string;
  readonly toDouble: (x: string) => string;
  readonly toText: (x: string) => string;
  readonly isNan: (x: string) => string;
  readonly isFinite: (x: string) => string;
  readonly isInfinite: (x: string) => string;
  readonly round: (x: string) => string;
  readonly remainder: (x: string, divisor: number) => string;
  /**
   * Aggregate of doubles without NaN: counts in the bins of the edges as text, separated by commas. The last one is missing
   * where nothing is above the last edge, and it is NULL where there is no value.
   */
  readonly binCounts: (x: string, edges: readonly number[]) => string;
  /** First 64 bits of the md5 of a text's UTF-8 in hexadecimal. */
  readonly categoryHash: (x: string) => string;
  /** The lowest 12 bits of the first eight bytes of the md5, read as a little-endian number; and the other 52. */
  readonly register: (x: string) => { readonly index: string; readonly rest: string };
  /** 64 bits over values of any type, within one statement's engine only: never stored. */
  readonly rowHash: (values: readonly string[]) => string;
  /** The hash modulo a whole number. */
  readonly slice: (hash: string, slices: number) => string;
  /** Aggregate: the texts one after the other, in any order. */
  readonly join: (x: string, separator: string) => string;
  readonly characters: (x: string) => string;
  readonly bytes: (x: string) => string;
  /** Trimmed and in lower case. */
  readonly fold: (x: string) => string;
  /** Whether the text has a character of the class, which is written as `0-9`; it does not begin with `!` or `^`. */
  readonly contains: (x: string, characters: string) => string;
}

export const DUCKDB_DIALECT: Dialect = {
  identifier: quoteIdentifier,
  literal: quoteLiteral,
  double: (value) => `CAST(${quoteLiteral(String(value))} AS DOUBLE)`,
  toDouble: (x) => `CAST(${x} AS DOUBLE)`,
  toText: (x) => `CAST(${x} AS VARCHAR)`,
  isNan: (x) => `isnan(${x})`,
  isFinite: (x) => `isfinite(${x})`,
  isInfinite: (x) => `isinf(${x})`,
  round: (x) => `round(${x})`,
  remainder: (x, divisor) => `fmod(${x}, ${String(divisor)})`,
  // The edges must be doubles: DuckDB casts them to the type of the values, and those of integers would be cut. A text is
  // parsed faster than a list of casts.
  binCounts: (x, edges) =>
    `array_to_string(map_values(histogram(${x}, CAST(${quoteLiteral(`[${edges.join(",")}]`)} AS DOUBLE[]))), ',')`,
  categoryHash: (x) => `left(md5(${x}), 16)`,
  register: (x) => ({ index: `md5_number_upper(${x}) & 4095`, rest: `md5_number_upper(${x}) >> 12` }),
  rowHash: (values) => `hash(${values.join(", ")})`,
  slice: (hash, slices) => `${hash} % ${String(slices)}`,
  join: (x, separator) => `string_agg(${x}, ${quoteLiteral(separator)})`,
  characters: (x) => `length(${x})`,
  bytes: (x) => `strlen(${x})`,
  fold: (x) => `lower(trim(${x}))`,
  // Two thirds of the time of a regular expression.
  contains: (x, characters) => `${x} GLOB ${quoteLiteral(`*[${characters}]*`)}`,
};
