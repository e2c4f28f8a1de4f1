import type { WindowBounds } from "../../core/performance/plan-windows.ts";
import { chooseColumns, demandColumn, type PredictionColumns } from "../choose-columns.ts";
import { columnValue } from "../data/column-value.ts";
import { describeRelation } from "../data/describe-relation.ts";
import { countAt, type Engine } from "../engine.ts";
import { explainLoadError, selectPredictions } from "../load-predictions.ts";
import { openPredictions, type PredictionSource } from "../prediction-source.ts";
import { quoteIdentifier } from "../quote-sql.ts";
import { keepRows } from "./keep-rows.ts";
import { TABLES } from "./names.ts";
import type { NamedFile, PerformanceColumns } from "./performance-request.ts";
import { demandSameColumns } from "./same-columns.ts";

export interface LoadedPredictions {
  readonly columns: PredictionColumns;
  readonly hasTime: boolean;
  /** Conditions on a column `id` that part the rows into about `rowsOfPart` each, so that each part can be joined in memory. */
  readonly parts: readonly ((id: string) => string)[];
}

const ROWS_OF_A_PART = 1_000_000;
const PLACES_OF_A_FILE = "1_000_000_000_000";
const DEFAULT_TIME = "time";
const DEFAULT_LABEL = "label";

/**
 * Reads all files into the table `loaded`: what `loadPredictions` gives with a hash for the id, `moment` in seconds since 1970, and `w`, the
 * number of its window (0 is the newest), NULL where it is in none, and its `place` in the files. Without windows or without a time all rows are in
 * window 0.
 */
export async function loadServed(
  engine: Engine,
  files: readonly NamedFile[],
  choice: PerformanceColumns,
  windows: readonly WindowBounds[] | undefined,
  rowsOfPart = ROWS_OF_A_PART,
): Promise<LoadedPredictions> {
  const sources: PredictionSource[] = [];
  for (const { path, name } of files) sources.push(withLabel(await openPredictions(engine, path, name), choice));
  const [first] = sources;
  if (first === undefined) throw new TypeError("a request has at least one file of predictions");
  demandSameColumns(sources);
  const time = choice.time ?? (first.columns.includes(DEFAULT_TIME) ? DEFAULT_TIME : undefined);
  const columns = chooseColumns({ ...choice, slices: [] }, first);
  const selects: string[] = [];
  for (const [index, source] of sources.entries()) {
    const moment = time === undefined ? "CAST(NULL AS DOUBLE)" : await momentOf(engine, source, time, "time-column");
    const w = windowOf(time === undefined ? undefined : windows);
    const place = `CAST(${String(index)} AS BIGINT) * ${PLACES_OF_A_FILE} + row_number() OVER ()`;
    selects.push(
      `SELECT * REPLACE (${keyOf("id")} AS id), ${w} AS w, ${place} AS place
       FROM (${selectPredictions(source, columns, { moment })})`,
    );
  }
  await keepRows(engine, TABLES.loaded, selects, (error, index) =>
    explainLoadError(engine, sources[index] ?? first, columns, error),
  );
  return { columns, hasTime: time !== undefined, parts: await planParts(engine, rowsOfPart) };
}

async function planParts(engine: Engine, rowsOfPart: number): Promise<((id: string) => string)[]> {
  const [row] = await engine.query(`SELECT count(*) AS rows FROM ${TABLES.loaded}`);
  const count = String(Math.max(1, Math.ceil((row === undefined ? 0 : countAt(row, "rows")) / rowsOfPart)));
  // NULL has a hash too.
  return Array.from({ length: Number(count) }, (_, part) => (id) => `hash(${id}) % ${count} = ${String(part)}`);
}

/** SQL for a column as seconds since 1970. Throws `PREDICTIONS_INVALID` where the file does not have it. */
export async function momentOf(
  engine: Engine,
  source: PredictionSource,
  column: string,
  input: string,
): Promise<string> {
  demandColumn(column, input, source);
  const described = await describeRelation(engine, source.relation);
  const type = described.find(({ name }) => name === column)?.type ?? "VARCHAR";
  return columnValue(quoteIdentifier(column), type, "timestamp");
}

/** What rows are joined by instead of their id: it takes a fixed part of memory where texts take any. */
export function keyOf(id: string): string {
  return `CAST(md5(${id}) AS UUID)`;
}

/** A file whose labels are all still to come has no column for them. */
function withLabel(source: PredictionSource, { label }: PerformanceColumns): PredictionSource {
  if (label !== undefined || source.columns.includes(DEFAULT_LABEL)) return source;
  return {
    ...source,
    columns: [...source.columns, DEFAULT_LABEL],
    relation: `(SELECT *, CAST(NULL AS VARCHAR) AS ${DEFAULT_LABEL} FROM ${source.relation})`,
  };
}

function windowOf(windows: readonly WindowBounds[] | undefined): string {
  const [newest] = windows ?? [];
  const oldest = windows?.at(-1);
  if (newest === undefined || oldest === undefined) return "CAST(0 AS TINYINT)";
  const seconds = (instant: string) => `CAST(${String(Date.parse(instant) / 1000)} AS DOUBLE)`;
  const length = (Date.parse(newest.end) - Date.parse(newest.start)) / 1000;
  const index = `CAST(ceil((${seconds(newest.end)} - moment) / ${String(length)}) - 1 AS TINYINT)`;
  return `CASE WHEN moment >= ${seconds(oldest.start)} AND moment < ${seconds(newest.end)} THEN ${index} END`;
}
