import { chooseNumericFrame } from "../../../src/core/dataset/choose-frame.ts";
import type { ColumnProfile, PairAxis, PairProfile, Profile } from "../../../src/core/dataset/profile.ts";
import { rangesOfOthers } from "../../../src/core/dataset/range-limits.ts";
import { quantileEdges, toValueGroups } from "../../../src/core/dataset/value-groups.ts";
import type { NamedProfile } from "../../../src/core/drift/detect-drift.ts";
import { categorical, hashOf, numeric, profile, type Values } from "./build-profile.ts";

/** Batches of a reference in which nothing is wrong. */
export const BATCHES = 20;

/**
 * A reference of equally large batches, one after the other, each column counted on the frame of `whole`.
 *
 * @param build The column from values and a frame.
 */
export function toBatches<Value>(
  values: readonly Value[],
  build: (values: readonly Value[], frame?: ColumnProfile) => ColumnProfile,
  batches = BATCHES,
): { readonly frame: ColumnProfile; readonly reference: readonly NamedProfile[] } {
  const frame = build(values);
  const size = Math.ceil(values.length / batches);
  const reference = Array.from({ length: batches }, (_, batch) => {
    const part = values.slice(batch * size, (batch + 1) * size);
    return { name: nameBatch(batch), profile: profile([build(part, frame)], part.length) };
  });
  return { frame, reference };
}

/** `2026-01`, `2026-02` … */
export function nameBatch(batch: number): string {
  return `2026-${String(batch + 1).padStart(2, "0")}`;
}

/** The same profile as so many batches. */
export function repeat(of: Profile, batches = BATCHES): NamedProfile[] {
  return Array.from({ length: batches }, (_, batch) => ({ name: nameBatch(batch), profile: of }));
}

/** Columns of numbers or of categories, row by row. */
export type Table = Readonly<Record<string, Values<number> | Values<string>>>;

const isNumbers = (values: Values<number> | Values<string>): values is Values<number> =>
  values.every((value) => typeof value !== "string");
const isPresent = <T>(value: T | null): value is T => value !== null;

/** Profiles of reference batches and of the current table, all on one frame that is chosen on all reference batches together. */
export function profileTables(
  reference: readonly Table[],
  current: Table,
  paired: readonly (readonly [string, string])[] = [],
): { readonly reference: readonly Profile[]; readonly current: Profile } {
  const frames = new Map<string, ColumnProfile>();
  const axes = new Map<string, PairAxis>();
  for (const [name, now] of Object.entries(current)) {
    const batches = reference.map((table) => table[name] ?? []);
    // A table without values does not tell of what kind they would be.
    if ([now, ...batches].every(isNumbers)) {
      const parts = batches.map((values) => (isNumbers(values) ? values.filter(isPresent) : []));
      frames.set(name, frameOf(name, parts));
      axes.set(name, { column: name, edges: [...new Set(quantileEdges(groupsOf(parts.flat()), 8))] });
    } else {
      const frame = categorical(
        name,
        batches.flatMap((values) => (isNumbers(values) ? [] : values)),
      );
      frames.set(name, frame);
      axes.set(name, { column: name, categories: frame.frame.categories.slice(0, 7).map(({ hash }) => hash) });
    }
  }
  const build = (table: Table) => {
    const columns = Object.entries(table).map(([name, values]) =>
      isNumbers(values) ? numeric(name, values, frames.get(name)) : categorical(name, values, frames.get(name)),
    );
    const rows = Object.values(table)[0]?.length ?? 0;
    const pairs = paired.flatMap(([x, y]) => countPair(table, axes.get(x), axes.get(y)));
    return profile(columns, rows, { duplicateRows: countRepeated(table, rows), pairs });
  };
  return { reference: reference.map(build), current: build(current) };
}

const groupsOf = (values: readonly number[]) => toValueGroups(values.map((value) => ({ value, rows: 1 })));

function frameOf(name: string, parts: readonly (readonly number[])[]): ColumnProfile {
  const ranges = rangesOfOthers(
    parts.map((values) => (values.length === 0 ? undefined : { min: Math.min(...values), max: Math.max(...values) })),
  );
  const all = parts.flat();
  const frame = chooseNumericFrame(groupsOf(all), { ranges: ranges.filter((range) => range !== undefined) });
  return { ...numeric(name, all), frame };
}

function countRepeated(table: Table, rows: number): number {
  const columns = Object.values(table);
  const different = new Set(
    Array.from({ length: rows }, (_, row) => JSON.stringify(columns.map((values) => values[row]))),
  );
  return rows - different.size;
}

function countPair(table: Table, x: PairAxis | undefined, y: PairAxis | undefined): readonly PairProfile[] {
  if (x === undefined || y === undefined) return [];
  const groups = (axis: PairAxis) => ("edges" in axis ? axis.edges.length : axis.categories.length) + 1;
  const counts = new Array<number>(groups(x) * groups(y)).fill(0);
  const [xs = [], ys = []] = [table[x.column], table[y.column]];
  for (const [row, value] of xs.entries()) {
    const [i, j] = [groupOf(x, value), groupOf(y, ys[row] ?? null)];
    if (i === undefined || j === undefined) continue;
    counts[i * groups(y) + j] = (counts[i * groups(y) + j] ?? 0) + 1;
  }
  return [{ x, y, counts }];
}

function groupOf(axis: PairAxis, value: number | string | null): number | undefined {
  if (value === null) return undefined;
  if ("edges" in axis) return axis.edges.filter((edge) => Number(value) > edge).length;
  const place = axis.categories.indexOf(hashOf(String(value)));
  return place < 0 ? axis.categories.length : place;
}
