import { existsSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDuckDb } from "../../src/engine/load-duckdb.ts";
import { openEngine } from "../../src/engine/open-engine.ts";
import { quoteLiteral } from "../../src/engine/quote-sql.ts";

export interface WideFiles {
  readonly parquet: string;
  readonly csv: string;
}

/** Rows of the large table; a file for each number of rows. */
export const WIDE_ROWS = 10_000_000;

/**
 * Writes one table of 20 columns as Parquet (zstd) and CSV into the folder, unless they are there: 8 doubles (continuous,
 * skewed, heavy-tailed, zero-inflated, prices, shares, with nulls, NaN and infinities), 5 integers, a timestamp, a
 * boolean and 5 texts with 6, 229, 1,000, 50,000 and about as many different values as there are rows. Every value is
 * computed from a hash of its row number, so that the same rows come out on every machine and with every number of
 * threads.
 */
export async function generateWide(folder: string, rows = WIDE_ROWS): Promise<WideFiles> {
  const files = {
    parquet: join(folder, `wide-${String(rows)}.parquet`),
    csv: join(folder, `wide-${String(rows)}.csv`),
  };
  if (existsSync(files.parquet) && existsSync(files.csv)) return files;
  const spill = await mkdtemp(join(tmpdir(), "pawl-wide-"));
  const duckdb = await loadDuckDb({ env: process.env, from: import.meta.dirname, log: console.error });
  const engine = await openEngine({ duckdb, temporaryFolder: spill });
  try {
    // A file that was cut off must not pass for one that is there.
    const parts = { parquet: `${files.parquet}.part`, csv: `${files.csv}.part` };
    await engine.execute(
      `COPY (${wideTable(rows)}) TO ${quoteLiteral(parts.parquet)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
    );
    await engine.execute(
      `COPY (FROM read_parquet(${quoteLiteral(parts.parquet)})) TO ${quoteLiteral(parts.csv)} (FORMAT csv, HEADER)`,
    );
    await rename(parts.parquet, files.parquet);
    await rename(parts.csv, files.csv);
  } finally {
    engine.close();
    await rm(spill, { recursive: true, force: true });
  }
  return files;
}

function wideTable(rows: number): string {
  const hash = (salt: number) => `hash(i * 10000 + ${String(salt)})`;
  // A number in (0, 1) that depends on the row and the salt alone.
  const uniform = (salt: number) => `((${hash(salt)} >> 11) + 0.5) / 9007199254740992`;
  const normal = (salt: number) => `sqrt(-2 * ln(${uniform(salt)})) * cos(2 * pi() * ${uniform(salt + 1000)})`;
  const whole = (salt: number, below: number) => `CAST(${hash(salt)} % ${String(below)} AS INTEGER)`;
  // Few frequent values and many rare ones: rank r has a share of about 1 / r.
  const zipf = (salt: number, below: number) =>
    `CAST(floor(exp(${uniform(salt)} * ln(${String(below + 1)}))) AS INTEGER) - 1`;
  return `SELECT
    ${normal(1)} AS d_normal,
    exp(${normal(2)}) AS d_lognormal,
    tan(pi() * (${uniform(3)} - 0.5)) AS d_cauchy,
    CASE WHEN ${uniform(4)} < 0.3 THEN 0 ELSE -ln(${uniform(5)}) END AS d_zero_inflated,
    round(exp(3 + ${normal(6)}), 2) AS d_price,
    ${uniform(7)} AS d_share,
    CASE WHEN ${uniform(8)} >= 0.05 THEN 20 + 5 * ${normal(9)} END AS d_nulls,
    CASE WHEN ${uniform(10)} < 0.001 THEN 'NaN' WHEN ${uniform(10)} < 0.002 THEN 'Infinity' ELSE ${normal(11)} END::DOUBLE AS d_special,
    i AS i_id,
    ${whole(12, 24)} AS i_hour,
    ${zipf(13, 100_000)} AS i_zipf,
    CAST(round(${normal(14)} * 40) AS INTEGER) AS i_delay,
    CASE WHEN ${uniform(15)} >= 0.02 THEN ${whole(16, 1_000_000)} END AS i_nulls,
    TIMESTAMP '2024-01-01' + to_seconds(${whole(17, 31_622_400)}) AS t_event,
    ${uniform(18)} < 0.2 AS b_flag,
    ['north', 'east', 'south', 'west', 'centre', 'abroad'][1 + ${whole(19, 6)}] AS s_6,
    'A' || lpad(CAST(${zipf(20, 229)} AS VARCHAR), 3, '0') AS s_229,
    'item-' || CAST(${whole(21, 1000)} AS VARCHAR) AS s_1k,
    'user ' || CAST(${zipf(22, 50_000)} AS VARCHAR) AS s_50k,
    md5(CAST(i AS VARCHAR)) || repeat(' lorem', ${whole(23, 6)}) AS s_unique
  FROM range(${String(rows)}) numbered(i)`;
}
