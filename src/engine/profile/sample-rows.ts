import type { ValueGroup } from "../../core/dataset/value-groups.ts";
import { countAt } from "../engine.ts";
import { MAX_COUNTED_VALUES } from "./numeric-request.ts";
import { type KeptTable, keepTable, type ProfiledColumn, type ProfileTask, withTable } from "./profile-task.ts";
import { readGroups } from "./read-groups.ts";

/** Rows enough to place 256 quantiles; fewer where there are many columns. */
const SAMPLE_ROWS = 32_768;
const SAMPLE_CELLS = 1_000_000;
/** With so many columns the sample must fit into one vector (2,048 rows): a longer table needs a block for each column. */
const MANY_COLUMNS = 200;
const ROWS_OF_MANY_COLUMNS = 1800;
/** A column with a lower share of different values in the sample has few enough to count them one by one. */
const FEW_SHARE = 0.5;
/** Rows that are equal come into the sample together or not at all: with more copies than this they would distort it. */
const MAX_COPIES = 16;
/** The sample is that many standard errors smaller or larger than it should be: by a row with many copies. */
const SUSPICIOUS_ERRORS = 6;

const COLUMNS_AT_ONCE = 20;

export interface SampledColumn {
  readonly column: ProfiledColumn;
  /** Texts are kept as hashes. */
  readonly isText: boolean;
}

export interface RowSample {
  /** Behind FROM; column `s0` for the first of the columns, with `copies`. */
  readonly relation: string;
  readonly rows: number;
  /** Whether it is all rows. */
  readonly complete: boolean;
  readonly few: readonly boolean[];
  /** Finite values of a column of numbers. */
  readonly groups: (index: number) => Promise<ValueGroup[]>;
  readonly close: () => Promise<void>;
}

/** What the sample's statements are made of. */
interface SamplePlan {
  /** The values as `x0`, `x1` …, and their hash `h`. */
  readonly hashed: string;
  /** The values as they are kept. */
  readonly kept: string;
  readonly names: string;
  readonly slices: number;
}

/**
 * Rows picked by a hash of what is in them: the same rows whatever their order and however they are spread over files.
 * Where some rows have very many copies, these are counted and come in with their share.
 */
export async function sampleRows(task: ProfileTask, columns: readonly SampledColumn[]): Promise<RowSample> {
  const { engine, dialect } = task;
  const plan = makePlan(task, columns);
  const { slices } = plan;
  const { relation, close } = await keepSample(task, plan);
  const [row] = await engine.query(`SELECT coalesce(sum(copies), 0) AS n FROM ${relation}`);
  const rows = row === undefined ? 0 : countAt(row, "n");
  const different = await countDifferent(task, relation, columns.length);
  const most = slices === 1 ? MAX_COUNTED_VALUES : FEW_SHARE * rows;
  return {
    relation,
    rows,
    complete: slices === 1,
    few: different.map((values) => values <= most),
    groups: (index) =>
      readGroups(task, `SELECT ${dialect.toDouble(`s${String(index)}`)} AS value, copies AS n FROM ${relation}`),
    close,
  };
}

async function keepSample(task: ProfileTask, plan: SamplePlan): Promise<KeptTable> {
  const { kept, hashed, slices } = plan;
  const where = slices === 1 ? "" : `WHERE ${task.dialect.slice("h", slices)} = 0`;
  const sample = await keepTable(task, "sample", `SELECT ${kept}, h, 1 AS copies FROM ${hashed} ${where}`);
  if (slices === 1 || !(await isDistorted(task, plan, sample.relation))) return sample;
  try {
    return await weighFrequentRows(task, plan, sample.relation);
  } finally {
    await sample.close();
  }
}

/** Different values of each column of the sample, some columns at a time: each takes memory of its own. */
async function countDifferent({ engine }: ProfileTask, table: string, columns: number): Promise<number[]> {
  const different: number[] = [];
  for (let start = 0; start < columns; start += COLUMNS_AT_ONCE) {
    const some = Array.from({ length: Math.min(COLUMNS_AT_ONCE, columns - start) }, (_, index) =>
      String(start + index),
    );
    const counts = some.map((index) => `count(DISTINCT s${index}) AS n${index}`);
    const [row] = await engine.query(`SELECT ${counts.join(", ")} FROM ${table}`);
    if (row !== undefined) different.push(...some.map((index) => countAt(row, `n${index}`)));
  }
  return different;
}

function makePlan({ dialect, relation, rows }: ProfileTask, columns: readonly SampledColumn[]): SamplePlan {
  const wanted =
    columns.length > MANY_COLUMNS
      ? ROWS_OF_MANY_COLUMNS
      : Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns.length));
  const values = columns.map((_, index) => `x${String(index)}`);
  const kept = columns.map(({ isText }, index) => {
    const x = `x${String(index)}`;
    return `${isText ? `CASE WHEN ${x} IS NOT NULL THEN ${dialect.categoryHash(x)} END` : x} AS s${String(index)}`;
  });
  const raw = columns.map(({ column }, index) => `${column.value} AS x${String(index)}`).join(", ");
  return {
    hashed: `(SELECT *, ${dialect.rowHash(values)} AS h FROM (SELECT ${raw} FROM ${relation}))`,
    kept: kept.join(", "),
    names: columns.map((_, index) => `s${String(index)}`).join(", "),
    slices: Math.max(1, Math.ceil(rows / wanted)),
  };
}

async function isDistorted({ engine, rows }: ProfileTask, { slices }: SamplePlan, sample: string): Promise<boolean> {
  const [row] = await engine.query(
    `SELECT coalesce(sum(n), 0) AS n, coalesce(max(n), 0) AS most FROM (SELECT count(*) AS n FROM ${sample} GROUP BY h)`,
  );
  if (row === undefined) return true;
  const expected = rows / slices;
  const far = Math.abs(countAt(row, "n") - expected) > SUSPICIOUS_ERRORS * Math.sqrt(expected);
  return far || countAt(row, "most") > MAX_COPIES;
}

/** The sample with the share of rows that have many copies: `copies / slices`, and one more where the hash says so. */
async function weighFrequentRows(task: ProfileTask, plan: SamplePlan, sample: string): Promise<KeptTable> {
  const { dialect } = task;
  const { hashed, names, slices } = plan;
  const least = Math.max(2, Math.ceil(slices / 8));
  const rest = dialect.slice("h", slices);
  const frequent = `SELECT h, count(*) AS copies FROM ${hashed} GROUP BY h HAVING count(*) >= ${String(least)}`;
  return withTable(task, "frequent", frequent, (hashes) => {
    const one = `CASE WHEN ${rest} < ${dialect.slice("copies", slices)} THEN 1 ELSE 0 END`;
    const share = `floor(copies / ${String(slices)}) + ${one}`;
    return keepTable(
      task,
      "weighed",
      `SELECT ${names}, h, copies FROM ${sample} WHERE h NOT IN (SELECT h FROM ${hashes})
       UNION ALL SELECT ${names}, h, ${dialect.toWhole("max(share)")} AS copies FROM (
         SELECT ${plan.kept}, h, share FROM (
           SELECT f.*, s.share FROM ${hashed} f JOIN (SELECT h, ${share} AS share FROM ${hashes}) s ON f.h = s.h WHERE s.share > 0))
       GROUP BY h, ${names}`,
    );
  });
}
