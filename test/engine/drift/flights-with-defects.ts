import { join } from "node:path";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import { type DriftDetection, detectDrift, type NamedProfile } from "../../../src/core/drift/detect-drift.ts";
import { profileBatches } from "../../../src/engine/profile-batches.ts";
import { quoteLiteral } from "../../../src/engine/quote-sql.ts";
import { readBatch } from "../../../src/engine/read-batch.ts";
import type { TestEngine } from "../open-test-engine.ts";
import { writeParquet } from "../profile/parquet-source.ts";

const FLIGHTS = "node_modules/vega-datasets/data/flights-3m.parquet";
const BATCHES = 20;
const ROWS = 2000;

/** Columns that are as they are unless a defect says otherwise. */
const COLUMNS = {
  delay: "delay",
  distance: "distance",
  origin: "origin",
  fare: "fare",
  taxi: "taxi",
  late: "late",
  due: "due",
  note: "note",
} as const;

/** SQL of the columns that a defect changes; `rows` makes other rows of the batch: `r` numbers them from 0, `all_rows` is it. */
export interface Defect extends Partial<Record<keyof typeof COLUMNS, string>> {
  readonly rows?: string;
}

export interface Flights {
  readonly reference: readonly NamedProfile[];
  /** The next batch, with something wrong. */
  readonly detect: (defect: Defect) => Promise<DriftDetection>;
}

/** Rows of the flights in a fixed random order, and more columns made of them: with cents, without a pattern, times of day, texts. */
const SAMPLE = `SELECT row_number() OVER (ORDER BY hash(date, delay, distance, origin, destination)) - 1 AS number, *,
    ${["u", "v", "w", "x", "y", "z"].map((name) => `(hash(date, delay, distance, '${name}') % 1000003) / 1000003.0 AS ${name}`).join(", ")}
  FROM (SELECT DISTINCT date, delay, distance, origin, destination FROM ${quoteLiteral(FLIGHTS)}
    WHERE hash(date, delay, distance, origin, destination) % 60 = 0) LIMIT ${String((BATCHES + 1) * ROWS)}`;

const MADE = `SELECT number // ${String(ROWS)} AS batch, number % ${String(ROWS)} AS r, u, v, w, x, y, z, delay, distance,
    CASE WHEN v < 0.3 THEN 'ATL' WHEN v < 0.5 THEN 'ORD' WHEN v < 0.62 THEN 'DFW' WHEN v < 0.7 THEN 'LAX'
      ELSE chr(65 + CAST(floor(v * 1000) AS INTEGER) % 12) || 'XX' END AS origin,
    round(20 + distance * 0.11 + 60 * u, 2) AS fare, CAST(round(4 - 9 * ln(1.0001 - w)) AS INTEGER) AS taxi, x < 0.2 AS late,
    TIMESTAMP '2001-01-01' + to_days(CAST(floor(90 * y) AS INTEGER)) + to_seconds(CAST(floor(86400 * sqrt(z)) AS INTEGER)) AS due,
    'flight ' || CAST(1000 + hash(number) % 9000 AS VARCHAR) || ' leaves for the gate with ' || CAST(CAST(floor(300 * u) AS INTEGER) AS VARCHAR)
      || ' people and ' || (['no bags', 'few bags', 'many bags and a dog'])[1 + number % 3] || ' on board' AS note
  FROM (${SAMPLE})`;

/** Twenty batches of flights, profiled once, and what is found in a 21st of which something is wrong. */
export async function openFlights({ engine, folder }: TestEngine): Promise<Flights> {
  await engine.execute(`CREATE TABLE flights AS ${MADE}`);
  const columns = Object.keys(COLUMNS).join(", ");
  const names = Array.from({ length: BATCHES }, (_, batch) => `day-${String(batch + 1).padStart(2, "0")}`);
  for (const [batch, name] of names.entries()) {
    await writeParquet(
      engine,
      folder,
      `${name}.parquet`,
      `SELECT ${columns} FROM flights WHERE batch = ${String(batch)}`,
    );
  }
  const dataOf = (name: string) => ({ name, paths: [join(folder, `${name}.parquet`)], folder });
  const profiles = await profileBatches(engine, {
    batches: names.map((name) => ({ name, data: dataOf(name) })),
    shown: "all",
  });
  const reference = profiles.map((profile, batch) => ({ name: names[batch] ?? "", profile }));
  let current = 0;
  const detect = async ({ rows = "SELECT * FROM all_rows", ...changed }: Defect) => {
    current += 1;
    const name = `current-${String(current)}`;
    const select = Object.entries({ ...COLUMNS, ...changed }).map(([column, sql]) => `${sql} AS ${column}`);
    await writeParquet(
      engine,
      folder,
      `${name}.parquet`,
      `WITH all_rows AS (SELECT * FROM flights WHERE batch = ${String(BATCHES)}) SELECT ${select.join(", ")} FROM (${rows})`,
    );
    return detectDrift({ reference, current: await profileOn(profiles[0], name) });
  };
  const profileOn = async (frame: Profile | undefined, name: string) =>
    (await readBatch(engine, dataOf(name), { shown: "all", frame })).profile;
  return { reference, detect };
}
