import {
  chooseInnerFrame,
  chooseNumericFrame,
  type InnerFrame,
  spreadBins,
  withLimits,
} from "../../core/dataset/choose-frame.ts";
import { countLattice, MAX_UNITS } from "../../core/dataset/lattice.ts";
import type { NumericFrame, NumericProfile } from "../../core/dataset/profile.ts";
import { countOnEdges, rowsOf, toValueGroups, type ValueGroup } from "../../core/dataset/value-groups.ts";
import { countAt, numberAt, type Row, textAt } from "../engine.ts";
import { countIf } from "./count-if.ts";
import { heading, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";

/** Up to so many different values are counted one by one; `distinct` is null for more. */
export const MAX_COUNTED_VALUES = 50_000;
/** Share of the finite values from which a value is a spike, if it has no bin of its own. */
const SPIKE_SHARE = 0.01;
const SPIKE_ROWS = 5;
const MAX_SPIKES = 64;
/** One value in so many is looked at to see whether there are too many different ones to count. */
const SLICES = 64;

export interface NumericRequest {
  readonly column: ProfiledColumn;
  readonly kind: NumericProfile["kind"];
  readonly frame: NumericFrame | undefined;
  /** Values of the row sample; asked for where there is no frame. */
  readonly sample: () => Promise<ValueGroup[]>;
  /** There are probably few enough values to be counted one by one. */
  readonly few: boolean;
  /** There certainly are too many. */
  readonly many: boolean;
}

type Counted = Omit<NumericProfile, "name" | "type" | "kind">;

/** Counts a column of numbers on its frame, or on one that is chosen from its values. */
export async function profileNumeric(task: ProfileTask, request: NumericRequest): Promise<NumericProfile> {
  const counted = (request.few ? await countValues(task, request) : undefined) ?? (await countBins(task, request));
  const { label, type } = request.column;
  return { name: label, type: type.slice(0, 200), kind: request.kind, ...counted };
}

/** Every different value with its rows; undefined where there are too many. */
async function countValues(task: ProfileTask, request: NumericRequest): Promise<Counted | undefined> {
  const { engine, dialect, relation } = task;
  const { column, kind } = request;
  const rows = await engine.query(
    `SELECT ${dialect.toDouble("x")} AS value, n, raws FROM (
       SELECT ${column.value} AS x, count(*) AS n, count(${column.raw}) AS raws FROM ${relation} GROUP BY 1
     ) LIMIT ${String(MAX_COUNTED_VALUES + 5)}`,
  );
  const finite = rows.filter((row) => Number.isFinite(numberAt(row, "value")));
  if (finite.length > MAX_COUNTED_VALUES) return undefined;
  const groups = toValueGroups(finite.map((row) => ({ value: countAt(row, "value"), rows: countAt(row, "n") })));
  const count = (wanted: number | undefined) =>
    rows.filter((row) => Object.is(numberAt(row, "value"), wanted)).reduce((sum, row) => sum + countAt(row, "n"), 0);
  const raws = rows.reduce((sum, row) => sum + countAt(row, "raws"), 0);
  const limits = await exactLimits(task, column, kind, groups);
  const frame = request.frame ?? chooseNumericFrame(groups);
  return {
    ...counts(task, column, raws, task.rows - count(undefined)),
    frame,
    nan: count(Number.NaN),
    positiveInfinity: count(Number.POSITIVE_INFINITY),
    negativeInfinity: count(Number.NEGATIVE_INFINITY),
    bins: countOnEdges(groups, frame.edges),
    ...limits,
    distinct: finite.length,
    spikes: findSpikes(groups, rowsOf(groups), frame.values),
    ...(frame.decimals === undefined ? {} : { lattice: countLattice(groups, frame.decimals) }),
  };
}

function counts(task: ProfileTask, column: ProfiledColumn, raws: number, values: number) {
  const { nulls, invalid } = heading(task, column, raws, values);
  return { nulls, invalid };
}

function findSpikes(groups: readonly ValueGroup[], finite: number, own: readonly number[]): ValueGroup[] {
  const least = Math.max(SPIKE_ROWS, SPIKE_SHARE * finite);
  return groups
    .filter(({ value, rows }) => rows >= least && !own.includes(value))
    .toSorted((a, b) => b.rows - a.rows || a.value - b.value)
    .slice(0, MAX_SPIKES);
}

type Limits = Pick<NumericProfile, "min" | "max">;

/** Doubles do not hold every whole number beyond 2^53; those are asked for as text. */
async function exactLimits(
  task: ProfileTask,
  column: ProfiledColumn,
  kind: NumericProfile["kind"],
  groups: readonly ValueGroup[],
): Promise<Limits> {
  const [min, max] = [groups[0]?.value ?? null, groups.at(-1)?.value ?? null];
  const fits = [min, max].every((limit) => limit === null || Math.abs(limit) < Number.MAX_SAFE_INTEGER);
  if (kind !== "integer" || fits) return { min, max };
  const { toText } = task.dialect;
  const [row] = await task.engine.query(
    `SELECT ${toText("min(x)")} AS low, ${toText("max(x)")} AS high FROM (SELECT ${column.value} AS x FROM ${task.relation})`,
  );
  return row === undefined ? { min, max } : readLimits(row);
}

function readLimits(row: Row): Limits {
  return { min: toExtreme(textAt(row, "low")), max: toExtreme(textAt(row, "high")) };
}

function toExtreme(text: string | undefined): number | string | null {
  if (text === undefined) return null;
  const number = Number(text) + 0;
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? text : number;
}

/** Counts in the bins of a frame that was given, or that is chosen from the sample. */
async function countBins(task: ProfileTask, request: NumericRequest): Promise<Counted> {
  if (request.frame !== undefined) return countOnFrame(task, request, request.frame);
  const groups = await request.sample();
  const inner = chooseInnerFrame(groups);
  const counted = await countOnFrame(task, request, toFrame(inner));
  if (counted.min === null || counted.max === null) return { ...counted, frame: { edges: [], values: [] }, bins: [0] };
  const [min, max] = [Number(counted.min), Number(counted.max)];
  if (counted.spikes.length === 0) {
    const frame = withLimits(inner, min, max);
    return { ...counted, frame, bins: spreadBins(inner, counted.bins, frame.edges, min) };
  }
  // The sample missed them: rows that repeat each other come into it together or not at all.
  const frequent = [...inner.values, ...counted.spikes.map(({ value }) => value)];
  return countOnFrame(task, request, withLimits(chooseInnerFrame(groups, { frequent }), min, max));
}

function toFrame({ edges, values, decimals }: InnerFrame): NumericFrame {
  return { edges: [...edges], values: [...values], ...(decimals === undefined ? {} : { decimals }) };
}

async function countOnFrame(task: ProfileTask, request: NumericRequest, frame: NumericFrame): Promise<Counted> {
  const { engine, dialect, relation } = task;
  const { column, kind } = request;
  const { decimals, edges } = frame;
  const lattice = decimals === undefined ? undefined : latticeColumns(task, kind, decimals);
  const finite = kind === "integer" ? "d" : `CASE WHEN ${dialect.isFinite("d")} THEN d END`;
  const limits = kind === "integer" ? "x" : "f";
  const slice = `count(DISTINCT CASE WHEN ${dialect.slice(dialect.rowHash(["f"]), SLICES)} = 0 THEN f END) AS slice`;
  const values = `SELECT *, ${finite} AS f FROM (
    SELECT x, raw, ${dialect.toDouble("x")} AS d FROM (SELECT ${column.value} AS x, ${column.raw} AS raw FROM ${relation}))`;
  const [row] = await engine.query(
    `SELECT ${column.raw === column.value ? "count(x)" : "count(raw)"} AS raws, count(x) AS valid,
       ${dialect.toText(`min(${limits})`)} AS low, ${dialect.toText(`max(${limits})`)} AS high,
       ${[...(request.many ? [] : [slice]), ...(lattice?.counts ?? []), `${dialect.binCounts("f", edges)} AS bins`].join(", ")}
     FROM (${lattice === undefined ? values : lattice.of(values)})`,
  );
  if (row === undefined) throw new TypeError("an aggregate has one row");
  const bins = readBins(textAt(row, "bins"), edges.length + 1);
  const [valid, numbers] = [countAt(row, "valid"), bins.reduce((sum, rows) => sum + rows, 0)];
  const many = request.many || countAt(row, "slice") > (1.5 * MAX_COUNTED_VALUES) / SLICES;
  return {
    ...counts(task, column, countAt(row, "raws"), valid),
    frame,
    ...(valid === numbers ? NO_SPECIALS : await countSpecials(task, column)),
    bins,
    ...readLimits(row),
    distinct: many ? null : await countDistinct(task, request),
    spikes: await lookIntoBins(task, request, frame, bins, numbers),
    ...(decimals === undefined
      ? {}
      : { lattice: { finer: countAt(row, "finer"), tens: countAt(row, "tens"), hundreds: countAt(row, "hundreds") } }),
  };
}

type Specials = Pick<NumericProfile, "nan" | "positiveInfinity" | "negativeInfinity">;
const NO_SPECIALS: Specials = { nan: 0, positiveInfinity: 0, negativeInfinity: 0 };

async function countSpecials({ engine, dialect, relation }: ProfileTask, column: ProfiledColumn): Promise<Specials> {
  const infinite = (sign: string) => countIf(`${dialect.isInfinite("d")} AND d ${sign} 0`);
  const [row] = await engine.query(
    `SELECT ${countIf(dialect.isNan("d"))} AS nan, ${infinite(">")} AS above, ${infinite("<")} AS below
     FROM (SELECT ${dialect.toDouble(column.value)} AS d FROM ${relation})`,
  );
  if (row === undefined) return NO_SPECIALS;
  return { nan: countAt(row, "nan"), positiveInfinity: countAt(row, "above"), negativeInfinity: countAt(row, "below") };
}

interface LatticeColumns {
  /** The values with what is needed to count them. */
  readonly of: (values: string) => string;
  readonly counts: readonly string[];
}

function latticeColumns({ dialect }: ProfileTask, kind: NumericProfile["kind"], decimals: number): LatticeColumns {
  const multiples = [`${countIf("whole % 10 = 0")} AS tens`, `${countIf("whole % 100 = 0")} AS hundreds`];
  if (kind === "integer" && decimals === 0) {
    const isKnown = `${dialect.absolute("f")} < ${dialect.double(MAX_UNITS)}`;
    return {
      of: (values) => `SELECT *, CASE WHEN ${isKnown} THEN ${dialect.toWhole("f")} END AS whole FROM (${values})`,
      counts: ["0 AS finer", ...multiples],
    };
  }
  const scale = String(10 ** decimals);
  const isKnown = `units / ${scale} = f AND ${dialect.absolute("units")} < ${dialect.double(MAX_UNITS)}`;
  return {
    of: (values) =>
      `SELECT *, CASE WHEN ${isKnown} THEN ${dialect.toWhole("units")} END AS whole
       FROM (SELECT *, ${dialect.round(`f * ${scale}`)} AS units FROM (${values}))`,
    counts: [`${countIf(`units / ${scale} <> f`)} AS finer`, ...multiples],
  };
}

function readBins(text: string | undefined, length: number): number[] {
  const counts = text === undefined ? [] : text.split(",").map(Number);
  return Array.from({ length }, (_, index) => counts[index] ?? 0);
}

async function countDistinct(task: ProfileTask, { column, kind }: NumericRequest): Promise<number | null> {
  const { dialect } = task;
  const finite = kind === "integer" ? "x" : `CASE WHEN ${dialect.isFinite("x")} THEN x END`;
  const [row] = await task.engine.query(
    `SELECT count(DISTINCT ${finite}) AS n FROM (SELECT ${column.value} AS x FROM ${task.relation})`,
  );
  const n = row === undefined ? 0 : countAt(row, "n");
  return n > MAX_COUNTED_VALUES ? null : n;
}

/** A value with so many rows is in a bin with at least as many: only those bins are counted value by value. */
async function lookIntoBins(
  task: ProfileTask,
  { column }: NumericRequest,
  { edges, values }: NumericFrame,
  bins: readonly number[],
  finite: number,
): Promise<ValueGroup[]> {
  const { engine, dialect, relation } = task;
  const least = Math.max(SPIKE_ROWS, SPIKE_SHARE * finite);
  const own = new Set(values);
  const conditions = bins.flatMap((rows, bin) => {
    const [above, upTo] = [edges[bin - 1], edges[bin]];
    if (rows < least || (upTo !== undefined && own.has(upTo))) return [];
    const low = above === undefined ? [] : [`d > ${dialect.double(above)}`];
    const high = upTo === undefined ? [] : [`d <= ${dialect.double(upTo)}`];
    return [`(${["TRUE", ...low, ...high].join(" AND ")})`];
  });
  if (conditions.length === 0) return [];
  const rows = await engine.query(
    `SELECT d AS value, count(*) AS n FROM (SELECT ${dialect.toDouble(column.value)} AS d FROM ${relation})
     WHERE ${dialect.isFinite("d")} AND (${conditions.join(" OR ")})
     GROUP BY d HAVING count(*) >= ${String(least)}`,
  );
  const groups = toValueGroups(rows.map((row) => ({ value: countAt(row, "value"), rows: countAt(row, "n") })));
  return findSpikes(groups, finite, values);
}
