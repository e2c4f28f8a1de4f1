import { areDifferent } from "../are-different.ts";
import type { DataSource } from "../data/data-source.ts";
import { DUCKDB_DIALECT } from "../dialects/duckdb-dialect.ts";
import { countAt, type Engine } from "../engine.ts";
import { type ColumnView, readingOf } from "./column-view.ts";
import type { ChooseReading } from "./kept-reading.ts";
import { hasRepeatedHash, keyComplete, keyParts, withRepeatedHashes } from "./repeated-hashes.ts";
import { ALL_ROWS, countRows, type Figures, type Repeats, type RepeatsPlan } from "./rule-plan.ts";

/**
 * Two keys may have one hash, so rows whose hash repeats are grouped once more by the keys themselves: a rule must not be
 * broken by chance. Among more rows than these, one chance repeat would not matter.
 */
const MAX_GROUPED_ROWS = 2000;

/** What the one statement over all rows has to ask so that keys can be counted. */
export function repeatAggregates(columns: readonly ColumnView[]): readonly string[] {
  return [ALL_ROWS, countRows(keyComplete(columns))];
}

export interface KnownOfRows {
  readonly figures: Figures;
  /** No row of the data repeats another one. */
  readonly noRowTwice: boolean;
  /** Where keys are looked for. */
  readonly reading: ChooseReading;
}

/** Keys that more than one row has, with bounded memory: the hashes are grouped, and then the keys of which a hash was found twice. */
export async function countRepeats(
  engine: Engine,
  source: DataSource,
  plans: readonly RepeatsPlan[],
  { figures, noRowTwice, reading }: KnownOfRows,
): Promise<ReadonlyMap<RepeatsPlan, Repeats>> {
  const found = new Map<RepeatsPlan, Repeats>();
  /** Plans that ask for the same key, by its parts. */
  const open = new Map<string, RepeatsPlan[]>();
  for (const plan of plans) {
    const { columns } = plan;
    const complete = figures(countRows(keyComplete(columns))) ?? 0;
    found.set(plan, { all: figures(ALL_ROWS) ?? 0, complete, keys: 0, rows: 0 });
    const rows = reading(keyParts(columns));
    const unique = complete < 2 || (noRowTwice && isWholeRow(source, columns));
    if (unique || (await isUnique(engine, rows, columns, complete))) continue;
    const key = keyParts(columns).join(", ");
    open.set(key, [...(open.get(key) ?? []), plan]);
  }
  const groups = [...open.values()];
  const keys = groups.flatMap(([plan]) => (plan === undefined ? [] : [plan.columns]));
  if (keys.length === 0) return found;
  const rows = reading(keys.flatMap(keyParts));
  await withRepeatedHashes(engine, rows, keys, async (tables) => {
    for (const [index, columns] of keys.entries()) {
      const repeated = await countKeys(engine, rows, columns, tables[index] ?? "");
      for (const plan of groups[index] ?? []) {
        const totals = found.get(plan);
        if (totals !== undefined) found.set(plan, { ...totals, ...repeated });
      }
    }
  });
  return found;
}

function isWholeRow(source: DataSource, columns: readonly ColumnView[]): boolean {
  return new Set(columns.map(({ index }) => index)).size === source.columns.length;
}

/** Whether that can be told without hashes. Of a text file it is not: that would be parsed once more for it. */
async function isUnique(
  engine: Engine,
  rows: DataSource,
  columns: readonly ColumnView[],
  complete: number,
): Promise<boolean> {
  const [column] = columns;
  const number = column === undefined ? undefined : rows.columns[column.index]?.value;
  if (columns.length > 1 || number === undefined || rows.parsed) return false;
  const found = await areDifferent(engine, DUCKDB_DIALECT, { relation: rows.relation, number });
  return found?.different === true && found.numbers === complete;
}

async function countKeys(engine: Engine, source: DataSource, columns: readonly ColumnView[], repeated: string) {
  const counted = "SELECT count(*) AS keys, coalesce(sum(n), 0)::DOUBLE AS rows FROM";
  const [ofHashes = {}] = await engine.query(`${counted} ${repeated}`);
  const found = { keys: countAt(ofHashes, "keys"), rows: countAt(ofHashes, "rows") };
  if (found.rows === 0 || found.rows > MAX_GROUPED_ROWS) return found;
  const doubtful = await hasRepeatedHash(engine, columns, repeated, found.keys);
  const [row = {}] = await engine.query(
    `${counted} (
       SELECT count(*) AS n FROM ${readingOf(source)} WHERE ${keyComplete(columns)} AND ${doubtful} GROUP BY ${keyParts(columns).join(", ")} HAVING count(*) > 1)`,
  );
  return { keys: countAt(row, "keys"), rows: countAt(row, "rows") };
}
