import { LRUCache } from "lru-cache";

/** The part of a Map that keeps at most so many answers and forgets the least used. */
export interface BoundedCache<Key, Value> {
  readonly get: (key: Key) => Value | undefined;
  readonly set: (key: Key, value: Value) => void;
  readonly delete: (key: Key) => void;
  readonly entries: () => Iterable<readonly [Key, Value]>;
}

/** A bound on what all values together take, besides their number. */
export interface SizeBound<Value> {
  readonly maxSize: number;
  /** At least 1. A value that is larger than `maxSize` by itself is not kept. */
  readonly sizeOf: (value: Value) => number;
}

/** A cache for answers of GitHub that cannot change, and for hints that are checked before they matter. */
export function createBoundedCache<Key extends string | number, Value extends object | string | boolean>(
  max: number,
  size?: SizeBound<Value>,
): BoundedCache<Key, Value> {
  // `max` takes the memory of so many values at once, for each cache of each repository; counted as a size it takes none.
  const bound =
    size === undefined
      ? { maxSize: max, sizeCalculation: () => 1 }
      : { max, maxSize: size.maxSize, sizeCalculation: size.sizeOf };
  const cache = new LRUCache<Key, Value>(bound);
  return {
    get: (key) => cache.get(key),
    set: (key, value) => void cache.set(key, value),
    delete: (key) => void cache.delete(key),
    entries: () => cache.entries(),
  };
}
