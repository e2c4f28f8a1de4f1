import type { Dialect } from "../dialect.ts";
import { quoteIdentifier, quoteLiteral } from "../quote-sql.ts";
import { binByArray } from "./bin-by-array.ts";
import { floatLiteral } from "./float-literal.ts";
import { hashRegister } from "./hash-register.ts";
import { SPACE_SEPARATORS } from "./space-separators.ts";

/** An array is made of at most 254 values. */
const VALUES_OF_AN_ARRAY = 200;

/** SQL of Trino. Quotes are doubled and a backslash is a character like any other, as in DuckDB. */
export const TRINO_DIALECT: Dialect = {
  identifier: quoteIdentifier,
  literal: quoteLiteral,
  double: floatLiteral,
  toDouble: (x) => `CAST(${x} AS double)`,
  toText: (x) => `CAST(${x} AS varchar)`,
  isNan: (x) => `is_nan(${x})`,
  isFinite: (x) => `is_finite(${x})`,
  isInfinite: (x) => `is_infinite(${x})`,
  round: (x) => `round(${x})`,
  toWhole: (x) => `CAST(${x} AS bigint)`,
  absolute: (x) => `abs(${x})`,
  bin: (x, edges) => binByArray(x, edges, (point, bounds) => `width_bucket(${point}, ARRAY[${bounds}])`),
  categoryHash: (x) => `substr(${md5(x)}, 1, 16)`,
  register: (x) => hashRegister(md5(x), (digits) => `from_base(${digits}, 16)`),
  rowHash: (values) => {
    const parts: string[] = [];
    for (let start = 0; start < values.length; start += VALUES_OF_AN_ARRAY) {
      const texts = values.slice(start, start + VALUES_OF_AN_ARRAY).map((value) => `CAST(${value} AS varchar)`);
      parts.push(`json_format(CAST(ARRAY[${texts.join(", ")}] AS json))`);
    }
    return `from_big_endian_64(xxhash64(to_utf8(${parts.join(" || ")})))`;
  },
  slice: (hash, slices) => `mod(mod(${hash}, ${String(slices)}) + ${String(slices)}, ${String(slices)})`,
  join: (x, separator) => `array_join(array_agg(${x}), ${quoteLiteral(separator)})`,
  characters: (x) => `length(${x})`,
  wordBuckets: (relation, x, names) => {
    const words = `regexp_extract_all(lower(substr(${x}, 1, 512)), '[\\p{L}\\p{N}]+')`;
    const buckets = `array_distinct(transform(${words}, word -> from_base(substr(${md5("word")}, 1, 2), 16)))`;
    return `(SELECT ${names}, bucket FROM ${relation} CROSS JOIN UNNEST(${buckets}) AS found(bucket))`;
  },
  fold: (x) => `lower(trim(BOTH ${quoteLiteral(SPACE_SEPARATORS)} FROM ${x}))`,
  has: {
    letters: (x) => `regexp_like(${x}, '[A-Za-z]')`,
    digits: (x) => `regexp_like(${x}, '[0-9]')`,
    spaces: (x) => `regexp_like(${x}, '[ \\t\\n\\r]')`,
    punctuation: (x) => `regexp_like(${x}, '[!-/:-@\\[-\`{-~]')`,
    nonAscii: (x) => `length(to_utf8(${x})) <> length(${x})`,
  },
};

function md5(x: string): string {
  return `lower(to_hex(md5(to_utf8(${x}))))`;
}
