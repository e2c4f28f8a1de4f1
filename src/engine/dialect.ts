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
   * where nothing is above the last edge, and it is NULL where there is no value. An engine without such an aggregate
   * counts the rows of each `bin`.
   */
  readonly binCounts?: (x: string, edges: readonly number[]) => string;
  /** How many edges are below a finite double: the index of its bin, which is closed on the right. */
  readonly bin: (x: string, edges: readonly number[]) => string;
  /** First 64 bits of the md5 of a text's UTF-8 in hexadecimal. */
  readonly categoryHash: (x: string) => string;
  /** The lowest 12 bits of the first eight bytes of the md5, read as a little-endian number; and the other 52. */
  readonly register: (x: string) => { readonly index: string; readonly rest: string };
  /** 64 bits over values of any type, within one statement's engine only: never stored. */
  readonly rowHash: (values: readonly string[]) => string;
  /** The hash modulo a whole number. */
  readonly slice: (hash: string, slices: number) => string;
  /**
   * Aggregate: how many different whole numbers there are of those from `least` to `greatest`, with a bit of memory for each.
   * Where an engine has none, they are grouped.
   */
  readonly differentWhole?: (x: string, least: number, greatest: number) => string;
  /**
   * Statements that write the rows of a query down under a name that only this session sees, and that remove them again.
   * Where an engine cannot, the query stands in place of the name and is computed again.
   */
  readonly keep?: {
    readonly create: (name: string, select: string) => string;
    readonly drop: (name: string) => string;
  };
  /**
   * Behind FROM: relations of equally many rows, the first row of each beside that of the others, and so on. Where an engine
   * has none, all columns are of one relation.
   */
  readonly sideBySide?: (relations: readonly string[]) => string;
  /** Aggregate: the texts one after the other, in any order. */
  readonly join: (x: string, separator: string) => string;
  readonly characters: (x: string) => string;
  /**
   * Behind FROM: of a relation with texts `x` a row for each text and each bucket of its words, as `bucket`, beside its
   * columns `names`: `TextProfile.tokens` says what a word is. Where an engine has none, words are not counted.
   */
  readonly wordBuckets?: (relation: string, x: string, names: string) => string;
  /** Trimmed and in lower case. */
  readonly fold: (x: string) => string;
  /** Whether the text has a character of the class. */
  readonly has: Readonly<Record<CharacterClass, (x: string) => string>>;
}
