import { floatLiteral } from "./float-literal.ts";

/**
 * SQL for the number of edges that are below a finite double, by a function that counts the bounds at or below a point.
 * Bins are closed on the right, so what is at an edge must not count it: the function is asked from the other side, with
 * every sign turned, how many edges are at or above.
 */
export function binByArray(
  x: string,
  edges: readonly number[],
  countAtOrBelow: (point: string, bounds: string) => string,
): string {
  if (edges.length === 0) return "0";
  const turned = edges.toReversed().map((edge) => floatLiteral(0 - edge));
  return `${String(edges.length)} - ${countAtOrBelow(`-${x}`, turned.join(", "))}`;
}
