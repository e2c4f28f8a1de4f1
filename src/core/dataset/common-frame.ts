import { hasValues } from "./has-values.ts";
import type { ColumnProfile, PairProfile, Profile } from "./profile.ts";

/**
 * What other data are to be counted on so that they can be compared with all of these: of each column and each pair the first
 * profile that has it, with values where any has some. `undefined` for no profile.
 */
export function commonFrame(profiles: readonly Profile[]): Profile | undefined {
  const [first] = profiles;
  if (first === undefined) return undefined;
  const columns = new Map<string, ColumnProfile>();
  const pairs = new Map<string, PairProfile>();
  for (const profile of profiles) {
    for (const column of profile.columns) {
      const known = columns.get(column.name);
      if (known === undefined || (!hasValues(known) && hasValues(column))) columns.set(column.name, column);
    }
    for (const pair of profile.pairs) {
      const key = JSON.stringify([pair.x.column, pair.y.column]);
      if (!pairs.has(key)) pairs.set(key, pair);
    }
  }
  return { ...first, columns: [...columns.values()], pairs: [...pairs.values()] };
}
