import { chooseEmbeddingFrame } from "../../core/dataset/choose-embedding-frame.ts";
import { countEmbeddings } from "../../core/dataset/count-embeddings.ts";
import type { EmbeddingFrame, EmbeddingProfile, OtherProfile } from "../../core/dataset/profile.ts";
import { countAt, type Engine, type SqlEngine } from "../engine.ts";
import { batchRows, byBatch, countOf, eachBatch } from "./by-batch.ts";
import { countIf } from "./count-if.ts";
import { profileOther } from "./profile-simple.ts";
import { heading, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

/** Share of the lists that must have one length: else they are lists of something else. */
const ONE_LENGTH = 0.95;
const MAX_DIMENSIONS = 8192;
/** Vectors from which a frame is chosen. */
const SAMPLE = 1024;
/** Vectors and numbers that are looked at; of more a part. */
const MAX_VECTORS = 65_536;
const MAX_NUMBERS = 20_000_000;

/** Whether the engine's type is that of lists of floating-point numbers. */
export function isListOfNumbers(type: string): boolean {
  return /^(FLOAT|DOUBLE)\[\d*\]$/.test(type);
}

/**
 * Vectors of each batch on a frame, or on one that is chosen from the vectors of all of them. Lists that have no common length
 * are no vectors, and only their nulls are counted.
 */
export async function profileEmbeddings(
  task: ProfileTask,
  column: ProfiledColumn,
  given: EmbeddingFrame | undefined,
): Promise<EmbeddingProfile[] | OtherProfile[]> {
  const { engine } = task;
  if (!canScan(engine)) return profileOther(task, column);
  const dimensions = given?.dimensions ?? (await findDimensions(task, column));
  if (dimensions === undefined) return profileOther(task, column);
  const frame = given ?? (await findFrame({ ...task, engine }, column, dimensions));
  if (frame === undefined) return profileOther(task, column);
  const valid = await countValid(task, column, dimensions);
  const counted = await countVectors({ ...task, engine }, column, frame);
  return batchRows(task).map((rows, batch) => {
    const { raws = 0, values = 0 } = valid[batch] ?? {};
    const counts = counted[batch] ?? countEmbeddings(frame).counts();
    return { ...heading(column, { rows, raws, values }), kind: "embedding", frame, ...counts };
  });
}

type ScanningTask = ProfileTask & { readonly engine: Pick<Engine, "scan"> };

function canScan(engine: SqlEngine): engine is SqlEngine & Pick<Engine, "scan"> {
  return "scan" in engine;
}

/** The length that nearly all lists have. */
async function findDimensions({ engine, relation }: ProfileTask, column: ProfiledColumn): Promise<number | undefined> {
  const found = await engine.query(
    `SELECT len(${column.value}) AS length, count(*) AS n FROM ${relation} WHERE ${column.value} IS NOT NULL
     GROUP BY 1 ORDER BY n DESC, length`,
  );
  const [top] = found;
  if (top === undefined) return undefined;
  const [length, lists] = [countAt(top, "length"), found.reduce((sum, row) => sum + countAt(row, "n"), 0)];
  return countAt(top, "n") >= ONE_LENGTH * lists && length >= 2 && length <= MAX_DIMENSIONS ? length : undefined;
}

/** `x` is a vector: as long as all are, and nothing in it is missing or not finite. */
function isVector(dimensions: number): string {
  const length = String(dimensions);
  return `len(x) = ${length} AND list_count(x) = ${length} AND isfinite(list_sum(x))`;
}

async function findFrame(
  { engine, relation }: ScanningTask,
  column: ProfiledColumn,
  dimensions: number,
): Promise<EmbeddingFrame | undefined> {
  const sample: Float64Array[] = [];
  await engine.scan(
    `SELECT ${numbersOf(dimensions)} FROM (SELECT x FROM (SELECT CAST(${column.value} AS DOUBLE[]) AS x FROM ${relation})
       WHERE ${isVector(dimensions)} ORDER BY md5(CAST(x AS VARCHAR)) LIMIT ${String(SAMPLE)})`,
    (columns) => eachRow(columns, (row) => sample.push(row)),
  );
  return chooseEmbeddingFrame(sample);
}

async function countValid(task: ProfileTask, column: ProfiledColumn, dimensions: number) {
  const { engine, relation } = task;
  const { read, say, group } = byBatch(task);
  const found = await engine.query(
    `SELECT ${say}count(raw) AS raws, ${countIf(isVector(dimensions))} AS n
     FROM (SELECT ${read}${column.raw} AS raw, CAST(${column.value} AS DOUBLE[]) AS x FROM ${relation}) ${group}`,
  );
  return eachBatch(task, found, (row) => ({ raws: countOf(row, "raws"), values: countOf(row, "n") }));
}

async function countVectors(task: ScanningTask, column: ProfiledColumn, frame: EmbeddingFrame) {
  const { engine, dialect, relation, rows } = task;
  const { read, name } = byBatch(task);
  const { dimensions } = frame;
  const slices = Math.ceil(rows / Math.min(MAX_VECTORS, Math.floor(MAX_NUMBERS / dimensions)));
  const isLookedAt = slices <= 1 ? "" : ` AND ${dialect.slice(dialect.rowHash(["x"]), slices)} = 0`;
  const counters = batchRows(task).map(() => countEmbeddings(frame));
  await engine.scan(
    `SELECT ${dialect.toDouble(name === "" ? "0" : "batch")}, ${numbersOf(dimensions)}
     FROM (SELECT ${read}CAST(${column.value} AS DOUBLE[]) AS x FROM ${relation}) WHERE ${isVector(dimensions)}${isLookedAt}`,
    ([batches, ...columns]) =>
      eachRow(columns, (vector, row) => {
        counters[batches?.[row] ?? 0]?.add(vector);
      }),
  );
  return counters.map(({ counts }) => counts());
}

function numbersOf(dimensions: number): string {
  return Array.from({ length: dimensions }, (_, index) => `x[${String(index + 1)}]`).join(", ");
}

function eachRow(columns: readonly Float64Array[], use: (vector: Float64Array, row: number) => void): void {
  const rows = columns[0]?.length ?? 0;
  for (let row = 0; row < rows; row += 1)
    use(
      Float64Array.from(columns, (column) => column[row] ?? 0),
      row,
    );
}
