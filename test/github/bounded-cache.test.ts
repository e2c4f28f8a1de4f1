import { expect, it } from "vitest";
import { createBoundedCache } from "../../src/github/bounded-cache.ts";

it("keeps at most so many values, the least used goes", () => {
  const cache = createBoundedCache<string, string>(2);
  for (const key of ["a", "b"]) cache.set(key, key);
  cache.get("a");
  cache.set("c", "c");
  expect([...cache.entries()].map(([key]) => key).sort()).toEqual(["a", "c"]);
});

it("keeps at most so much in all, so that large evidence cannot fill the memory", () => {
  const cache = createBoundedCache<string, string>(100, { maxSize: 10, sizeOf: (value) => value.length });
  cache.set("a", "aaaaaa");
  cache.set("b", "bbbb");
  cache.set("huge", "x".repeat(11));
  expect([cache.get("a"), cache.get("b"), cache.get("huge")]).toEqual(["aaaaaa", "bbbb", undefined]);
  cache.set("c", "c");
  expect(cache.get("a")).toBeUndefined();
  expect(cache.get("c")).toBe("c");
});
