/**
 * SQL for the number of edges that are below a finite double: halves the edges until one bin is left, which takes eight
 * comparisons for 255 edges. Bins are closed on the right.
 */
export function searchBin(x: string, edges: readonly number[], double: (value: number) => string, first = 0): string {
  const middle = Math.floor(edges.length / 2);
  const edge = edges[middle];
  if (edge === undefined) return String(first);
  const below = searchBin(x, edges.slice(0, middle), double, first);
  const above = searchBin(x, edges.slice(middle + 1), double, first + middle + 1);
  return `CASE WHEN ${x} <= ${double(edge)} THEN ${below} ELSE ${above} END`;
}
