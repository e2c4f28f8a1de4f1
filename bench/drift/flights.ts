import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDuckDb } from "../../src/engine/load-duckdb.ts";
import { openEngine } from "../../src/engine/open-engine.ts";
import { quoteLiteral } from "../../src/engine/quote-sql.ts";
import { FLIGHTS, FLIGHTS_ROWS } from "../engine/flights-files.ts";
import { type Draws, drawsOf } from "./draws.ts";
import type { Base } from "./drift-case.ts";
import type { Cell, Table, TableColumn } from "./table.ts";

/** All flights, a number for each value. */
export interface Flights {
  /** Minutes since the beginning of 2001. */
  readonly minutes: Int32Array;
  readonly delay: Int32Array;
  readonly distance: Int32Array;
  /** Places in `airports`. */
  readonly origin: Int32Array;
  readonly destination: Int32Array;
  readonly airports: readonly string[];
}

/** Reads the three million flights of npm's `vega-datasets`, in the order of the file. */
export async function readFlights(): Promise<Flights> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-bench-flights-"));
  const duckdb = await loadDuckDb({ env: process.env, from: import.meta.dirname, log: console.error });
  const engine = await openEngine({ duckdb, temporaryFolder: folder });
  try {
    const table = `read_parquet(${quoteLiteral(FLIGHTS)})`;
    const names = await engine.query(
      `SELECT DISTINCT name FROM (SELECT origin AS name FROM ${table} UNION SELECT destination FROM ${table}) ORDER BY name`,
    );
    const airports = names.map(({ name }) => String(name));
    const number = (column: string) =>
      `list_position([${airports.map(quoteLiteral).join(", ")}], ${column})::DOUBLE - 1 AS ${column}`;
    const columns = Array.from({ length: 5 }, () => new Int32Array(FLIGHTS_ROWS));
    let row = 0;
    const sql = `SELECT floor(epoch(date - TIMESTAMP '2001-01-01') / 60)::DOUBLE AS minutes, delay::DOUBLE AS delay,
      distance::DOUBLE AS distance, ${number("origin")}, ${number("destination")} FROM ${table}`;
    await engine.scan(sql, (chunk) => {
      for (const [index, column] of columns.entries()) column.set(chunk[index] ?? [], row);
      row += chunk[0]?.length ?? 0;
    });
    const [minutes, delay, distance, origin, destination] = columns;
    if (row !== FLIGHTS_ROWS || !minutes || !delay || !distance || !origin || !destination)
      throw new Error(`${FLIGHTS} has ${String(row)} rows`);
    return { minutes, delay, distance, origin, destination, airports };
  } finally {
    engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const DAY = 1440;
/** What one batch is: the block that a flight belongs to, and the column that is the same in all rows of it. */
const BLOCKS = {
  day: { of: ({ minutes }: Flights, row: number) => Math.floor((minutes[row] ?? 0) / DAY), constant: "weekday" },
  week: { of: ({ minutes }: Flights, row: number) => Math.floor((minutes[row] ?? 0) / DAY / 7), constant: undefined },
  place: { of: ({ origin }: Flights, row: number) => origin[row] ?? 0, constant: "origin" },
  "four-hours": {
    of: ({ minutes }: Flights, row: number) => Math.floor((minutes[row] ?? 0) / 240),
    constant: "weekday",
  },
} as const;
type BlockKind = keyof typeof BLOCKS;
/** The one after it has no Sunday: a week that is cut off is no ordinary week. */
const LAST_WEEK = 24;

const blocksOf = new WeakMap<Flights, Map<BlockKind, Map<number, number[]>>>();

/** The rows of every block, made once. */
function findBlocks(flights: Flights, kind: BlockKind): Map<number, number[]> {
  const known = blocksOf.get(flights) ?? new Map<BlockKind, Map<number, number[]>>();
  blocksOf.set(flights, known);
  const there = known.get(kind);
  if (there !== undefined) return there;
  const blocks = new Map<number, number[]>();
  for (let row = 0; row < FLIGHTS_ROWS; row += 1) {
    const block = BLOCKS[kind].of(flights, row);
    const rows = blocks.get(block);
    if (rows === undefined) blocks.set(block, [row]);
    else rows.push(row);
  }
  known.set(kind, blocks);
  return blocks;
}

/** Batches of flights; batch 0 is the oldest one of the reference. */
export function openFlights(
  flights: Flights,
  { name, variation, rows, batches, runs }: Base,
): (index: number) => Table {
  const draws = drawsOf(`${name} blocks`);
  const all = batches + runs;
  if (variation === "fresh") {
    const chosen = draws.some(all * rows, FLIGHTS_ROWS);
    return (index) => toTable(flights, chosen.slice(index * rows, (index + 1) * rows));
  }
  const kind = variation === "winter" ? "day" : variation;
  if (!(kind in BLOCKS)) throw new Error(`flights have no ${variation}`);
  const block = kind as BlockKind; // `in` does not narrow a union of strings
  const order = variation === "winter" ? winterAndLater(batches, draws) : undefined;
  const blocks = findBlocks(flights, block);
  const large = [...blocks.keys()]
    .filter((key) => (blocks.get(key)?.length ?? 0) >= rows && !(block === "week" && key > LAST_WEEK))
    .sort((a, b) => a - b);
  if (large.length < all) throw new Error(`${name}: ${String(large.length)} blocks of ${String(rows)} rows`);
  const keys = order ?? draws.some(all, large.length).map((index) => large[index] ?? 0);
  return (index) => {
    const members = blocks.get(keys[index] ?? 0) ?? [];
    const chosen = drawsOf(`${name} batch ${String(index)}`).some(rows, members.length);
    const table = toTable(
      flights,
      chosen.map((place) => members[place] ?? 0),
    );
    return table.filter((column) => column.name !== BLOCKS[block].constant);
  };
}

/** Days of January and February, and one of May or June. */
function winterAndLater(batches: number, draws: Draws): number[] {
  const start = draws.below(59 - batches);
  return [...Array.from({ length: batches }, (_, index) => start + index), 120 + draws.below(60)];
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function toTable(flights: Flights, rows: readonly number[]): Table {
  const { minutes, delay, distance, origin, destination, airports } = flights;
  const column = (name: string, type: TableColumn["type"], value: (row: number) => Cell): TableColumn => ({
    name,
    type,
    values: rows.map(value),
  });
  const time = (row: number) => minutes[row] ?? 0;
  return [
    column("hour", "INTEGER", (row) => Math.floor((time(row) % DAY) / 60)),
    column("minute", "INTEGER", (row) => time(row) % 60),
    // The first of January 2001 was a Monday.
    column("weekday", "VARCHAR", (row) => WEEKDAYS[Math.floor(time(row) / DAY) % 7] ?? null),
    column("delay", "INTEGER", (row) => delay[row] ?? null),
    column("distance", "INTEGER", (row) => distance[row] ?? null),
    column("origin", "VARCHAR", (row) => airports[origin[row] ?? 0] ?? null),
    column("destination", "VARCHAR", (row) => airports[destination[row] ?? 0] ?? null),
  ];
}
