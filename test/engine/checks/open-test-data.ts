import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ContractRule, ContractSchema, Demand } from "../../../src/core/dataset/contract.ts";
import type { DataSource, SourceColumn, SourceKind } from "../../../src/engine/data/data-source.ts";
import { type Engine, textAt } from "../../../src/engine/engine.ts";
import { quoteIdentifier, quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { toCsv } from "../open-test-engine.ts";

let files = 0;

/** What `SELECT …` gives, as a Parquet file and its source. */
export async function parquetOf(engine: Engine, folder: string, select: string): Promise<DataSource> {
  files += 1;
  const path = join(folder, `data-${String(files)}.parquet`);
  await engine.execute(`COPY (${select}) TO ${quoteLiteral(path)} (FORMAT parquet)`);
  return openParquet(engine, path);
}

/** A Parquet file as a source. */
export async function openParquet(engine: Engine, path: string): Promise<DataSource> {
  const relation = `read_parquet([${quoteLiteral(path)}])`;
  const described = await engine.query(`DESCRIBE SELECT * FROM ${relation}`);
  const columns = described.map((row): SourceColumn => {
    const name = textAt(row, "column_name") ?? "";
    const type = textAt(row, "column_type") ?? "";
    const kind = kindOf(type);
    const raw = quoteIdentifier(name);
    return { name, type, kind, raw, value: valueSql(raw, kind, type) };
  });
  return sourceOf(path, relation, columns, false);
}

/** Columns of texts as a CSV file and its source, which reads each column as the kind that is given. */
export function csvOf(
  folder: string,
  columns: Readonly<Record<string, readonly (string | null)[]>>,
  kinds: Readonly<Record<string, SourceKind>>,
): DataSource {
  files += 1;
  const path = join(folder, `data-${String(files)}.csv`);
  writeFileSync(path, toCsv(columns));
  const names = Object.keys(columns);
  const types = names.map((name) => `${quoteLiteral(name)}: 'VARCHAR'`).join(", ");
  const relation = `read_csv(${quoteLiteral(path)}, auto_detect=false, header=true, delim=',', quote='"', escape='"', nullstr='', columns={${types}})`;
  const sources = names.map((name): SourceColumn => {
    const kind = kinds[name] ?? "categorical";
    const raw = quoteIdentifier(name);
    return { name, type: PARSED_TYPES[kind], kind, raw, value: parsedSql(raw, kind) };
  });
  return sourceOf(path, relation, sources, true);
}

function sourceOf(path: string, relation: string, columns: readonly SourceColumn[], parsed: boolean): DataSource {
  const format = parsed ? "csv" : "parquet";
  return {
    name: "data",
    format,
    files: [{ name: "data", path, bytes: undefined }],
    columns,
    relation,
    parsed,
    verifyUnchanged: () => Promise.resolve(),
  };
}

const PARSED_TYPES: Readonly<Record<SourceKind, string>> = {
  integer: "BIGINT",
  numeric: "DOUBLE",
  timestamp: "TIMESTAMP",
  boolean: "BOOLEAN",
  categorical: "VARCHAR",
  text: "VARCHAR",
  other: "VARCHAR",
};

function kindOf(type: string): SourceKind {
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT|^U?INTEGER/.test(type) && !type.endsWith("]")) return "integer";
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return "numeric";
  if (/^(DATE|TIMESTAMP)/.test(type)) return "timestamp";
  if (type === "BOOLEAN") return "boolean";
  return type === "VARCHAR" ? "categorical" : "other";
}

function valueSql(raw: string, kind: SourceKind, type: string): string {
  if (kind === "numeric") return `CAST(${raw} AS DOUBLE)`;
  if (kind === "timestamp") return `epoch(CAST(${raw} AS TIMESTAMP))`;
  return type === "UBIGINT" ? `CAST(${raw} AS HUGEINT)` : raw;
}

function parsedSql(raw: string, kind: SourceKind): string {
  if (kind === "timestamp") return `epoch(TRY_CAST(${raw} AS TIMESTAMP))`;
  if (kind === "integer")
    return `CASE WHEN regexp_full_match(${raw}, '[+-]?[0-9]+') THEN TRY_CAST(${raw} AS HUGEINT) END`;
  return `TRY_CAST(${raw} AS ${PARSED_TYPES[kind]})`;
}

/** A contract with these demands as its rules. */
export function contractOf(demands: readonly Demand[], columns: readonly string[] = []): ContractSchema {
  return {
    name: "flights",
    physicalName: undefined,
    columns: columns.map((name) => ({
      name,
      logicalType: undefined,
      physicalType: undefined,
      required: false,
      allowed: undefined,
    })),
    rules: demands.map(
      (demand, index): ContractRule => ({
        id: `flights.${String(index)}`,
        title: demand.kind,
        demand,
        severity: "error",
        dimension: undefined,
        line: index + 10,
      }),
    ),
    line: 1,
  };
}
