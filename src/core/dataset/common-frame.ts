import { hasValues } from "./has-values.ts";
import { familyOf } from "./kind-family.ts";
import type { ColumnProfile, PairAxis, PairProfile, Profile } from "./profile.ts";

/**
 * What other data are to be counted on so that they can be compared with all of these, whichever kind they have a column as:
 * of each column and each kind of it the first profile that has it so, with values where any has some, the kind of the newest
 * profile first; and of each pair the first. `undefined` for no profile.
 */
export function commonFrame(profiles: readonly Profile[]): Profile | undefined {
  const [first] = profiles;
  if (first === undefined) return undefined;
  const columns = new Map<string, ColumnProfile[]>();
  const pairs = new Map<string, PairProfile>();
  for (const profile of profiles) {
    for (const column of profile.columns) columns.set(column.name, withColumn(columns.get(column.name) ?? [], column));
    for (const pair of profile.pairs) {
      const key = JSON.stringify([...keyOf(pair.x), ...keyOf(pair.y)]);
      if (!pairs.has(key)) pairs.set(key, pair);
    }
  }
  return { ...first, columns: [...columns.values()].flat(), pairs: [...pairs.values()] };
}

/** A column without values says nothing of its kind: it is there only where no other one is. */
function withColumn(known: readonly ColumnProfile[], column: ColumnProfile): ColumnProfile[] {
  if (!hasValues(column)) return known.length === 0 ? [column] : [...known];
  const family = familyOf(column.kind);
  const filled = known.filter(hasValues);
  const same = filled.find(({ kind }) => familyOf(kind) === family) ?? column;
  return [same, ...filled.filter((other) => other !== same)];
}

function keyOf(axis: PairAxis): readonly string[] {
  return [axis.column, "edges" in axis ? "edges" : "categories"];
}
