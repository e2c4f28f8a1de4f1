/** How much a model looks at each column, as shares of all of them. */
export type ColumnImportance = ReadonlyMap<string, number>;

/** Shares of the sum of sizes: some tools give signed values, and each has a unit of its own. Empty where all are 0. */
export function toImportance(values: Iterable<readonly [column: string, value: number]>): ColumnImportance {
  const sizes = [...values].map(([column, value]) => [column, Math.abs(value)] as const);
  const sum = sizes.reduce((total, [, size]) => total + size, 0);
  return new Map(sum > 0 ? sizes.map(([column, size]) => [column, size / sum]) : []);
}

/**
 * By what the size of a change is multiplied before findings are put in order: the importance of a finding's columns beside
 * that of an average one. What is known of no column of the finding counts as average: labels, pairs, whole rows.
 */
export function weightOf(importance: ColumnImportance, columns: readonly string[]): number {
  const known = columns.flatMap((column) => importance.get(column) ?? []);
  return known.length === 0 ? 1 : Math.max(...known) * importance.size;
}
