import { describe, expect, it } from "vitest";
import { columnLabels } from "../../../src/core/dataset/column-labels.ts";
import { label } from "../../../src/core/evidence/limits.ts";

const HOSTILE = [
  "",
  "  ",
  "a\nb",
  "a b",
  "a\tb",
  "quote \" and ' and `",
  "pipe | pipe",
  "😀",
  "x".repeat(10_000),
  "x".repeat(10_001),
  "__proto__",
  "constructor",
  "\u202eevil",
  "\0",
  "a b (2)",
];

describe("labels of columns", () => {
  it("are safe, one line and unique, whatever the names", () => {
    const labels = columnLabels(HOSTILE);
    for (const each of labels) expect(label().parse(each)).toBe(each);
    expect(new Set(labels).size).toBe(HOSTILE.length);
  });

  it("are the names where these can stand in a document", () => {
    expect(columnLabels(["delay", "😀 | x", "__proto__"])).toEqual(["delay", "😀 | x", "__proto__"]);
  });

  it("number what would be one name", () => {
    expect(columnLabels(["a b", "a\nb", ""])).toEqual(["a b", "a b (2)", "column 3"]);
  });
});
