import { LRUCache } from "lru-cache";

/** The part of a Map that keeps at most so many answers and forgets the least used. */
export interface BoundedCache<Key, Value> {
  readonly get: (key: Key) => Value | undefined;
  readonly set: (key: Key, value: Value) => void;
  readonly delete: (key: Key) => void;
  readonly entries: () => Iterable<readonly [Key, Value]>;
}

/** A cache for answers of GitHub that cannot change, and for hints that are checked before they matter. */
export function createBoundedCache<Key extends string | number, Value extends object | string | boolean>(
  max: number,
): BoundedCache<Key, Value> {
  const cache = new LRUCache<Key, Value>({ max });
  return {
    get: (key) => cache.get(key),
    set: (key, value) => void cache.set(key, value),
    delete: (key) => void cache.delete(key),
    entries: () => cache.entries(),
  };
}
