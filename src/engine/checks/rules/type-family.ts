import type { LogicalType } from "../../../core/dataset/contract.ts";

/** Names of types in files and in the databases that contracts speak of, without what stands in brackets behind them. */
const FAMILIES: readonly (readonly [LogicalType, RegExp])[] = [
  ["array", /\]$|^(ARRAY|LIST|REPEATED)\b/],
  ["object", /^(STRUCT|MAP|RECORD|OBJECT|ROW|JSONB?|VARIANT|UNION)\b/],
  ["timestamp", /^(TIMESTAMP\w*|DATETIME(2|OFFSET)?|SMALLDATETIME)\b/],
  ["date", /^DATE(32)?\b/],
  ["time", /^TIME(TZ|\d*)?\b/],
  ["boolean", /^(BOOL|BOOLEAN|BIT|LOGICAL)\b/],
  [
    "integer",
    /^(U?(TINY|SMALL|MEDIUM|BIG|HUGE)?INT(EGER)?|U?INT(2|4|8|16|32|64|128)|LONG|SHORT|BYTE(INT)?|(SMALL|BIG)?SERIAL)\b/,
  ],
  [
    "number",
    /^(DOUBLE|FLOAT(4|8|16|32|64)?|REAL|DECIMAL|DEC|NUMERIC|BIGNUMERIC|BIGDECIMAL|NUMBER|MONEY|SMALLMONEY|HALF)\b/,
  ],
  [
    "string",
    /^(N?(VAR)?CHAR2?|CHARACTER|STRING|(TINY|MEDIUM|LONG|N)?TEXT|N?CLOB|BPCHAR|NAME|UUID|UNIQUEIDENTIFIER|ENUM|UTF8|LARGE_STRING|CATEGORY|CITEXT)\b/,
  ],
];

/** Which logical type a type of a file or of a database is: `VARCHAR(50)` is a string. `undefined` for one that is not known. */
export function typeFamily(type: string): LogicalType | undefined {
  const upper = type.trim().toUpperCase();
  return FAMILIES.find(([, names]) => names.test(upper))?.[0];
}
