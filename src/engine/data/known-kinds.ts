import { hasValues } from "../../core/dataset/has-values.ts";
import type { ColumnKind, Profile } from "../../core/dataset/profile.ts";
import type { WantedKind } from "./data-source.ts";

// What is wanted is believed where reading it so loses nothing that a change of the data would show: fractions in a column
// of whole numbers have to be seen as what they are.
const OF_KIND: Partial<Readonly<Record<ColumnKind, WantedKind>>> = {
  categorical: "string",
  text: "string",
  numeric: "numeric",
  integer: "number",
  timestamp: "timestamp",
  boolean: "boolean",
};

/**
 * As what a text file's columns are to be read that an earlier profile has: of a column with several kinds as the first of
 * them. One without values says nothing.
 */
export function knownKinds(profile: Profile | undefined): Map<string, WantedKind> {
  const kinds = new Map<string, WantedKind>();
  for (const column of profile?.columns ?? []) {
    const wanted = wantedKind(column.kind);
    if (wanted !== undefined && hasValues(column) && !kinds.has(column.name)) kinds.set(column.name, wanted);
  }
  return kinds;
}

/** As what a column of texts is to be read so that it can be compared with one of a kind. */
export function wantedKind(kind: ColumnKind | "string"): WantedKind | undefined {
  return kind === "string" ? "string" : OF_KIND[kind];
}
