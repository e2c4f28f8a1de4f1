import type { ColumnProfile, Profile } from "../../src/core/dataset/profile.ts";
import { DUCKDB_DIALECT } from "../../src/engine/dialects/duckdb-dialect.ts";
import { quoteIdentifier, quoteLiteral } from "../../src/engine/quote-sql.ts";

/**
 * The counts of a profile as somebody would write them for this engine alone who knows the frame already: one statement a
 * column, nothing checked, nothing chosen. What a profile costs is measured against it.
 */
export function bareCounts(profile: Profile, relation: string): string[] {
  return profile.columns.flatMap((column) => statements(column, quoteIdentifier(column.name), relation));
}

function statements(column: ColumnProfile, x: string, relation: string): string[] {
  switch (column.kind) {
    case "numeric":
    case "integer":
    case "timestamp":
      return [numbers(column, x, relation)];
    case "text":
      return [lengths(x, relation), ...(column.registers === undefined ? [] : [registers(x, relation)])];
    case "other":
      return [`SELECT count(${x}) FROM ${relation}`];
    default:
      return [`SELECT CAST(${x} AS VARCHAR) AS v, count(*) AS n FROM ${relation} GROUP BY 1`];
  }
}

function numbers(column: Extract<ColumnProfile, { bins: number[] }>, name: string, relation: string): string {
  const d = column.kind === "timestamp" ? `CAST(epoch(${name}) AS DOUBLE)` : `CAST(${name} AS DOUBLE)`;
  // Few different values are counted faster one by one.
  if (column.distinct !== null) {
    return `SELECT count(*) AS different, max(n) AS most FROM (SELECT ${d} AS x, count(*) AS n FROM ${relation} GROUP BY 1)`;
  }
  const edges = `CAST(${quoteLiteral(`[${column.frame.edges.join(",")}]`)} AS DOUBLE[])`;
  return `SELECT count(x) AS n, min(f) AS low, max(f) AS high, CAST(histogram(f, ${edges}) AS VARCHAR) AS bins
    FROM (SELECT x, CASE WHEN isfinite(x) THEN x END AS f FROM (SELECT ${d} AS x FROM ${relation}))`;
}

function lengths(x: string, relation: string): string {
  const classes = Object.values(DUCKDB_DIALECT.has).map(
    (has, index) => `count(CASE WHEN ${has(x)} THEN 1 END) AS c${String(index)}`,
  );
  return `SELECT length(${x}) AS length, count(*) AS n, ${classes.join(", ")} FROM ${relation} GROUP BY 1`;
}

function registers(x: string, relation: string): string {
  return `SELECT md5_number_upper(${x}) & 4095 AS register, min(md5_number_upper(${x}) >> 12) AS rest FROM ${relation} GROUP BY 1`;
}
