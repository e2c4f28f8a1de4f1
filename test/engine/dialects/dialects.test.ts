import { describe, expect, it } from "vitest";
import type { Dialect } from "../../../src/engine/dialect.ts";
import { BIGQUERY_DIALECT } from "../../../src/engine/dialects/bigquery-dialect.ts";
import { binByArray } from "../../../src/engine/dialects/bin-by-array.ts";
import { DUCKDB_DIALECT } from "../../../src/engine/dialects/duckdb-dialect.ts";
import { floatLiteral } from "../../../src/engine/dialects/float-literal.ts";
import { SPARK_DIALECT } from "../../../src/engine/dialects/spark-dialect.ts";
import { TRINO_DIALECT } from "../../../src/engine/dialects/trino-dialect.ts";

const DIALECTS = { duckdb: DUCKDB_DIALECT, spark: SPARK_DIALECT, trino: TRINO_DIALECT, bigquery: BIGQUERY_DIALECT };

/** How each engine reads what stands in quotes, by its own manual. */
const DOUBLED = (quote: string) => new RegExp(`^${quote}(?:[^${quote}]|${quote}${quote})*${quote}$`, "s");
const ESCAPED = (quote: string) => new RegExp(`^${quote}(?:[^${quote}\\\\]|\\\\.)*${quote}$`, "s");
const QUOTES: Readonly<Record<keyof typeof DIALECTS, { readonly name: RegExp; readonly text: RegExp }>> = {
  duckdb: { name: DOUBLED('"'), text: DOUBLED("'") },
  spark: { name: DOUBLED("`"), text: ESCAPED("'") },
  trino: { name: DOUBLED('"'), text: DOUBLED("'") },
  bigquery: { name: ESCAPED("`"), text: ESCAPED("'") },
};

const ATTACKS = [
  "x`; DROP TABLE t; --",
  'x"; DROP TABLE t; --',
  "x'; DROP TABLE t; --",
  "\\",
  "\\'; DROP TABLE t; --",
  "\\`; DROP TABLE t; --",
  "''",
  "``",
  "`` \\`` '' \\''",
  "line\nbreak\r",
  "nul\0",
];

describe.each(Object.entries(DIALECTS))(
  "names and texts that somebody else wrote, in %s",
  (engine, dialect: Dialect) => {
    const quotes = engine in QUOTES ? Object.entries(QUOTES).find(([name]) => name === engine)?.[1] : undefined;

    it.each(ATTACKS)("stay what they are: %j", (attack) => {
      expect(dialect.identifier(attack)).toMatch(quotes?.name ?? /^$/);
      expect(dialect.literal(attack)).toMatch(quotes?.text ?? /^$/);
      expect(dialect.identifier(attack) + dialect.literal(attack)).not.toContain("\0");
    });
  },
);

describe("a double as a literal", () => {
  it.each([0, 1, -1, 0.1, -1.5, 1e21, 1.5e-7, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 53 + 2])(
    "is that double, and has an exponent: %s",
    (value) => {
      expect(Number(floatLiteral(value))).toBe(value);
      expect(floatLiteral(value)).toMatch(/e-?\d+$/);
    },
  );
});

/** `width_bucket` of Trino and RANGE_BUCKET of BigQuery: how many bounds are at or below the point. */
function evaluate(sql: string, x: number): number {
  const found = /^(\d+) - count\((-x), \[(.*)\]\)$/.exec(sql);
  const bounds = (found?.[3] ?? "").split(", ").map(Number);
  expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
  return Number(found?.[1]) - bounds.filter((bound) => bound <= -x).length;
}

describe("a bin", () => {
  const edges = [-2.5, -1, 0, 1, 3.5];
  const sql = binByArray("x", edges, (point, bounds) => `count(${point}, [${bounds}])`);

  it.each([-3, -2.5, -2, -1, -0.5, 0, 0.5, 1, 2, 3.5, 4])("is closed on the right: %s", (x) => {
    expect(evaluate(sql, x)).toBe(edges.filter((edge) => edge < x).length);
  });

  it("without edges is the only one", () => {
    expect(TRINO_DIALECT.bin("x", [])).toBe("0");
    expect(BIGQUERY_DIALECT.bin("x", [])).toBe("0");
    expect(SPARK_DIALECT.bin("x", [])).toBe("0");
  });
});
