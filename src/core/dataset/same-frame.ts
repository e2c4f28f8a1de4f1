import { isNumeric } from "./is-numeric.ts";
import type { ColumnProfile } from "./profile.ts";

/** Whether two profiles of a column count the same things: one kind, the same edges and values or categories. */
export function sameFrame(one: ColumnProfile, other: ColumnProfile): boolean {
  if (isNumeric(one) && isNumeric(other)) {
    return sameList(one.frame.edges, other.frame.edges) && sameList(one.frame.values, other.frame.values);
  }
  if (one.kind === "categorical" && other.kind === "categorical") {
    const hashes = ({ frame }: typeof one) => frame.categories.map(({ hash }) => hash);
    return sameList(hashes(one), hashes(other));
  }
  if (one.kind === "text" && other.kind === "text") return sameList(one.frame.edges, other.frame.edges);
  if (one.kind === "embedding" && other.kind === "embedding") {
    const pinned = ({ frame }: typeof one) => [
      frame.dimensions,
      frame.seed,
      frame.bandwidth,
      ...frame.centroids.flat(),
    ];
    return sameList(pinned(one), pinned(other));
  }
  return one.kind === other.kind;
}

/** Whether both are of one kind; whole numbers and others are, timestamps are not numbers. */
export function sameKind(one: ColumnProfile, other: ColumnProfile): boolean {
  return one.kind === other.kind || (isNumber(one) && isNumber(other));
}

function isNumber({ kind }: ColumnProfile): boolean {
  return kind === "numeric" || kind === "integer";
}

function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
