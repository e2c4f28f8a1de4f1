import type { Dialect } from "../dialect.ts";
import { floatLiteral } from "./float-literal.ts";
import { hashRegister } from "./hash-register.ts";
import { quoteEscaped } from "./quote-escaped.ts";
import { searchBin } from "./search-bin.ts";
import { SPACE_SEPARATORS } from "./space-separators.ts";

const INFINITY = "CAST('Infinity' AS DOUBLE)";

/**
 * SQL of Spark 3.5 and 4, for a session with the settings of `answer_statements.py`. It counts what DuckDB counts, also where
 * the two see different things: Spark trims blanks alone, lowers a sigma by its place in the word, and leaves nulls out of
 * a hash.
 */
export const SPARK_DIALECT: Dialect = {
  identifier: (name) => `\`${name.replaceAll("\0", "\uFFFD").replaceAll("`", "``")}\``,
  literal: quoteEscaped,
  double: floatLiteral,
  toDouble: (x) => `CAST(${x} AS DOUBLE)`,
  toText: (x) => `CAST(${x} AS STRING)`,
  isNan: (x) => `isnan(${x})`,
  // NaN is larger than everything.
  isFinite: (x) => `abs(${x}) < ${INFINITY}`,
  isInfinite: (x) => `abs(${x}) = ${INFINITY}`,
  // `round` goes through decimals, which takes ten times as long. Of halves the two make different numbers, but these are no
  // whole units either way.
  round: (x) => `rint(${x})`,
  toWhole: (x) => `CAST(${x} AS BIGINT)`,
  absolute: (x) => `abs(${x})`,
  bin: (x, edges) => searchBin(x, edges, floatLiteral),
  categoryHash: (x) => `left(md5(${x}), 16)`,
  register: (x) => hashRegister(`md5(${x})`, (digits) => `CAST(conv(${digits}, 16, 10) AS BIGINT)`),
  rowHash: (values) => `xxhash64(${values.flatMap((value) => [`${value} IS NULL`, value]).join(", ")})`,
  slice: (hash, slices) => `pmod(${hash}, ${String(slices)})`,
  keep: {
    create: (name, select) => `CACHE TABLE ${name} AS ${select}`,
    drop: (name) => `DROP VIEW ${name}`,
  },
  join: (x, separator) => `array_join(collect_list(${x}), ${quoteEscaped(separator)})`,
  characters: (x) => `length(${x})`,
  wordBuckets: (relation, x, names) => {
    const words = `regexp_extract_all(${lower(`left(${x}, 512)`)}, ${quoteEscaped("[\\p{L}\\p{N}]+")}, 0)`;
    const buckets = `array_distinct(transform(${words}, word -> CAST(conv(left(md5(word), 2), 16, 10) AS INT)))`;
    return `(SELECT ${names}, explode(${buckets}) AS bucket FROM ${relation})`;
  },
  fold: (x) => lower(`trim(BOTH ${quoteEscaped(SPACE_SEPARATORS)} FROM ${x})`),
  has: {
    letters: (x) => `${x} RLIKE '[A-Za-z]'`,
    digits: (x) => `${x} RLIKE '[0-9]'`,
    spaces: (x) => `${x} RLIKE '[ \\\\t\\\\n\\\\r]'`,
    punctuation: (x) => `${x} RLIKE ${quoteEscaped("[!-/:-@\\[-`{-~]")}`,
    nonAscii: (x) => `octet_length(${x}) <> length(${x})`,
  },
};

/** Letter by letter: one has the same small one wherever it stands. */
function lower(x: string): string {
  return `array_join(transform(split(replace(${x}, '\u0130', 'i'), ''), letter -> lower(letter)), '')`;
}
