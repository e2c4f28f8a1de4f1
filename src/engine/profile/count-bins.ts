import { chooseInnerFrame, type InnerFrame, spreadBins, withLimits } from "../../core/dataset/choose-frame.ts";
import { MAX_UNITS } from "../../core/dataset/lattice.ts";
import type { NumericFrame, NumericProfile } from "../../core/dataset/profile.ts";
import { rangesOfOthers } from "../../core/dataset/range-limits.ts";
import { leastRowsOfSpike } from "../../core/dataset/spike-limits.ts";
import { toValueGroups, type ValueGroup } from "../../core/dataset/value-groups.ts";
import { countAt, type Row } from "../engine.ts";
import { batchRows, byBatch, countOf, eachBatch, splitByBatch } from "./by-batch.ts";
import { countIf } from "./count-if.ts";
import { type Extremes, limitsOf, readLimits } from "./exact-limits.ts";
import { findSpikes, frequentValues } from "./find-spikes.ts";
import { type CountedNumbers, MAX_COUNTED_VALUES, type NumericRequest } from "./numeric-request.ts";
import type { ProfileTask } from "./profile-task.ts";
import { readBins } from "./read-bins.ts";

/** One value in so many is looked at to see whether there are too many different ones to count. */
const SLICES = 64;

/** Counts in the bins of a frame that was given, or that is chosen from the sample. */
export async function countBins(task: ProfileTask, request: NumericRequest): Promise<CountedNumbers[]> {
  if (request.frame !== undefined) return countOnFrame(task, request, request.frame);
  const groups = await request.sample();
  const inner = chooseInnerFrame(groups);
  // One batch is counted before its limits are known, which saves reading it for them.
  const known = task.batches === undefined ? undefined : await readLimits(task, request);
  const counted = await countOnFrame(task, request, known === undefined ? toFrame(inner) : frameOf(inner, known));
  const limits = known ?? counted;
  const frequent = frequentValues(
    counted.map(({ spikes, bins }) => ({ groups: spikes, finite: bins.reduce((sum, rows) => sum + rows, 0) })),
  );
  if (frequent.length > 0) {
    // The sample missed them: rows that repeat each other come into it together or not at all.
    const better = chooseInnerFrame(groups, { frequent: [...frequent, ...inner.values] });
    return countOnFrame(task, request, frameOf(better, limits));
  }
  if (known !== undefined) return counted;
  return counted.map((batch) => {
    const frame = frameOf(inner, limits);
    if (batch.min === null) return { ...batch, frame, bins: [0] };
    return { ...batch, frame, bins: spreadBins(inner, batch.bins, frame.edges, Number(batch.min)) };
  });
}

function toFrame({ edges, values, decimals, codes }: InnerFrame): NumericFrame {
  return { edges: [...edges], values: [...values], decimals, ...(codes ? { codes } : {}) };
}

function frameOf(inner: InnerFrame, limits: readonly Extremes[]): NumericFrame {
  const ranges = rangesOfOthers(
    limits.map(({ min, max }) => (min === null || max === null ? undefined : { min: Number(min), max: Number(max) })),
  );
  const all = ranges.at(-1);
  if (all === undefined) return { edges: [], values: [] };
  return withLimits(
    inner,
    all,
    ranges.filter((range) => range !== undefined),
  );
}

async function countOnFrame(
  task: ProfileTask,
  request: NumericRequest,
  frame: NumericFrame,
): Promise<CountedNumbers[]> {
  const found = await readCounts(task, request, frame);
  const counted = await readBins(task, request, frame.edges, found);
  const binned = eachBatch(task, found, (row, rows, batch) => {
    const bins = counted[batch] ?? [];
    return { row, rows, bins, finite: bins.reduce((sum, count) => sum + count, 0) };
  });
  const isMany = (row: Row | undefined) => request.many || countOf(row, "slice") > (1.5 * MAX_COUNTED_VALUES) / SLICES;
  const special = binned.some(({ row, finite }) => countOf(row, "valid") !== finite);
  const specials = special ? await countSpecials(task, request) : undefined;
  const distinct = binned.every(({ row }) => isMany(row)) ? undefined : await countDistinct(task, request);
  const spikes = await lookIntoBins(task, request, frame, binned);
  const { decimals } = frame;
  return binned.map(({ row, rows, bins }, batch) => {
    const [raws, valid] = [countOf(row, "raws"), countOf(row, "valid")];
    const different = distinct?.[batch] ?? 0;
    return {
      nulls: rows - raws,
      invalid: raws - valid,
      frame,
      ...(specials?.[batch] ?? NO_SPECIALS),
      bins,
      ...limitsOf(row),
      distinct: isMany(row) || different > MAX_COUNTED_VALUES ? null : different,
      spikes: spikes[batch] ?? [],
      ...(decimals === undefined ? {} : { lattice: readLattice(row) }),
    };
  });
}

function readLattice(row: Row | undefined): NumericProfile["lattice"] {
  return { finer: countOf(row, "finer"), tens: countOf(row, "tens"), hundreds: countOf(row, "hundreds") };
}

async function readCounts(
  task: ProfileTask,
  { column, kind, many }: NumericRequest,
  { decimals, edges }: NumericFrame,
): Promise<readonly Row[]> {
  const { engine, dialect, relation } = task;
  const { read, name, say, group } = byBatch(task);
  const lattice = decimals === undefined ? undefined : latticeColumns(task, kind, decimals);
  const finite = kind === "integer" ? "d" : `CASE WHEN ${dialect.isFinite("d")} THEN d END`;
  const limits = kind === "integer" ? "x" : "f";
  const slice = `count(DISTINCT CASE WHEN ${dialect.slice(dialect.rowHash(["f"]), SLICES)} = 0 THEN f END) AS slice`;
  const values = `SELECT *, ${finite} AS f FROM (
    SELECT ${name}x, raw, ${dialect.toDouble("x")} AS d
    FROM (SELECT ${read}${column.value} AS x, ${column.raw} AS raw FROM ${relation}))`;
  const bins = dialect.binCounts === undefined ? [] : [`${dialect.binCounts("f", edges)} AS bins`];
  const counts = [
    `${column.raw === column.value ? "count(x)" : "count(raw)"} AS raws`,
    "count(x) AS valid",
    `${dialect.toText(`min(${limits})`)} AS low`,
    `${dialect.toText(`max(${limits})`)} AS high`,
    ...(many ? [] : [slice]),
    ...(lattice?.counts ?? []),
    ...bins,
  ];
  return engine.query(
    `SELECT ${say}${counts.join(", ")}
     FROM (${lattice === undefined ? values : lattice.of(values)}) ${group}`,
  );
}

type Specials = Pick<NumericProfile, "nan" | "positiveInfinity" | "negativeInfinity">;
const NO_SPECIALS: Specials = { nan: 0, positiveInfinity: 0, negativeInfinity: 0 };

async function countSpecials(task: ProfileTask, { column }: NumericRequest): Promise<Specials[]> {
  const { engine, dialect, relation } = task;
  const { read, say, group } = byBatch(task);
  const infinite = (sign: string) => countIf(`${dialect.isInfinite("d")} AND d ${sign} 0`);
  const found = await engine.query(
    `SELECT ${say}${countIf(dialect.isNan("d"))} AS nan, ${infinite(">")} AS above, ${infinite("<")} AS below
     FROM (SELECT ${read}${dialect.toDouble(column.value)} AS d FROM ${relation}) ${group}`,
  );
  return eachBatch(task, found, (row) => ({
    nan: countOf(row, "nan"),
    positiveInfinity: countOf(row, "above"),
    negativeInfinity: countOf(row, "below"),
  }));
}

interface LatticeColumns {
  /** The values with what is needed to count them. */
  readonly of: (values: string) => string;
  readonly counts: readonly string[];
}

function latticeColumns({ dialect }: ProfileTask, kind: NumericProfile["kind"], decimals: number): LatticeColumns {
  const multiples = [
    `${countIf(`${dialect.slice("whole", 10)} = 0`)} AS tens`,
    `${countIf(`${dialect.slice("whole", 100)} = 0`)} AS hundreds`,
  ];
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

async function countDistinct(task: ProfileTask, { column, kind }: NumericRequest): Promise<number[]> {
  const { engine, dialect, relation } = task;
  const { read, say, group } = byBatch(task);
  const finite = kind === "integer" ? "x" : `CASE WHEN ${dialect.isFinite("x")} THEN x END`;
  const found = await engine.query(
    `SELECT ${say}count(DISTINCT ${finite}) AS n FROM (SELECT ${read}${column.value} AS x FROM ${relation}) ${group}`,
  );
  return eachBatch(task, found, (row) => countOf(row, "n"));
}

/** A value with so many rows is in a bin with at least as many: only those bins are counted value by value. */
async function lookIntoBins(
  task: ProfileTask,
  { column }: NumericRequest,
  { edges, values }: NumericFrame,
  batches: readonly { readonly bins: readonly number[]; readonly finite: number }[],
): Promise<ValueGroup[][]> {
  const { engine, dialect, relation } = task;
  const { read, name } = byBatch(task);
  const own = new Set(values);
  const conditions = [...edges, undefined].flatMap((upTo, bin) => {
    const full = batches.some(({ bins, finite }) => (bins[bin] ?? 0) >= leastRowsOfSpike(finite));
    if (!full || (upTo !== undefined && own.has(upTo))) return [];
    const above = edges[bin - 1];
    const low = above === undefined ? [] : [`d > ${dialect.double(above)}`];
    const high = upTo === undefined ? [] : [`d <= ${dialect.double(upTo)}`];
    return [`(${["TRUE", ...low, ...high].join(" AND ")})`];
  });
  if (conditions.length === 0) return batchRows(task).map(() => []);
  const least = Math.min(...batches.map(({ finite }) => leastRowsOfSpike(finite)));
  const found = await engine.query(
    `SELECT ${name === "" ? "0 AS batch, " : name}d AS value, count(*) AS n
     FROM (SELECT ${read}${dialect.toDouble(column.value)} AS d FROM ${relation})
     WHERE ${dialect.isFinite("d")} AND (${conditions.join(" OR ")})
     GROUP BY ${name}d HAVING count(*) >= ${String(least)}`,
  );
  return splitByBatch(task, found).map((rows, batch) => {
    const groups = toValueGroups(rows.map((row) => ({ value: countAt(row, "value"), rows: countAt(row, "n") })));
    return findSpikes(groups, batches[batch]?.finite ?? 0, values);
  });
}
