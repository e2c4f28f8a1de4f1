import type { Dialect } from "../dialect.ts";
import { binByArray } from "./bin-by-array.ts";
import { floatLiteral } from "./float-literal.ts";
import { hashRegister } from "./hash-register.ts";
import { quoteEscaped } from "./quote-escaped.ts";
import { SPACE_SEPARATORS } from "./space-separators.ts";

/** GoogleSQL as BigQuery speaks it. A backslash escapes in names too. */
export const BIGQUERY_DIALECT: Dialect = {
  identifier: (name) => `\`${quoteEscaped(name).slice(1, -1).replaceAll("`", "\\`")}\``,
  literal: quoteEscaped,
  double: floatLiteral,
  toDouble: (x) => `CAST(${x} AS FLOAT64)`,
  toText: (x) => `CAST(${x} AS STRING)`,
  isNan: (x) => `IS_NAN(${x})`,
  isFinite: (x) => `NOT (IS_NAN(${x}) OR IS_INF(${x}))`,
  isInfinite: (x) => `IS_INF(${x})`,
  round: (x) => `ROUND(${x})`,
  toWhole: (x) => `CAST(${x} AS INT64)`,
  absolute: (x) => `ABS(${x})`,
  bin: (x, edges) => binByArray(x, edges, (point, bounds) => `RANGE_BUCKET(${point}, [${bounds}])`),
  categoryHash: (x) => `SUBSTR(TO_HEX(MD5(${x})), 1, 16)`,
  register: (x) => hashRegister(`TO_HEX(MD5(${x}))`, (digits) => `CAST(CONCAT('0x', ${digits}) AS INT64)`),
  rowHash: (values) => `FARM_FINGERPRINT(TO_JSON_STRING(STRUCT(${values.join(", ")})))`,
  slice: (hash, slices) => `MOD(MOD(${hash}, ${String(slices)}) + ${String(slices)}, ${String(slices)})`,
  join: (x, separator) => `STRING_AGG(${x}, ${quoteEscaped(separator)})`,
  characters: (x) => `CHAR_LENGTH(${x})`,
  wordBuckets: (relation, x, names) => {
    const words = `REGEXP_EXTRACT_ALL(LOWER(SUBSTR(${x}, 1, 512)), ${quoteEscaped("[\\p{L}\\p{N}]+")})`;
    const bucket = "CAST(CONCAT('0x', SUBSTR(TO_HEX(MD5(word)), 1, 2)) AS INT64)";
    const buckets = `ARRAY(SELECT DISTINCT ${bucket} FROM UNNEST(${words}) AS word)`;
    return `(SELECT ${names}, bucket FROM ${relation} CROSS JOIN UNNEST(${buckets}) AS bucket)`;
  },
  fold: (x) => `LOWER(TRIM(${x}, ${quoteEscaped(SPACE_SEPARATORS)}))`,
  has: {
    letters: (x) => `REGEXP_CONTAINS(${x}, '[A-Za-z]')`,
    digits: (x) => `REGEXP_CONTAINS(${x}, '[0-9]')`,
    spaces: (x) => `REGEXP_CONTAINS(${x}, '[ \\\\t\\\\n\\\\r]')`,
    punctuation: (x) => `REGEXP_CONTAINS(${x}, ${quoteEscaped("[!-/:-@\\[-`{-~]")})`,
    nonAscii: (x) => `BYTE_LENGTH(${x}) <> CHAR_LENGTH(${x})`,
  },
};
