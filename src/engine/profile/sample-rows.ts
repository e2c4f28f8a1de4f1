import type { ValueGroup } from "../../core/dataset/value-groups.ts";
import { countAt } from "../engine.ts";
import { MAX_COUNTED_VALUES } from "./profile-numeric.ts";
import { type ProfiledColumn, type ProfileTask, tableName } from "./profile-task.ts";
import { readGroups } from "./read-groups.ts";

/** Rows enough to place 256 quantiles; fewer where there are many columns. */
const SAMPLE_ROWS = 65_536;
const SAMPLE_CELLS = 4_000_000;
const MIN_SAMPLE_ROWS = 4096;
/** A column with a lower share of different values in the sample has few enough to count them one by one. */
const FEW_SHARE = 0.3;
/** Rows that are equal come into the sample together or not at all: more copies than this count as so many. */
const MAX_COPIES = 16;

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

/**
 * Rows picked by a hash of what is in them: the same rows whatever their order and however they are spread over files.
 */
export async function sampleRows(task: ProfileTask, columns: readonly SampledColumn[]): Promise<RowSample> {
  const { engine, dialect } = task;
  const wanted = Math.max(MIN_SAMPLE_ROWS, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns.length)));
  const slices = Math.max(1, Math.ceil(task.rows / wanted));
  const table = tableName("sample");
  const values = columns.map(({ column, isText }, index) => {
    const value = isText
      ? `CASE WHEN x${index} IS NOT NULL THEN ${dialect.categoryHash(`x${index}`)} END`
      : `x${index}`;
    return { name: `s${index}`, raw: `${column.value} AS x${index}`, value: `${value} AS s${index}` };
  });
  const all = `(SELECT ${values.map(({ raw }) => raw).join(", ")} FROM ${task.relation})`;
  const hash = dialect.rowHash(columns.map((_, index) => `x${index}`));
  const where = slices === 1 ? "" : `WHERE ${dialect.slice(hash, slices)} = 0`;
  const names = values.map(({ name }) => name).join(", ");
  await engine.execute(
    `CREATE TABLE ${table} AS SELECT ${names}, least(count(*), ${String(slices === 1 ? task.rows : MAX_COPIES)}) AS copies
     FROM (SELECT ${values.map(({ value }) => value).join(", ")} FROM ${all} ${where}) GROUP BY ${names}`,
  );
  const counts = values.map(({ name }, index) => `count(DISTINCT ${name}) AS n${String(index)}`);
  const [row] = await engine.query(`SELECT coalesce(sum(copies), 0) AS n, ${counts.join(", ")} FROM ${table}`);
  if (row === undefined) throw new TypeError("an aggregate has one row");
  const rows = countAt(row, "n");
  return {
    relation: table,
    rows,
    complete: slices === 1,
    few: columns.map(
      (_, index) => countAt(row, `n${String(index)}`) <= (slices === 1 ? MAX_COUNTED_VALUES : FEW_SHARE * rows),
    ),
    groups: async (index) => {
      return readGroups(task, `SELECT ${dialect.toDouble(`s${String(index)}`)} AS value, copies AS n FROM ${table}`);
    },
    close: () => engine.execute(`DROP TABLE ${table}`),
  };
}
