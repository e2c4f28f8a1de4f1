import { z } from "zod";
import { mergeProfiles } from "../dataset/merge-profiles.ts";
import { ColumnProfile, type Profile } from "../dataset/profile.ts";
import { BatchName } from "../monitoring/batch-name.ts";
import { Instant } from "./limits.ts";

/** A reference has no more. */
export const MAX_DATA_BATCHES = 28;
const MAX_COLUMNS = 5000;

const Count = z.int().nonnegative();

/**
 * Counts of one column of a batch, as they differ from nothing: what the whole data's column says as well (name, type, kind,
 * frame) is not repeated, nor are zeros at the end of a list, empty lists and counts of 0.
 */
const BatchColumn = z.record(z.string().max(40), z.unknown());

/** One part of a dataset, counted on the frame of the whole. */
export const DataBatch = z.strictObject({
  /** `2026-10-05`, where it was cut by time; `part-07`, where by rows. */
  name: BatchName,
  /** Of its rows, where it was cut by time: `[start, end)`. */
  start: Instant.optional(),
  end: Instant.optional(),
  rows: Count,
  duplicateRows: Count.nullable(),
  /** In the order of the profile's columns. */
  columns: z.array(BatchColumn).max(MAX_COLUMNS),
  /** Counts of each of the profile's pairs, in their order. */
  pairs: z.array(z.array(Count).max(64)).max(24),
});
export type DataBatch = z.infer<typeof DataBatch>;

/** A batch that is told by its name, with its whole profile, and where it is known of what time: `[start, end)`. */
export interface ProfiledBatch {
  readonly name: string;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly profile: Profile;
}

/** Said once, of the whole. */
const SHARED: ReadonlySet<string> = new Set(["name", "type", "kind", "frame"]);
/** Tells how many different texts there are, which drift does not ask for, in 5 kB. */
const LEFT_OUT: ReadonlySet<string> = new Set(["registers"]);
/** 0 is not nothing here: null is. */
const NULLABLE: ReadonlySet<string> = new Set(["min", "max", "distinct"]);
/** As long as they are; all other lists are as long as the whole's. */
const FOUND: ReadonlySet<string> = new Set(["spikes", "unseen"]);

/** Written out, so many numbers take 8 MB; 28 batches of 50 columns with 256 bins are a third of it. */
const MAX_NUMBERS = 1_000_000;

/** A batch as it is written beside the profile of the whole data, on whose frame it was counted. */
export function packBatch({ name, start, end, profile }: ProfiledBatch): DataBatch {
  return {
    name,
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    rows: profile.rows,
    duplicateRows: profile.duplicateRows,
    columns: profile.columns.map(packColumn),
    pairs: profile.pairs.map(({ counts }) => counts),
  };
}

function packColumn(column: ColumnProfile): DataBatch["columns"][number] {
  return Object.fromEntries(
    Object.entries(column)
      .filter(([key, value]) => !SHARED.has(key) && !LEFT_OUT.has(key) && value !== undefined)
      .map(([key, value]) => [key, Array.isArray(value) ? withoutTail(value) : value] as const)
      .filter(([key, value]) => NULLABLE.has(key) || !(value === 0 || (Array.isArray(value) && value.length === 0))),
  );
}

function withoutTail(list: readonly unknown[]): readonly unknown[] {
  return list.slice(0, list.findLastIndex((item) => item !== 0) + 1);
}

/**
 * Every batch with its profile, in their order; `undefined` where one does not fit the profile of the whole: other columns,
 * more bins than the frame has, more rows, a name twice, or so many counts that nobody would have written them.
 */
export function unpackBatches(whole: Profile, batches: readonly DataBatch[]): readonly ProfiledBatch[] | undefined {
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const isTooMuch = rows > whole.rows || batches.length * countNumbers(whole) > MAX_NUMBERS;
  if (isTooMuch || new Set(batches.map(({ name }) => name)).size < batches.length) return undefined;
  const unpacked: ProfiledBatch[] = [];
  for (const batch of batches) {
    const found = unpackBatch(whole, batch);
    if (found === undefined) return undefined;
    unpacked.push(found);
  }
  return unpacked;
}

/** In its lists, without those of its frames. */
function countNumbers({ columns, pairs }: Profile): number {
  const lists = columns.flatMap((column) => Object.values(column).filter((value) => Array.isArray(value)));
  return [...lists, ...pairs.map(({ counts }) => counts)].reduce((sum, { length }) => sum + length, 0);
}

function unpackBatch(whole: Profile, batch: DataBatch): ProfiledBatch | undefined {
  const { name, start, end, rows, duplicateRows } = batch;
  if (batch.columns.length !== whole.columns.length || batch.pairs.length !== whole.pairs.length) return undefined;
  const columns = whole.columns.flatMap((column, index) => unpackColumn(column, batch.columns[index] ?? {}) ?? []);
  const pairs = whole.pairs.flatMap((pair, index) => {
    const counts = batch.pairs[index] ?? [];
    return counts.length === pair.counts.length ? { ...pair, counts } : [];
  });
  if (columns.length < whole.columns.length || pairs.length < whole.pairs.length) return undefined;
  return { name, start, end, profile: { rows, duplicateRows, columns, pairs } };
}

function unpackColumn(whole: ColumnProfile, packed: DataBatch["columns"][number]): ColumnProfile | undefined {
  if (Object.keys(packed).some((key) => SHARED.has(key) || !(key in whole))) return undefined;
  const entries = Object.entries(whole)
    .filter(([key]) => !LEFT_OUT.has(key))
    .map(([key, value]) => [key, SHARED.has(key) ? value : unpackValue(key, value, packed[key])] as const)
    .filter(([, value]) => value !== undefined);
  const parsed = ColumnProfile.safeParse(Object.fromEntries(entries));
  return parsed.success ? parsed.data : undefined;
}

function unpackValue(key: string, whole: unknown, packed: unknown): unknown {
  if (!Array.isArray(whole)) {
    return packed === undefined && typeof whole === "number" && !NULLABLE.has(key) ? 0 : packed;
  }
  if (packed !== undefined && !Array.isArray(packed)) return packed;
  const given: readonly unknown[] = packed ?? [];
  if (FOUND.has(key)) return given;
  // Of one that is too long nothing is made, so that the schema refuses the column.
  return given.length > whole.length ? null : [...given, ...Array<number>(whole.length - given.length).fill(0)];
}

/** The batches with every two neighbours put together: half as many, of the same rows. */
export function halveBatches(batches: readonly ProfiledBatch[]): readonly ProfiledBatch[] {
  return batches.flatMap((batch, index) => {
    if (index % 2 === 1) return [];
    const next = batches[index + 1];
    if (next === undefined) return [batch];
    const end = next.end ?? batch.end;
    return [{ ...batch, ...(end === undefined ? {} : { end }), profile: mergeProfiles([batch.profile, next.profile]) }];
  });
}
