import { join } from "node:path";
import type { DataSource, SourceColumn, SourceKind } from "../../../src/engine/data/data-source.ts";
import { type Engine, textAt } from "../../../src/engine/engine.ts";
import { quoteIdentifier, quoteLiteral } from "../../../src/engine/quote-sql.ts";

/** Parquet files as a source, by what their columns are declared to be. */
export async function parquetSource(
  engine: Engine,
  paths: readonly string[],
  { parsed = false, categories = [] }: { readonly parsed?: boolean; readonly categories?: readonly string[] } = {},
): Promise<DataSource> {
  const relation = `read_parquet([${paths.map(quoteLiteral).join(", ")}])`;
  const described = await engine.query(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation})`);
  return {
    name: paths.join(", "),
    format: "parquet",
    files: paths.map((path) => ({ name: path, path, bytes: undefined })),
    columns: described.map((row) => {
      const name = textAt(row, "column_name") ?? "";
      return toColumn(name, textAt(row, "column_type") ?? "", categories.includes(name));
    }),
    relation,
    parsed,
    verifyUnchanged: () => Promise.resolve(),
  };
}

function toColumn(name: string, type: string, categorical: boolean): SourceColumn {
  const raw = quoteIdentifier(name);
  const kind = categorical && type === "VARCHAR" ? "categorical" : kindOf(type);
  return { name, type, kind, value: toValue(raw, kind), raw };
}

function kindOf(type: string): SourceKind {
  if (/^(BIGINT|INTEGER|HUGEINT|SMALLINT|UBIGINT)$/.test(type)) return "integer";
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return "numeric";
  if (/^(DATE|TIMESTAMP)/.test(type)) return "timestamp";
  if (type === "BOOLEAN") return "boolean";
  return type === "VARCHAR" ? "text" : "other";
}

function toValue(raw: string, kind: SourceKind): string {
  if (kind === "integer") return `CAST(${raw} AS HUGEINT)`;
  if (kind === "numeric") return `CAST(${raw} AS DOUBLE)`;
  return kind === "timestamp" ? `epoch(CAST(${raw} AS TIMESTAMP))` : raw;
}

/** Writes the rows of a query as a Parquet file into the folder. */
export async function writeParquet(engine: Engine, folder: string, name: string, query: string): Promise<string> {
  const path = join(folder, name);
  await engine.execute(`COPY (${query}) TO ${quoteLiteral(path)} (FORMAT parquet)`);
  return path;
}
