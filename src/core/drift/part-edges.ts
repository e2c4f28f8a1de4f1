import { previousDouble } from "../dataset/previous-double.ts";

/** Share of the rows from which a value is a cell of its own. */
const HEAVY = 0.01;

/**
 * The edges of a frame that cut the counted rows into so many parts, and those just below and at each heavy value: places
 * in `edges`, ascending. A part ends at the first edge beyond the quantile, which lies between two rows at most.
 */
export function partEdges(edges: readonly number[], counts: ArrayLike<number>, parts: number): number[] {
  let rows = 0;
  for (let bin = 0; bin <= edges.length; bin += 1) rows += counts[bin] ?? 0;
  const chosen: number[] = [];
  const add = (place: number) => {
    if (place >= 0 && place !== chosen.at(-1)) chosen.push(place);
  };
  let below = 0;
  let part = 1;
  for (const [place, edge] of edges.entries()) {
    const here = counts[place] ?? 0;
    below += here;
    const isHeavy = here > HEAVY * rows && edges[place - 1] === previousDouble(edge);
    const isPart = part < parts && below > ((rows - 1) * part) / parts;
    if (isHeavy) add(place - 1);
    if (isHeavy || isPart) add(place);
    while (part < parts && below > ((rows - 1) * part) / parts) part += 1;
  }
  return chosen;
}
