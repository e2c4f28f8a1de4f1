import { columnLabels } from "../../core/dataset/column-labels.ts";
import type { DataSource } from "../data/data-source.ts";
import { keepRows, MAX_TABLE_COLUMNS } from "../data/keep-rows.ts";
import type { Dialect } from "../dialect.ts";
import { countAt, type Engine } from "../engine.ts";
import type { ProfiledColumn, ProfileTask } from "./profile-task.ts";

export interface PreparedRows {
  readonly task: ProfileTask;
  /** One for each of the source's columns. */
  readonly columns: readonly ProfiledColumn[];
  readonly close: () => Promise<void>;
}

/** Tables with fewer cells are read once and kept: opening their file for every column would cost more. */
const MAX_KEPT_CELLS = 4_000_000;

/** Rows that can be read again and again: kept ones where they have to be parsed, or are few; large ones of columnar files where they are. */
export async function prepareRows(engine: Engine, dialect: Dialect, source: DataSource): Promise<PreparedRows> {
  const names = [...new Set(source.columns.map(({ name }) => name))];
  const labels = new Map(columnLabels(names).map((label, index) => [names[index], label]));
  const direct = source.columns.map(({ name, type, value, raw, different }) => ({
    label: labels.get(name) ?? "",
    type,
    value,
    raw,
    different,
  }));
  const { relation } = source;
  if (!source.parsed) {
    const rows = await countRows(engine, relation);
    if (rows * source.columns.length > MAX_KEPT_CELLS || source.columns.length > MAX_TABLE_COLUMNS) {
      return { task: { engine, dialect, relation, rows }, columns: direct, close: () => Promise.resolve() };
    }
  }
  const kept =
    source.takeKept?.() ?? (await keepRows(engine, relation, source.columns, source.parsed ? source.files : []));
  const columns = direct.map((column, index) => ({ ...column, ...kept.columns[index] }));
  const rows = await countRows(engine, kept.relation);
  return { task: { engine, dialect, relation: kept.relation, rows }, columns, close: kept.close };
}

async function countRows(engine: Engine, relation: string): Promise<number> {
  const [row] = await engine.query(`SELECT count(*) AS n FROM ${relation}`);
  return row === undefined ? 0 : countAt(row, "n");
}
