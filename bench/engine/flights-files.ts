import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadDuckDb } from "../../src/engine/load-duckdb.ts";
import { openEngine } from "../../src/engine/open-engine.ts";
import { quoteLiteral } from "../../src/engine/quote-sql.ts";

/** Three million flights of 2001: date, delay, distance, origin and destination. */
export const FLIGHTS = fileURLToPath(
  new URL("../../node_modules/vega-datasets/data/flights-3m.parquet", import.meta.url),
);
export const FLIGHTS_ROWS = 3_000_000;
/** Rows before and after noon of the 1st of April. */
export const HALVES_ROWS = { reference: 1_483_920, current: 1_516_080 } as const;

/** Folders with `flights.parquet` (with an id of each row), `reference.parquet` and `current.parquet` in them. */
export interface FlightsFiles {
  readonly whole: string;
  /** The first rows only. */
  readonly short: string;
}

const SHORT_ROWS = 20_000;
const HALVES = { reference: "<", current: ">=" } as const;

/** Writes the files, lets `work` use them and removes them. */
export async function withFlights<Result>(work: (files: FlightsFiles) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-bench-flights-"));
  const files = { whole: join(folder, "whole"), short: join(folder, "short") };
  try {
    await writeFlights(files);
    return await work(files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeFlights({ whole, short }: FlightsFiles): Promise<void> {
  await mkdir(whole);
  await mkdir(short);
  const duckdb = await loadDuckDb({ env: process.env, from: import.meta.dirname, log: console.error });
  const engine = await openEngine({ duckdb, temporaryFolder: whole });
  try {
    const flights = `read_parquet(${quoteLiteral(FLIGHTS)})`;
    for (const [folder, limit] of [
      [whole, ""],
      [short, `LIMIT ${String(SHORT_ROWS)}`],
    ] as const) {
      const copy = (query: string, name: string): Promise<void> =>
        engine.execute(`COPY (${query} ${limit}) TO ${quoteLiteral(join(folder, name))} (FORMAT parquet)`);
      await copy(`SELECT row_number() OVER () - 1 AS id, * FROM ${flights}`, "flights.parquet");
      for (const [half, side] of Object.entries(HALVES)) {
        await copy(`FROM ${flights} WHERE date ${side} TIMESTAMP '2001-04-01 12:00:00'`, `${half}.parquet`);
      }
    }
  } finally {
    engine.close();
  }
}
