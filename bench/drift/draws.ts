import { createHash } from "node:crypto";
import { createRandom } from "../../src/core/performance/create-random.ts";

/** Draws that depend on a name alone, so that no case changes when another one is added. */
export interface Draws {
  /** At or above 0 and below 1. */
  readonly uniform: () => number;
  /** Mean 0, standard deviation 1. */
  readonly normal: () => number;
  /** A whole number at or above 0 and below `limit`. */
  readonly below: (limit: number) => number;
  /** One of a list that is not empty. */
  readonly one: <Item>(items: readonly [Item, ...Item[]]) => Item;
  /** `count` different whole numbers below `limit`, in random order. */
  readonly some: (count: number, limit: number) => number[];
}

export function drawsOf(name: string): Draws {
  const uniform = createRandom(createHash("sha256").update(name).digest().readUInt32LE());
  const below = (limit: number) => Math.floor(uniform() * limit);
  return {
    uniform,
    below,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    one: (items) => items[below(items.length)] ?? items[0],
    some: (count, limit) => {
      // Fisher and Yates, of which only the places that were touched are kept.
      const moved = new Map<number, number>();
      return Array.from({ length: count }, (_, index) => {
        const place = index + below(limit - index);
        const chosen = moved.get(place) ?? place;
        moved.set(place, moved.get(index) ?? index);
        return chosen;
      });
    },
  };
}
