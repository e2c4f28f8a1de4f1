import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DataSource, SourceColumn } from "../../data/data-source.ts";
import type { Engine, Sandbox } from "../../engine.ts";
import { quoteIdentifier, quoteLiteral } from "../../quote-sql.ts";
import { typeFamily } from "../rules/type-family.ts";
import { RULE_TABLE } from "./vet-statement.ts";

/** A sandbox that has the data as its one table. */
export interface RuleTable {
  readonly sandbox: Sandbox;
  readonly close: () => void;
}

/**
 * The data in a sandbox. A local Parquet file is read where it lies; text files, and what comes from elsewhere, are first
 * written as Parquet, with the mentioned columns alone and in their types, so that they are parsed once for all rules.
 */
export async function openRuleTable(
  engine: Engine,
  source: DataSource,
  columns: ReadonlySet<string>,
): Promise<RuleTable> {
  if (source.format === "parquet" && !source.parsed) {
    const files = source.files.map(({ path }) => path);
    const relation = source.relation;
    try {
      const sandbox = await engine.openSandbox({ files, setup: viewSql(relation) });
      return { sandbox, close: sandbox.close };
    } catch {
      // Not a local file, or not named as it is read: the copy below works for every source.
    }
  }
  return openCopy(engine, source, columns);
}

async function openCopy(engine: Engine, source: DataSource, mentioned: ReadonlySet<string>): Promise<RuleTable> {
  mkdirSync(engine.temporaryFolder, { recursive: true });
  const path = join(engine.temporaryFolder, "rule-table.parquet");
  const kept = source.columns.filter(({ name }) => mentioned.has("*") || mentioned.has(name.toLowerCase()));
  // count(*) mentions no column; a table needs one.
  const columns = kept.map((column) => `${typedSql(source, column)} AS ${quoteIdentifier(column.name)}`);
  const selected = columns.length === 0 ? "true AS present" : columns.join(", ");
  await engine.execute(
    `COPY (SELECT ${selected} FROM ${source.relation}) TO ${quoteLiteral(path)} (FORMAT parquet, COMPRESSION lz4)`,
  );
  const remove = () => rmSync(path, { force: true });
  try {
    const sandbox = await engine.openSandbox({ files: [path], setup: viewSql(`read_parquet(${quoteLiteral(path)})`) });
    return {
      sandbox,
      close: () => {
        sandbox.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function viewSql(relation: string): string {
  return `CREATE VIEW ${RULE_TABLE} AS SELECT * FROM ${relation}`;
}

function typedSql({ parsed }: DataSource, { kind, type, value, raw }: SourceColumn): string {
  if (!parsed || kind === "other") return raw;
  if (kind !== "timestamp") return value;
  const timestamp = `make_timestamp(CAST(round(${value} * 1000000) AS BIGINT))`;
  return typeFamily(type) === "date" ? `CAST(${timestamp} AS DATE)` : timestamp;
}
