import { expect, it } from "vitest";
import { hasValues } from "../../../src/core/dataset/has-values.ts";
import { ColumnProfile } from "../../../src/core/dataset/profile.ts";
import { sameFrame } from "../../../src/core/dataset/same-frame.ts";
import { withoutValues } from "../../../src/core/dataset/without-values.ts";
import { poolColumns } from "../../../src/core/drift/pool-columns.ts";
import { boolean, categorical, numeric, texts } from "../drift/build-profile.ts";

const nothing: ColumnProfile = { name: "x", type: "INTEGER", kind: "other", nulls: 7, invalid: 2 };
const hours = Array.from({ length: 24 }, () => 1);
const embedding: ColumnProfile = {
  name: "x",
  type: "FLOAT[2]",
  kind: "embedding",
  nulls: 0,
  invalid: 0,
  frame: { dimensions: 2, seed: 1, bandwidth: 1, squares: 0.5, cubes: 0.5, centroids: [[0, 1]] },
  rows: 4,
  cosines: [3, -2],
  squares: [5, 6],
  nearest: [4],
};

it.each<[string, ColumnProfile]>([
  ["numbers", numeric("x", [0.5, 1.5, 2.5])],
  ["points in time", { ...numeric("x", [1, 2, 3]), kind: "timestamp", hours }],
  ["truth values", boolean("x", [true, false])],
  ["categories", categorical("x", ["a", "b", "b"])],
  ["texts", texts("x", ["one", "two"])],
  ["embeddings", embedding],
  ["other values", { ...nothing, nulls: 0 }],
])("nothing but nulls stands on the frame of %s, and adds none to them", (_, like) => {
  const empty = withoutValues(nothing, like);
  expect(ColumnProfile.parse(empty)).toEqual(empty);
  expect(empty).toMatchObject({ kind: like.kind, type: "INTEGER", nulls: 7, invalid: 2 });
  expect([hasValues(empty), sameFrame(empty, like)]).toEqual([false, true]);
  const both = poolColumns([like, empty]);
  const { nulls, invalid } = like;
  // How many different values two profiles have together is not known.
  expect({ ...both, distinct: 0 }).toMatchObject({ ...like, nulls: nulls + 7, invalid: invalid + 2, distinct: 0 });
});
