import type { ColumnKind, ColumnProfile, NumericProfile, Profile } from "../../../src/core/dataset/profile.ts";

type ProfileOf<Kind extends ColumnKind> = Kind extends NumericProfile["kind"]
  ? NumericProfile
  : Extract<ColumnProfile, { kind: Kind }>;

/** The column with the name, or the first one; of the kind that it is expected to have. */
export function columnOf<Kind extends ColumnKind>(profile: Profile, kind: Kind, name?: string): ProfileOf<Kind> {
  const found = profile.columns.find((column) => name === undefined || column.name === name);
  const isKind = (column: ColumnProfile | undefined): column is ProfileOf<Kind> => column?.kind === kind;
  if (!isKind(found)) throw new Error(`the column is ${String(found?.kind)}, not ${kind}`);
  return found;
}
