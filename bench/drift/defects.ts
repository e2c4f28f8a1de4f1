import type { Draws } from "./draws.ts";
import {
  type Cell,
  frequencies,
  numbersOf,
  pickRows,
  replaceColumn,
  rowsOf,
  type Table,
  type TableColumn,
} from "./table.ts";

/** What a defect is told: the batch that it spoils, and an older one by which columns and amounts are chosen. */
export interface Scene {
  readonly table: Table;
  /** The oldest reference batch: the same for every run, so that a lasting defect stays the same one. */
  readonly older: Table;
  readonly size: number;
  /** Which column and which amount; the same for every run. */
  readonly choice: Draws;
  /** Which rows; new in every run. */
  readonly rows: Draws;
  /** Columns that move together. */
  readonly correlated: readonly string[];
}

/** `columns` are those of which one has to be named. */
export interface Spoilt {
  readonly table: Table;
  readonly columns: readonly string[];
}

/** `undefined` where the table has no column that could have the defect. */
type Defect = (scene: Scene) => Spoilt | undefined;

/** The kinds, each with the sizes that are played. */
export const DEFECTS = {
  shift: { sizes: [0.1, 0.2, 0.5], says: "all values moved by so many standard deviations", apply: shift },
  scale: { sizes: [1.15, 1.3], says: "so many times as far from the median", apply: scale },
  unit: { sizes: [1], says: "another unit in so large a share of the rows", apply: unit },
  "unit-part": { sizes: [0.01, 0.05], says: "another unit in so large a share of the rows", apply: unit },
  nulls: { sizes: [0.05, 0.2], says: "so large a share of the values is missing", apply: nulls },
  sentinel: { sizes: [0.03, 0.1], says: "-1, 0, 999 or -999 in so large a share of the rows", apply: sentinel },
  "new-category": { sizes: [0.02], says: "a category that was never seen, in so large a share", apply: newCategory },
  "category-swap": { sizes: [1], says: "two categories have each other's names", apply: categorySwap },
  "category-merge": { sizes: [1], says: "one category counts as the most frequent one", apply: categoryMerge },
  "category-case": { sizes: [1], says: "one category in lower case, capitals or with a space", apply: categoryCase },
  clip: { sizes: [0.95], says: "nothing above this quantile", apply: clip },
  round: { sizes: [1], says: "rounded to about a third of a standard deviation", apply: roundOff },
  stuck: { sizes: [0.3, 1], says: "the same value from there to the end, so large a share", apply: stuck },
  "duplicate-rows": { sizes: [0.2], says: "so large a share of the rows is another row again", apply: duplicateRows },
  "time-gap": { sizes: [0.25], says: "hours with about so large a share of the rows are missing", apply: timeGap },
  "swap-columns": { sizes: [1], says: "two columns have each other's values", apply: swapColumns },
  "broken-correlation": { sizes: [1], says: "the values of one column in another order", apply: breakCorrelation },
} as const satisfies Readonly<
  Record<string, { readonly sizes: readonly number[]; readonly says: string; readonly apply: Defect }>
>;
export type DefectKind = keyof typeof DEFECTS;

/** Numbers with many values, of which most differ from 0. */
function measures({ older }: Scene): TableColumn[] {
  return older.filter((column) => {
    if (column.type === "VARCHAR" || column.name === "hour") return false;
    const numbers = numbersOf(column);
    return new Set(numbers).size >= 15 && numbers.filter((value) => value !== 0).length > numbers.length / 2;
  });
}

function categories({ older }: Scene, least: number): TableColumn[] {
  return older.filter((column) => column.type === "VARCHAR" && frequencies(column).length >= least);
}

function oneOf<Item>(items: readonly Item[], { below }: Draws): Item | undefined {
  return items[below(items.length)];
}

function change(scene: Scene, name: string, value: (old: Cell, row: number) => Cell): Spoilt | undefined {
  const column = scene.table.find((one) => one.name === name);
  if (column === undefined) return undefined;
  const values = column.values.map(value);
  const whole = values.every((cell) => typeof cell !== "number" || Number.isInteger(cell));
  const type = column.type === "INTEGER" && !whole ? "DOUBLE" : column.type;
  return { table: replaceColumn(scene.table, { ...column, type, values }), columns: [name] };
}

/** The values of whole numbers stay whole. */
function changeNumbers(
  scene: Scene,
  column: TableColumn | undefined,
  value: (old: number) => number,
): Spoilt | undefined {
  if (column === undefined) return undefined;
  const whole = column.type === "INTEGER";
  return change(scene, column.name, (old) =>
    typeof old !== "number" ? old : whole ? Math.round(value(old)) : value(old),
  );
}

function deviation(column: TableColumn): number {
  const numbers = numbersOf(column);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length);
}

function quantile(column: TableColumn, share: number): number {
  const sorted = numbersOf(column).sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

function shift(scene: Scene): Spoilt | undefined {
  // A whole number cannot move by a part of one.
  const able = measures(scene).filter(
    (column) => column.type === "DOUBLE" || scene.size * deviation(column) >= 1 || scene.size >= 0.5,
  );
  const column = oneOf(able, scene.choice);
  const by = column === undefined ? 0 : scene.size * deviation(column) * (scene.choice.uniform() < 0.5 ? -1 : 1);
  return changeNumbers(scene, column, (old) => old + by);
}

function scale(scene: Scene): Spoilt | undefined {
  const column = oneOf(measures(scene), scene.choice);
  const middle = column === undefined ? 0 : quantile(column, 0.5);
  return changeNumbers(scene, column, (old) => middle + scene.size * (old - middle));
}

function unit(scene: Scene): Spoilt | undefined {
  const column = oneOf(measures(scene), scene.choice);
  const factor = scene.size < 1 ? scene.choice.one([100, 1000, 60]) : scene.choice.one([0.001, 0.3048, 60, 1000]);
  const { uniform } = scene.rows;
  if (column === undefined) return undefined;
  return change(scene, column.name, (old) => (typeof old === "number" && uniform() < scene.size ? old * factor : old));
}

function nulls(scene: Scene): Spoilt | undefined {
  const column = oneOf(scene.older, scene.choice);
  if (column === undefined) return undefined;
  return change(scene, column.name, (old) => (scene.rows.uniform() < scene.size ? null : old));
}

function sentinel(scene: Scene): Spoilt | undefined {
  const column = oneOf(measures(scene), scene.choice);
  const value = scene.choice.one([-1, 0, 999, -999]);
  return changeNumbers(scene, column, (old) => (scene.rows.uniform() < scene.size ? value : old));
}

function newCategory(scene: Scene): Spoilt | undefined {
  const column = oneOf(categories(scene, 2), scene.choice);
  if (column === undefined) return undefined;
  return change(scene, column.name, (old) => (scene.rows.uniform() < scene.size ? "unknown" : old));
}

function recode(scene: Scene, column: string, names: ReadonlyMap<string, string>): Spoilt | undefined {
  return change(scene, column, (old) => (typeof old === "string" ? (names.get(old) ?? old) : old));
}

/** Two categories of which one is clearly more frequent; each has at least one row in twenty. */
function unequalPair(column: TableColumn): [string, string] | undefined {
  const rows = column.values.length;
  const [first, ...rest] = frequencies(column);
  const second = rest.find(([, count]) => first !== undefined && first[1] - count >= rows / 10 && count >= rows / 20);
  return first === undefined || second === undefined ? undefined : [first[0], second[0]];
}

function categorySwap(scene: Scene): Spoilt | undefined {
  const able = categories(scene, 2).filter((column) => unequalPair(column) !== undefined);
  const column = oneOf(able, scene.choice);
  const pair = column === undefined ? undefined : unequalPair(column);
  if (column === undefined || pair === undefined) return undefined;
  const [a, b] = pair;
  return recode(
    scene,
    column.name,
    new Map([
      [a, b],
      [b, a],
    ]),
  );
}

/** The second most frequent one, where it has at least one row in thirty. */
function categoryMerge(scene: Scene): Spoilt | undefined {
  const able = categories(scene, 3).filter((column) => (frequencies(column)[1]?.[1] ?? 0) >= column.values.length / 30);
  const column = oneOf(able, scene.choice);
  const [first, second] = column === undefined ? [] : frequencies(column);
  if (column === undefined || first === undefined || second === undefined) return undefined;
  return recode(scene, column.name, new Map([[second[0], first[0]]]));
}

function categoryCase(scene: Scene): Spoilt | undefined {
  const able = categories(scene, 2).filter((column) => (frequencies(column)[0]?.[1] ?? 0) >= column.values.length / 30);
  const column = oneOf(able, scene.choice);
  const name = column === undefined ? undefined : frequencies(column)[0]?.[0];
  if (column === undefined || name === undefined) return undefined;
  const other = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
  return recode(scene, column.name, new Map([[name, scene.choice.one([other, `${name} `])]]));
}

function clip(scene: Scene): Spoilt | undefined {
  const column = oneOf(measures(scene), scene.choice);
  const limit = column === undefined ? 0 : quantile(column, scene.size);
  return changeNumbers(scene, column, (old) => Math.min(old, limit));
}

function roundOff(scene: Scene): Spoilt | undefined {
  const able = measures(scene).filter((column) => column.type === "DOUBLE" || deviation(column) >= 10);
  const column = oneOf(able, scene.choice);
  const step = column === undefined ? 1 : 10 ** Math.round(Math.log10(deviation(column) / 3));
  return changeNumbers(scene, column, (old) => Math.round(old / step) * step);
}

function stuck(scene: Scene): Spoilt | undefined {
  const column = oneOf(measures(scene), scene.choice);
  if (column === undefined) return undefined;
  const from = Math.floor((1 - scene.size) * rowsOf(scene.table));
  const value = numbersOf(column)[0] ?? 0;
  return change(scene, column.name, (old, row) => (row >= from ? value : old));
}

function duplicateRows(scene: Scene): Spoilt {
  const rows = rowsOf(scene.table);
  const from = Math.floor((1 - scene.size) * rows);
  const places = Array.from({ length: rows }, (_, row) => (row < from ? row : scene.rows.below(from)));
  return { table: pickRows(scene.table, places), columns: [] };
}

/** Hours that follow each other, from a random one on, until their share of the older batch is reached. */
function timeGap(scene: Scene): Spoilt | undefined {
  const hours = scene.table.find(({ name }) => name === "hour");
  const older = scene.older.find(({ name }) => name === "hour");
  if (hours === undefined || older === undefined) return undefined;
  const known = numbersOf(older);
  const counts = Array.from({ length: 24 }, (_, hour) => known.filter((value) => value === hour).length);
  const gone = new Set<number>();
  const start = known[scene.choice.below(known.length)] ?? 0;
  for (let hour = start, count = 0; gone.size < 23 && count < scene.size * known.length; hour = (hour + 1) % 24) {
    gone.add(hour);
    count += counts[hour] ?? 0;
  }
  const kept = hours.values.flatMap((hour, row) => (typeof hour === "number" && gone.has(hour) ? [] : [row]));
  // Blocks of four hours may have no others.
  if (kept.length < hours.values.length / 4) return undefined;
  return { table: pickRows(scene.table, kept), columns: ["hour"] };
}

function swapColumns(scene: Scene): Spoilt | undefined {
  const able = measures(scene);
  const pairs = able.flatMap((a) => able.filter((b) => b.name > a.name && differ(a, b)).map((b) => [a, b] as const));
  const pair = oneOf(pairs, scene.choice);
  if (pair === undefined) return undefined;
  const [a, b] = pair.map(({ name }) => scene.table.find((column) => column.name === name));
  if (a === undefined || b === undefined) return undefined;
  const first = change(scene, a.name, (_, row) => b.values[row] ?? null);
  const both =
    first === undefined
      ? undefined
      : change({ ...scene, table: first.table }, b.name, (_, row) => a.values[row] ?? null);
  return both === undefined ? undefined : { table: both.table, columns: [a.name, b.name] };
}

/** Medians at least a standard deviation apart. */
function differ(a: TableColumn, b: TableColumn): boolean {
  return Math.abs(quantile(a, 0.5) - quantile(b, 0.5)) > Math.max(deviation(a), deviation(b));
}

/** Only what the columns have to do with each other changes. */
function breakCorrelation(scene: Scene): Spoilt | undefined {
  const name = oneOf(scene.correlated, scene.choice);
  const column = scene.table.find((one) => one.name === name);
  if (column === undefined || scene.correlated.length < 2) return undefined;
  const order = scene.rows.some(column.values.length, column.values.length);
  const values = order.map((place) => column.values[place] ?? null);
  return { table: replaceColumn(scene.table, { ...column, values }), columns: scene.correlated };
}
