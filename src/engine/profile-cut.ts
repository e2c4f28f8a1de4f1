import type { Profile } from "../core/dataset/profile.ts";
import type { ProfiledBatch } from "../core/evidence/data-batches.ts";
import { nameParts } from "../core/monitoring/name-parts.ts";
import { type DataCut, planCut } from "../core/monitoring/plan-cut.ts";
import type { DataRequest, DataSource, KeptColumn, KeptRows } from "./data/data-source.ts";
import { dataUnreadable } from "./data/data-unreadable.ts";
import { readingSources } from "./data/reading-sources.ts";
import { countAt, type Engine, numberAt } from "./engine.ts";
import { openKnownData } from "./open-known-data.ts";
import { timePlace } from "./profile/cut-rows.ts";
import type { ProfileProgress } from "./profile/profile-rows.ts";
import { profileParts } from "./profile-parts.ts";
import { type ShownNames, showColumns } from "./shown-categories.ts";

/** How somebody wants data to be cut into batches. */
export type WantedCut =
  /** A batch for each value of a column, which is not compared. */
  | { readonly by: "column"; readonly column: string }
  /** Of equal length, from midnight UTC on where it is whole days; the only column with times unless one is named. */
  | { readonly by: "time"; readonly lengthMs: number; readonly column?: string | undefined }
  /** In the order of the files; into so many of at least so many rows, or of about so many rows each. */
  | { readonly by: "rows"; readonly parts: number; readonly leastRows: number }
  | { readonly by: "rows"; readonly rowsOfEach: number }
  /** As training data are: by the column of times where the data have it, in parts of the windows' length or what else is enough. */
  | { readonly by: "plan"; readonly column?: string | undefined; readonly windowMs?: number | undefined };

export interface CutRequest {
  readonly data: DataRequest;
  readonly cut: WantedCut;
  readonly frame?: Profile | undefined;
  readonly shown: ShownNames;
  readonly onProgress?: ((progress: ProfileProgress) => void) | undefined;
}

/** More batches than this are too many to be profiled. */
const MAX_PARTS = 500;

/**
 * Batches of one dataset, oldest first, on one frame that is chosen on all of it. Throws `DATA_UNREADABLE` where it has no
 * rows or not the column that it is to be cut by.
 */
export async function profileCut(engine: Engine, request: CutRequest): Promise<readonly ProfiledBatch[]> {
  const { data, cut, frame, shown, onProgress } = request;
  const source = await openKnownData(engine, data, { reference: frame });
  const kept = source.takeKept?.();
  try {
    const showCategories = showColumns(source.columns, shown);
    const options = { frame, showCategories, kept, onProgress };
    if (cut.by === "column") {
      const { profiles, names = [] } = await profileParts(engine, source, { ...options, cut });
      return profiles.map((profile, index) => ({ name: names[index] ?? "", profile }));
    }
    const planned = await readingSources([source], () => planWanted(engine, { source, kept }, cut));
    const { profiles } = await profileParts(engine, source, { ...options, cut: planned });
    return nameParts(planned, profiles);
  } finally {
    await kept?.close();
  }
}

interface ReadSource {
  readonly source: DataSource;
  readonly kept: KeptRows | undefined;
}

async function planWanted(
  engine: Engine,
  { source, kept }: ReadSource,
  cut: Exclude<WantedCut, { readonly by: "column" }>,
): Promise<DataCut> {
  const relation = kept?.relation ?? source.relation;
  if (cut.by === "plan") return planAsTraining(engine, { source, kept }, cut);
  if (cut.by === "rows") {
    const [row] = await engine.query(`SELECT count(*) AS n FROM ${relation}`);
    const rows = row === undefined ? 0 : countAt(row, "n");
    if (rows === 0) throw dataUnreadable(`${source.name} has no rows`, "A reference needs data of the past.");
    const wanted =
      "parts" in cut ? Math.min(cut.parts, Math.floor(rows / cut.leastRows)) : Math.round(rows / cut.rowsOfEach);
    return { by: "rows", count: demandFew(Math.max(1, wanted), source) };
  }
  const column = cut.column ?? onlyTime(source);
  const columns: readonly KeptColumn[] = kept?.columns ?? source.columns;
  const value = columns[timePlace(source, column)]?.value ?? "";
  const [row] = await engine.query(`SELECT min(${value}) AS first, max(${value}) AS last FROM ${relation}`);
  const [first, last] = row === undefined ? [] : [numberAt(row, "first"), numberAt(row, "last")];
  if (first === undefined || last === undefined) {
    throw dataUnreadable(`column "${column.slice(0, 100)}" of ${source.name} has no time`, TIME_HINT);
  }
  const start = beginOf(first * 1000, cut.lengthMs);
  const count = demandFew(Math.floor((last * 1000 - start) / cut.lengthMs) + 1, source);
  return { by: "time", column, start: new Date(start).toISOString(), lengthMs: cut.lengthMs, count };
}

async function planAsTraining(
  engine: Engine,
  { source, kept }: ReadSource,
  { column, windowMs }: Extract<WantedCut, { readonly by: "plan" }>,
): Promise<DataCut> {
  const place = source.columns.findIndex(({ name, kind }) => name === column && kind === "timestamp");
  const columns: readonly KeptColumn[] = kept?.columns ?? source.columns;
  const value = columns[place]?.value ?? "CAST(NULL AS DOUBLE)";
  const [row] = await engine.query(
    `SELECT count(*) AS n, min(${value}) AS first, max(${value}) AS last FROM ${kept?.relation ?? source.relation}`,
  );
  const rows = row === undefined ? 0 : countAt(row, "n");
  if (rows === 0) throw dataUnreadable(`${source.name} has no rows`, "A reference needs data of the past.");
  const [first, last] = row === undefined ? [] : [numberAt(row, "first"), numberAt(row, "last")];
  const isTimed = column !== undefined && first !== undefined && last !== undefined;
  const time = isTimed ? { column, min: first * 1000, max: last * 1000 } : undefined;
  return planCut({ rows, time, windowMs }) ?? { by: "rows", count: 1 };
}

const TIME_HINT = "Name the column with the time of a row, or cut by another column or by rows.";
const DAY_MS = 86_400_000;
/** 1970 began on a Thursday; weeks begin on Mondays. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

function beginOf(first: number, lengthMs: number): number {
  const zero = lengthMs % (7 * DAY_MS) === 0 ? FIRST_MONDAY_MS : 0;
  return zero + Math.floor((first - zero) / lengthMs) * lengthMs;
}

function demandFew(parts: number, { name }: DataSource): number {
  if (parts <= MAX_PARTS) return parts;
  throw dataUnreadable(
    `${name} would be cut into ${String(parts)} batches`,
    `At most ${String(MAX_PARTS)} are compared: make each of them longer.`,
  );
}

function onlyTime({ name, columns }: DataSource): string {
  const times = columns.filter(({ kind }) => kind === "timestamp").map((column) => column.name);
  const [only] = times;
  if (times.length === 1 && only !== undefined) return only;
  throw dataUnreadable(
    times.length === 0
      ? `${name} has no column with times to cut it by`
      : `${name} has ${String(times.length)} columns with times: ${times.slice(0, 10).join(", ")}`,
    TIME_HINT,
  );
}
