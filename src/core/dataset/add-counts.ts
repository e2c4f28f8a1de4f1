/** Sums place by place. Throws where the lengths differ, which equal frames exclude. */
export function addCounts(one: readonly number[], other: readonly number[]): number[] {
  if (one.length !== other.length) throw new TypeError(`${String(one.length)} counts and ${String(other.length)}`);
  return one.map((rows, index) => rows + (other[index] ?? 0));
}
