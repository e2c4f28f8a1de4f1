import type { DataSource } from "../data/data-source.ts";
import { countAt, type Engine } from "../engine.ts";
import { type ColumnView, readingOf } from "./column-view.ts";
import { hasRepeatedHash, keyComplete, keyParts, withRepeatedHashes } from "./repeated-hashes.ts";
import { ALL_ROWS, countRows, type Figures, type Repeats, type RepeatsPlan } from "./rule-plan.ts";

/** Whole numbers that lie this close together are counted as set bits: 8 MiB for each thread. */
const MAX_BITS = 2 ** 26;

/**
 * Two keys may have one hash, so rows whose hash repeats are grouped once more by the keys themselves: a rule must not be
 * broken by chance. Among more rows than these, one chance repeat would not matter.
 */
const MAX_GROUPED_ROWS = 2000;

/** What the one statement over all rows has to ask so that keys can be counted. */
export function repeatAggregates(columns: readonly ColumnView[]): readonly string[] {
  const complete = countRows(keyComplete(columns));
  if (!isWhole(columns)) return [ALL_ROWS, complete];
  const { least, greatest } = rangeOf(columns);
  return [ALL_ROWS, complete, least, greatest];
}

function rangeOf(columns: readonly ColumnView[]) {
  const [part = ""] = keyParts(columns);
  return { least: `min(${part})`, greatest: `max(${part})`, part };
}

/** Whether the key may be counted as bits. Of a text file it is not: that would be parsed once more for it. */
function isWhole(columns: readonly ColumnView[]): boolean {
  const [column] = columns;
  return columns.length === 1 && column?.holds === "integer" && !column.parsed;
}

/**
 * Keys that more than one row has, with bounded memory. Numbers that lie close together are set as bits; of others the
 * hashes are grouped, and then the keys of which a hash was found twice.
 */
export async function countRepeats(
  engine: Engine,
  source: DataSource,
  plans: readonly RepeatsPlan[],
  figures: Figures,
): Promise<ReadonlyMap<RepeatsPlan, Repeats>> {
  const bits = await countBits(engine, source, plans, figures);
  const totals = (plan: RepeatsPlan) => ({
    all: figures(ALL_ROWS) ?? 0,
    complete: figures(countRows(keyComplete(plan.columns))) ?? 0,
  });
  const found = new Map<RepeatsPlan, Repeats>(plans.map((plan) => [plan, { ...totals(plan), keys: 0, rows: 0 }]));
  const open = plans.filter((plan) => totals(plan).complete > 1 && bits.get(plan) !== totals(plan).complete);
  if (open.length === 0) return found;
  const keys = open.map(({ columns }) => columns);
  await withRepeatedHashes(engine, source, keys, async (tables) => {
    for (const [index, plan] of open.entries()) {
      const repeated = await countKeys(engine, source, plan.columns, tables[index] ?? "");
      found.set(plan, { ...totals(plan), ...repeated });
    }
  });
  return found;
}

async function countBits(
  engine: Engine,
  source: DataSource,
  plans: readonly RepeatsPlan[],
  figures: Figures,
): Promise<ReadonlyMap<RepeatsPlan, number>> {
  const counted = plans.flatMap((plan) => {
    const { least, greatest, part } = rangeOf(plan.columns);
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
