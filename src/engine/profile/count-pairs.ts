import { addCounts } from "../../core/dataset/add-counts.ts";
import { type ChosenPair, type CodedRows, choosePairs } from "../../core/dataset/choose-pairs.ts";
import type { ColumnKind, ColumnProfile, PairAxis, PairProfile } from "../../core/dataset/profile.ts";
import type { Dialect } from "../dialect.ts";
import { countAt, textAt } from "../engine.ts";
import { batchRows, byBatch, splitByBatch } from "./by-batch.ts";
import { joinRelations, type ProfiledColumn, type ProfileTask } from "./profile-task.ts";
import type { RowSample } from "./sample-rows.ts";

const GROUPS = 8;
/** Pairs are searched among so many columns, the first ones. */
const MAX_SEARCHED_COLUMNS = 256;

export interface PairedColumn {
  readonly column: ProfiledColumn;
  /** Of each batch. */
  readonly profiles: readonly ColumnProfile[];
}

/** A column whose groups are known. */
interface Axis {
  readonly index: number;
  readonly axis: PairAxis;
  readonly kind: ColumnKind | undefined;
}

/** The pairs of columns that are associated in the sample. */
export async function findPairs(
  task: ProfileTask,
  sample: RowSample,
  columns: readonly PairedColumn[],
): Promise<PairAxisPair[]> {
  const axes: Axis[] = [];
  for (const [index, { profiles }] of columns.slice(0, MAX_SEARCHED_COLUMNS).entries()) {
    const axis = chooseAxis(profiles);
    if (axis !== undefined && groupsOf(axis) > 1) axes.push({ index, axis, kind: profiles[0]?.kind });
  }
  if (axes.length < 2) return [];
  const coded = await readCodes(task, sample, axes);
  return choosePairs(coded).flatMap(({ x, y }: ChosenPair) => {
    const [one, other] = [axes[x], axes[y]];
    return one === undefined || other === undefined ? [] : [{ x: one.axis, y: other.axis }];
  });
}

export interface PairAxisPair {
  readonly x: PairAxis;
  readonly y: PairAxis;
}

function chooseAxis(profiles: readonly ColumnProfile[]): PairAxis | undefined {
  const [first] = profiles;
  if (first === undefined) return undefined;
  const column = first.name;
  switch (first.kind) {
    case "numeric":
    case "integer":
    case "timestamp":
      return {
        column,
        edges: octiles(first.frame.edges, addAll(profiles.map((each) => ("bins" in each ? each.bins : [])))),
      };
    case "boolean": {
      const has = (value: "falses" | "trues") => profiles.some((each) => each.kind === "boolean" && each[value] > 0);
      return has("falses") && has("trues") ? { column, edges: [0.5] } : undefined;
    }
    case "categorical":
      return { column, categories: first.frame.categories.slice(0, GROUPS - 1).map(({ hash }) => hash) };
    default:
      return undefined;
  }
}

function addAll(counts: readonly (readonly number[])[]): readonly number[] {
  const [first = [], ...others] = counts;
  return others.reduce<readonly number[]>(addCounts, first);
}

/** Edges of the frame that cut the rows into eighths, as well as they can. */
function octiles(edges: readonly number[], bins: readonly number[]): number[] {
  const total = bins.reduce((sum, rows) => sum + rows, 0);
  const found: number[] = [];
  let seen = 0;
  let part = 1;
  for (const [index, edge] of edges.entries()) {
    seen += bins[index] ?? 0;
    if (seen < rowsUpTo(part, total) || seen === total || seen === 0) continue;
    found.push(edge);
    while (part < GROUPS && rowsUpTo(part, total) <= seen) part += 1;
    if (part === GROUPS) break;
  }
  return found;
}

/** Rows up to the quantile of so many eighths, as `quantileEdges` places it. */
function rowsUpTo(part: number, total: number): number {
  return Math.floor((part * (total - 1)) / GROUPS) + 1;
}

export function groupsOf(axis: PairAxis): number {
  return "edges" in axis ? axis.edges.length + 1 : axis.categories.length + 1;
}

/** A row is as many characters as there are axes, and its copies: `3-07 1`. */
async function readCodes(
  { engine, dialect }: ProfileTask,
  { relation }: RowSample,
  axes: readonly Axis[],
): Promise<CodedRows> {
  const codes = axes.map(({ index, axis, kind }) => {
    const name = `s${String(index)}`;
    const code =
      "edges" in axis ? edgeCode(dialect, name, axis.edges, kind) : categoryCode(dialect, name, axis.categories);
    return `coalesce(${dialect.toText(code)}, '-')`;
  });
  const [found] = await engine.query(
    `SELECT ${dialect.join(`concat(${codes.join(", ")}, ' ', ${dialect.toText("copies")})`, ",")} AS text FROM ${relation}`,
  );
  const rows = (found === undefined ? "" : (textAt(found, "text") ?? "")).split(",");
  return {
    copies: Float64Array.from(rows, (row) => Number(row.slice(axes.length + 1))),
    columns: axes.map((_, place) => Uint8Array.from(rows, (row) => codeOf(row.charCodeAt(place)))),
  };
}

/** 255 for the dash, which is none. */
function codeOf(character: number): number {
  const digit = character - 48;
  return digit >= 0 ? digit : 255;
}

/** Group of a number or a truth value; NULL for none. */
function edgeCode(dialect: Dialect, x: string, edges: readonly number[], kind: ColumnKind | undefined): string {
  // Not every engine takes a truth value for a number.
  const truth = `CASE WHEN ${x} THEN ${dialect.double(1)} WHEN NOT ${x} THEN ${dialect.double(0)} END`;
  const d = kind === "boolean" ? truth : dialect.toDouble(x);
  return `CASE WHEN ${dialect.isFinite(d)} THEN ${dialect.bin(d, edges)} END`;
}

/** Group of a category by its hash; the last group is the rest. */
function categoryCode(dialect: Dialect, hash: string, categories: readonly string[]): string {
  const cases = categories.map((category, index) => `WHEN ${dialect.literal(category)} THEN ${String(index)}`);
  const rest = String(categories.length);
  return `CASE WHEN ${hash} IS NOT NULL THEN CASE ${hash} ${cases.join(" ")} ELSE ${rest} END END`;
}

/** Of each batch the counts of each pair on its groups, over all rows. Pairs of which a column is missing are left out. */
export async function countPairs(
  task: ProfileTask,
  columns: readonly PairedColumn[],
  pairs: readonly PairAxisPair[],
): Promise<PairProfile[][]> {
  // A column that batches have as several kinds is there once for each.
  const columnOf = (axis: PairAxis) => columns.find((one) => one.column.label === axis.column && fits(axis, one));
  const counted = batchRows(task).map((): PairProfile[] => []);
  for (const pair of pairs) {
    const [x, y] = [columnOf(pair.x), columnOf(pair.y)];
    if (x === undefined || y === undefined) continue;
    for (const [batch, counts] of (await countPair(task, pair, x, y)).entries())
      counted[batch]?.push({ ...pair, counts });
  }
  return counted;
}

function fits(axis: PairAxis, { profiles }: PairedColumn): boolean {
  const kind = profiles[0]?.kind;
  if (kind === undefined || kind === "text" || kind === "other" || kind === "embedding") return false;
  return "categories" in axis ? kind === "categorical" : kind !== "categorical";
}

/** Columns with few different values are grouped by these first: their codes are made for each pair of values, not for each row. */
async function countPair(
  task: ProfileTask,
  { x, y }: PairAxisPair,
  first: PairedColumn,
  second: PairedColumn,
): Promise<number[][]> {
  const { engine, dialect, relation: all, batches } = task;
  const { read, name } = byBatch(task);
  const own = [first.column.relation ?? all, second.column.relation ?? all];
  const relation = joinRelations(task, [...(batches === undefined ? [] : [batches.relation ?? all]), ...own]);
  const code = (axis: PairAxis, value: string, { profiles }: PairedColumn) =>
    "edges" in axis
      ? edgeCode(dialect, value, axis.edges, profiles[0]?.kind)
      : categoryCode(dialect, dialect.categoryHash(value), axis.categories);
  const values = `SELECT ${read}${first.column.value} AS x, ${second.column.value} AS y`;
  const [rows, n] = [first, second].every(hasFewValues)
    ? [`SELECT ${name}x, y, count(*) AS n FROM (${values} FROM ${relation}) GROUP BY ${name}x, y`, "sum(n)"]
    : [`${values} FROM ${relation}`, "count(*)"];
  const cell = `${code(x, "x", first)} * ${String(groupsOf(y))} + ${code(y, "y", second)}`;
  const found = await engine.query(
    `SELECT ${name === "" ? "0 AS batch, " : name}cell, ${n} AS n FROM (SELECT *, ${cell} AS cell FROM (${rows})) GROUP BY ${name}cell`,
  );
  return splitByBatch(task, found).map((cells) => {
    const counts = new Array<number>(groupsOf(x) * groupsOf(y)).fill(0);
    for (const row of cells) if (row["cell"] !== null) counts[countAt(row, "cell")] = countAt(row, "n");
    return counts;
  });
}

const FEW_VALUES = 2000;

function hasFewValues({ profiles }: PairedColumn): boolean {
  return profiles.every((profile) => {
    if (!("distinct" in profile)) return true;
    return profile.distinct !== null && profile.distinct * profiles.length <= FEW_VALUES;
  });
}
