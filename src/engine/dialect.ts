import { quoteIdentifier, quoteLiteral } from "./quote-sql.ts";

/** All but the last are of ASCII. */
export type CharacterClass = "letters" | "digits" | "spaces" | "punctuation" | "nonAscii";

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
  /** A double without digits after the point, below 2^53, as a whole number of a type that is quick to divide. */
  readonly toWhole: (x: string) => string;
  readonly absolute: (x: string) => string;
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
  /** Aggregate: how many different whole numbers there are of those from `least` to `greatest`, with a bit of memory for each. */
  readonly differentWhole: (x: string, least: number, greatest: number) => string;
  /** Behind FROM: relations of equally many rows, the first row of each beside that of the others, and so on. */
  readonly sideBySide: (relations: readonly string[]) => string;
  /** Aggregate: the texts one after the other, in any order. */
  readonly join: (x: string, separator: string) => string;
  readonly characters: (x: string) => string;
  /** Trimmed and in lower case. */
  readonly fold: (x: string) => string;
  /** Whether the text has a character of the class. */
  readonly has: Readonly<Record<CharacterClass, (x: string) => string>>;
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
  toWhole: (x) => `CAST(${x} AS BIGINT)`,
  absolute: (x) => `abs(${x})`,
  // The edges must be doubles: DuckDB casts them to the type of the values, and those of integers would be cut. A text is
  // parsed faster than a list of casts.
  binCounts: (x, edges) =>
    `array_to_string(map_values(histogram(${x}, CAST(${quoteLiteral(`[${edges.join(",")}]`)} AS DOUBLE[]))), ',')`,
  categoryHash: (x) => `left(md5(${x}), 16)`,
  register: (x) => ({ index: `md5_number_upper(${x}) & 4095`, rest: `md5_number_upper(${x}) >> 12` }),
  rowHash: (values) => `hash(${values.join(", ")})`,
  slice: (hash, slices) => `${hash} % ${String(slices)}`,
  differentWhole: (x, least, greatest) => `bit_count(bitstring_agg(${x}, ${String(least)}, ${String(greatest)}))`,
  sideBySide: (relations) => `(SELECT * FROM ${relations.join(" POSITIONAL JOIN ")})`,
  join: (x, separator) => `string_agg(${x}, ${quoteLiteral(separator)})`,
  characters: (x) => `length(${x})`,
  fold: (x) => `lower(trim(${x}))`,
  // Each in the way that was measured to be fastest: GLOB is slow on what it does not find, and on many ranges.
  has: {
    letters: (x) => `${x} GLOB '*[A-Za-z]*'`,
    digits: (x) => `${x} GLOB '*[0-9]*'`,
    spaces: (x) =>
      `(${["' '", "chr(9)", "chr(10)", "chr(13)"].map((space) => `contains(${x}, ${space})`).join(" OR ")})`,
    punctuation: (x) => `regexp_matches(${x}, '[!-/:-@\\[-\`{-~]')`,
    nonAscii: (x) => `strlen(${x}) <> length(${x})`,
  },
};
