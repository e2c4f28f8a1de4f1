import { expect, it } from "vitest";
import { wordsSince } from "../../../../src/core/drift/history/words-since.ts";

it.each([
  [undefined, "2026-11-26T03:17Z", "nulls rose"],
  ["2026-11-12T03:17Z", "2026-11-26T03:17Z", "nulls rose, since 2026-11-12T03:17Z"],
  ["2026-11-26T03:17Z", "2026-11-26T03:17Z", "nulls rose (new)"],
  ["2026-11-26T03:17Z", undefined, "nulls rose, since 2026-11-26T03:17Z"],
])("since %s at %s: %s", (since, current, words) => {
  expect(wordsSince({ words: "nulls rose", since }, current)).toBe(words);
});
