export type Cell = number | string | null;

export interface TableColumn {
  readonly name: string;
  readonly type: "INTEGER" | "DOUBLE" | "VARCHAR";
  readonly values: readonly Cell[];
}

/** One batch of rows; all columns are equally long. */
export type Table = readonly TableColumn[];

/** The table with one column in place of the one of its name. */
export function replaceColumn(table: Table, column: TableColumn): Table {
  return table.map((old) => (old.name === column.name ? column : old));
}

/** The rows at these places, in this order; a place may come twice. */
export function pickRows(table: Table, places: readonly number[]): Table {
  return table.map((column) => ({ ...column, values: places.map((place) => column.values[place] ?? null) }));
}

export function rowsOf(table: Table): number {
  return table[0]?.values.length ?? 0;
}

export function numbersOf({ values }: TableColumn): number[] {
  return values.filter((value) => typeof value === "number");
}

/** Texts with their counts, the most frequent first; equal ones by name. */
export function frequencies({ values }: TableColumn): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) if (typeof value === "string") counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
