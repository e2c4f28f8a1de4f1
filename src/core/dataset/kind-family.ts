import type { ColumnKind } from "./profile.ts";

const FAMILIES: Readonly<Record<ColumnKind, "number" | "timestamp" | "boolean" | "string" | "other">> = {
  numeric: "number",
  integer: "number",
  timestamp: "timestamp",
  boolean: "boolean",
  categorical: "string",
  text: "string",
  // Both are lists: the lengths decide.
  embedding: "other",
  other: "other",
};

export type KindFamily = (typeof FAMILIES)[ColumnKind];

/** Kinds of one family are counted on one frame. */
export function familyOf(kind: ColumnKind): KindFamily {
  return FAMILIES[kind];
}
