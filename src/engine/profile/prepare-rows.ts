import { columnLabels } from "../../core/dataset/column-labels.ts";
import type { DataSource } from "../data/data-source.ts";
import type { Dialect } from "../dialect.ts";
import { countAt, type Engine } from "../engine.ts";
import { type ProfiledColumn, type ProfileTask, tableName } from "./profile-task.ts";

export interface PreparedRows {
  readonly task: ProfileTask;
  /** One for each of the source's columns. */
  readonly columns: readonly ProfiledColumn[];
  readonly close: () => Promise<void>;
}

/** Tables with fewer cells are read once and kept: opening their file for every column would cost more. */
const MAX_KEPT_CELLS = 4_000_000;

/**
 * Rows that can be read again and again. What has to be parsed is parsed once, into a table of the engine, which writes to
 * its temporary folder what does not fit into memory; large columnar files are read where they are.
 */
export async function prepareRows(engine: Engine, dialect: Dialect, source: DataSource): Promise<PreparedRows> {
  const labels = columnLabels(source.columns.map(({ name }) => name));
  const direct = source.columns.map(({ type, value, raw }, index) => ({
    label: labels[index] ?? "",
    type,
    value,
    raw,
  }));
  if (!source.parsed) {
    const rows = await countRows(engine, source.relation);
    if (rows * source.columns.length > MAX_KEPT_CELLS) {
      const task = { engine, dialect, relation: source.relation, rows };
      return { task, columns: direct, close: () => Promise.resolve() };
    }
  }
  const table = tableName("rows");
  const kept = source.columns.map(({ kind, value, raw }, index) =>
    keptColumn(index, kind === "other" ? raw : value, raw),
  );
  await engine.execute(
    `CREATE TABLE ${table} AS SELECT ${kept.flatMap(({ select }) => select).join(", ")} FROM ${source.relation}`,
  );
  const columns = direct.map((column, index) => ({ ...column, ...kept[index]?.column }));
  const task = { engine, dialect, relation: table, rows: await countRows(engine, table) };
  return { task, columns, close: () => engine.execute(`DROP TABLE ${table}`) };
}

function keptColumn(index: number, value: string, raw: string) {
  const name = `v${String(index)}`;
  if (raw === value) return { select: [`${value} AS ${name}`], column: { value: name, raw: name } };
  const invalid = `i${String(index)}`;
  return {
    select: [`${value} AS ${name}`, `(${raw}) IS NOT NULL AND (${value}) IS NULL AS ${invalid}`],
    column: { value: name, raw: `CASE WHEN ${invalid} OR ${name} IS NOT NULL THEN 1 END` },
  };
}

async function countRows(engine: Engine, relation: string): Promise<number> {
  const [row] = await engine.query(`SELECT count(*) AS n FROM ${relation}`);
  return row === undefined ? 0 : countAt(row, "n");
}
