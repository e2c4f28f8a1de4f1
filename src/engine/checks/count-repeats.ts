import type { DataSource } from "../data/data-source.ts";
import { countAt, type Engine } from "../engine.ts";
import { type ColumnView, readingOf } from "./column-view.ts";
import { ALL_ROWS, countRows, type Figures, type Repeats, type RepeatsPlan } from "./rule-plan.ts";

/** Whole numbers that lie this close together are counted as set bits: 8 MiB for each thread. */
const MAX_BITS = 2 ** 26;

/** SQL of a key's parts: the value of a text file (`1` and `1.0` are one number), what stands in the file of all others. */
export function keyParts(columns: readonly ColumnView[]): readonly string[] {
  return columns.map(({ parsed, holds, value, raw }) => (parsed && holds !== "other" ? value : raw));
}

/** SQL that is true where no part of the key is null. */
export function keyComplete(columns: readonly ColumnView[]): string {
  return keyParts(columns)
    .map((part) => `${part} IS NOT NULL`)
    .join(" AND ");
}

/** What the one statement over all rows has to ask so that keys can be counted. */
export function repeatAggregates(columns: readonly ColumnView[]): readonly string[] {
  const { distinct, least, greatest } = aggregatesOf(columns);
  const complete = countRows(keyComplete(columns));
  // A text file would have to be parsed once more to be grouped.
  if (columns.some(({ parsed }) => parsed)) return [ALL_ROWS, complete, distinct];
  return isWhole(columns) ? [ALL_ROWS, complete, least, greatest] : [ALL_ROWS, complete];
}

function aggregatesOf(columns: readonly ColumnView[]) {
  const parts = keyParts(columns);
  const key = parts.length === 1 ? parts.join("") : `CASE WHEN ${keyComplete(columns)} THEN (${parts.join(", ")}) END`;
  const [part = ""] = parts;
  return { distinct: `count(DISTINCT ${key})`, least: `min(${part})`, greatest: `max(${part})`, part };
}

function isWhole(columns: readonly ColumnView[]): boolean {
  return columns.length === 1 && columns[0]?.holds === "integer";
}

/**
 * Keys that more than one row has, exactly, with bounded memory. Numbers that lie close together are set as bits, others
 * are grouped; the engine spills what does not fit. Keys that turn out to be unique are not grouped.
 */
export async function countRepeats(
  engine: Engine,
  source: DataSource,
  plans: readonly RepeatsPlan[],
  figures: Figures,
): Promise<ReadonlyMap<RepeatsPlan, Repeats>> {
  const bits = await countBits(engine, source, plans, figures);
  const found = new Map<RepeatsPlan, Repeats>();
  for (const plan of plans) {
    const all = figures(ALL_ROWS) ?? 0;
    const complete = figures(countRows(keyComplete(plan.columns))) ?? 0;
    const distinct = figures(aggregatesOf(plan.columns).distinct) ?? bits.get(plan);
    const unique = complete < 2 || distinct === complete;
    const grouped = unique ? { keys: 0, rows: 0 } : await groupKeys(engine, source, plan.columns);
    found.set(plan, { all, complete, ...grouped });
  }
  return found;
}

async function countBits(
  engine: Engine,
  source: DataSource,
  plans: readonly RepeatsPlan[],
  figures: Figures,
): Promise<ReadonlyMap<RepeatsPlan, number>> {
  const counted = plans.flatMap((plan) => {
    const { least, greatest, part } = aggregatesOf(plan.columns);
    const low = isWhole(plan.columns) ? figures(least) : undefined;
    const high = isWhole(plan.columns) ? figures(greatest) : undefined;
    if (low === undefined || high === undefined || !Number.isSafeInteger(low) || !Number.isSafeInteger(high)) return [];
    const bits = `bit_count(bitstring_agg(${part}, ${String(low)}, ${String(high)}))`;
    return high - low < MAX_BITS ? [{ plan, bits }] : [];
  });
  if (counted.length === 0) return new Map();
  const list = counted.map(({ bits }, index) => `${bits} AS a${String(index)}`).join(", ");
  const [row = {}] = await engine.query(`SELECT ${list} FROM ${readingOf(source)}`);
  return new Map(counted.map(({ plan }, index) => [plan, countAt(row, `a${String(index)}`)]));
}

async function groupKeys(engine: Engine, source: DataSource, columns: readonly ColumnView[]) {
  const [row = {}] = await engine.query(
    `SELECT count(*) AS keys, coalesce(sum(n), 0)::DOUBLE AS rows FROM (
       SELECT count(*) AS n FROM ${readingOf(source)} WHERE ${keyComplete(columns)}
       GROUP BY ${keyParts(columns).join(", ")} HAVING count(*) > 1)`,
  );
  return { keys: countAt(row, "keys"), rows: countAt(row, "rows") };
}
