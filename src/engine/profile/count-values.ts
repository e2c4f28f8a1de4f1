import { chooseNumericFrame } from "../../core/dataset/choose-frame.ts";
import { countLattice } from "../../core/dataset/lattice.ts";
import type { NumericFrame, NumericProfile } from "../../core/dataset/profile.ts";
import { rangesOfOthers } from "../../core/dataset/range-limits.ts";
import { countOnEdges, rowsOf, toValueGroups, type ValueGroup } from "../../core/dataset/value-groups.ts";
import { countAt, textAt } from "../engine.ts";
import { byBatch, countOf, eachBatch } from "./by-batch.ts";
import { countIf } from "./count-if.ts";
import { exactLimits } from "./exact-limits.ts";
import { findSpikes, frequentValues } from "./find-spikes.ts";
import { type CountedNumbers, MAX_COUNTED_VALUES, type NumericRequest } from "./numeric-request.ts";
import type { ProfileTask } from "./profile-task.ts";

/** So many different values of all batches are read, each with its rows. */
export const MAX_READ_VALUES = 131_072;

/** Every different value of a column with its rows, and from these everything else; undefined where there are too many. */
export async function countValues(task: ProfileTask, request: NumericRequest): Promise<CountedNumbers[] | undefined> {
  const batches = await readValues(task, request);
  if (batches === undefined) return undefined;
  const frame = request.frame ?? chooseFrame(batches.map(({ groups }) => groups));
  const limits = await exactLimits(
    task,
    request,
    batches.map(({ groups }) => groups),
  );
  return batches.map(({ groups, specials, raws, valid, distinct, rows }, batch) => ({
    nulls: rows - raws,
    invalid: raws - valid,
    frame,
    ...specials,
    bins: countOnEdges(groups, frame.edges),
    ...(limits[batch] ?? { min: null, max: null }),
    distinct: distinct > MAX_COUNTED_VALUES ? null : distinct,
    spikes: findSpikes(groups, rowsOf(groups), frame.values),
    ...(frame.decimals === undefined ? {} : { lattice: countLattice(groups, frame.decimals) }),
  }));
}

function chooseFrame(batches: readonly (readonly ValueGroup[])[]): NumericFrame {
  const [only] = batches;
  if (batches.length === 1 && only !== undefined) return chooseNumericFrame(only);
  const ranges = rangesOfOthers(
    batches.map((groups) => {
      const [first, last] = [groups[0], groups.at(-1)];
      return first === undefined || last === undefined ? undefined : { min: first.value, max: last.value };
    }),
  ).filter((range) => range !== undefined);
  const frequent = frequentValues(batches.map((groups) => ({ groups, finite: rowsOf(groups) })));
  return chooseNumericFrame(toValueGroups(batches.flat()), { ranges, frequent });
}

interface BatchValues {
  readonly groups: readonly ValueGroup[];
  readonly rows: number;
  readonly raws: number;
  readonly valid: number;
  /** Different finite values, also where they are beyond what a double holds. */
  readonly distinct: number;
  readonly specials: Pick<NumericProfile, "nan" | "positiveInfinity" | "negativeInfinity">;
}

/** They come as one text for each batch: that costs a third of an object for each. */
async function readValues(task: ProfileTask, { column }: NumericRequest): Promise<BatchValues[] | undefined> {
  const { engine, dialect, relation } = task;
  const { read, name, say, group } = byBatch(task);
  const rowsWith = (condition: string) => `coalesce(sum(CASE WHEN ${condition} THEN n END), 0)`;
  const infinite = (sign: string) => rowsWith(`${dialect.isInfinite("d")} AND d ${sign} 0`);
  const pair = `CASE WHEN ${dialect.isFinite("d")} THEN concat(${dialect.toText("d")}, ' ', ${dialect.toText("n")}) END`;
  const found = await engine.query(
    `SELECT ${say}count(*) AS different, coalesce(sum(raws), 0) AS raws, ${rowsWith("d IS NOT NULL")} AS valid,
       ${rowsWith(dialect.isNan("d"))} AS nan, ${infinite(">")} AS above, ${infinite("<")} AS below,
       ${countIf(dialect.isFinite("d"))} AS finite, ${dialect.join(pair, ",")} AS text
     FROM (SELECT ${name}${dialect.toDouble("x")} AS d, n, raws FROM (
       SELECT ${name}x, count(*) AS n, count(raw) AS raws
       FROM (SELECT ${read}${column.value} AS x, ${column.raw} AS raw FROM ${relation}) GROUP BY ${name}x
     ) LIMIT ${String(MAX_READ_VALUES + 1)}) ${group}`,
  );
  if (found.reduce((sum, row) => sum + countAt(row, "different"), 0) > MAX_READ_VALUES) return undefined;
  return eachBatch(task, found, (row, rows) => ({
    groups: parseGroups(row === undefined ? undefined : textAt(row, "text")),
    rows,
    raws: countOf(row, "raws"),
    valid: countOf(row, "valid"),
    distinct: countOf(row, "finite"),
    specials: {
      nan: countOf(row, "nan"),
      positiveInfinity: countOf(row, "above"),
      negativeInfinity: countOf(row, "below"),
    },
  }));
}

/** `2.5 3,7 1`: three rows with 2.5, one with 7. */
export function parseGroups(text: string | undefined): ValueGroup[] {
  if (text === undefined || text === "") return [];
  return toValueGroups(
    text.split(",").map((group) => {
      const [value, rows] = group.split(" ");
      return { value: Number(value), rows: Number(rows) };
    }),
  );
}
