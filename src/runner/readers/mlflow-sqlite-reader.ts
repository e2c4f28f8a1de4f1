import type { Database, SqlValue } from "sql.js";
import type { LogFile, LoggedRun, LogReader, ReadRequest } from "./log-reader.ts";
import { unreadableRun } from "./logged-run.ts";
import { type MlflowPoint, type MlflowRun, toLoggedRuns } from "./mlflow-run.ts";
import { openSqlite } from "./open-sqlite.ts";

const NAMES = /(^|\/)(mlflow|mlruns)\.db(-wal)?$/;
const URI = /^sqlite(\+\w+)?:\/\/\/(?<path>[^?]+)/;
const MAX_RUNS = 200;

/** MLflow's SQLite store. */
export const mlflowSqliteReader: LogReader = {
  title: "MLflow, SQLite store",
  finds: "`mlflow.db` and `mlruns.db` anywhere, and the file that `MLFLOW_TRACKING_URI` (`sqlite:///…`) names",
  reads: "As of the file store. The database is copied into memory, its write-ahead log included, and never locked.",
  matches: (path) => NAMES.test(path),
  extensions: [".db", ".sqlite", ".sqlite3"],
  places: ({ MLFLOW_TRACKING_URI: uri }) => {
    const path = URI.exec(uri ?? "")?.groups?.["path"];
    return path === undefined ? [] : [path, `${path}-wal`];
  },
  several: "runs",
  read: async (request: ReadRequest) => {
    const runs: LoggedRun[] = [];
    for (const { path, absolute } of databasesOf(request.files)) {
      runs.push(...(await readDatabase(path, absolute, request)));
    }
    return runs;
  },
};

/** While a database is in use, what is new may stand in its log alone. */
function databasesOf(files: readonly LogFile[]): Pick<LogFile, "path" | "absolute">[] {
  const withoutLog = (path: string): string => path.replace(/-wal$/, "");
  const databases = files.map(({ path, absolute }) => [withoutLog(absolute), withoutLog(path)] as const);
  return [...new Map(databases)].map(([absolute, path]) => ({ absolute, path }));
}

async function readDatabase(path: string, absolute: string, request: ReadRequest): Promise<readonly LoggedRun[]> {
  let database: Database | undefined;
  try {
    database = await openSqlite(absolute);
    return toLoggedRuns(readRuns(database, path, request.since), request, { isShared: false });
  } catch (error) {
    return [unreadableRun(path, error instanceof Error ? error.message : "is no SQLite database")];
  } finally {
    database?.close();
  }
}

function readRuns(database: Database, path: string, since: Date): MlflowRun[] {
  const start = since.getTime();
  const rows = select(
    database,
    `SELECT r.run_uuid, r.name, r.start_time, r.experiment_id, e.name FROM runs r
     LEFT JOIN experiments e ON e.experiment_id = r.experiment_id
     WHERE r.lifecycle_stage = 'active'
       AND (r.start_time >= ? OR r.run_uuid IN (SELECT run_uuid FROM metrics WHERE timestamp >= ?))
     ORDER BY r.start_time LIMIT ${String(MAX_RUNS)}`,
    [start, start],
  );
  return rows.map(([id, name, startTime, experimentId, experimentName]) => ({
    id: String(id),
    name: String(name ?? ""),
    startTime: Number(startTime),
    experiment: { id: String(experimentId), name: String(experimentName) },
    tags: readTexts(database, "tags", String(id)),
    parameters: readTexts(database, "params", String(id)),
    points: readPoints(database, String(id)),
    files: [path],
  }));
}

function readTexts(database: Database, table: "tags" | "params", run: string): Map<string, string> {
  const rows = select(database, `SELECT key, value FROM ${table} WHERE run_uuid = ? ORDER BY rowid`, [run]);
  return new Map(rows.map(([key, value]) => [String(key), String(value ?? "")]));
}

/** An infinite value is kept as the largest double, NaN as a flag. */
function readPoints(database: Database, run: string): MlflowPoint[] {
  const rows = select(
    database,
    "SELECT key, value, timestamp, step, is_nan FROM metrics WHERE run_uuid = ? ORDER BY rowid",
    [run],
  );
  return rows.map(([key, value, timestamp, step, isNan]) => ({
    key: String(key),
    value: isNan === 1 ? Number.NaN : fromStoredDouble(Number(value)),
    timestamp: Number(timestamp),
    step: Number(step),
  }));
}

function fromStoredDouble(value: number): number {
  // mlflow/store/tracking/sqlalchemy_store.py writes 1.7976931348623157e308 for infinity.
  return Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Number.POSITIVE_INFINITY : value;
}

function select(database: Database, sql: string, values: SqlValue[]): SqlValue[][] {
  const statement = database.prepare(sql, values);
  try {
    const rows: SqlValue[][] = [];
    while (statement.step()) rows.push(statement.get());
    return rows;
  } finally {
    statement.free();
  }
}
