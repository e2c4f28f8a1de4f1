import { PawlError } from "../errors.ts";
import { addCounts } from "./add-counts.ts";
import { mergeColumns, profilesDiffer, sameFrame } from "./merge-columns.ts";
import type { PairProfile, Profile } from "./profile.ts";

/**
 * The profile of all rows together, from profiles on the same frames: counts add up exactly. What does not add up is null
 * (`distinct` of numbers and texts, repeated rows) or a bound (spikes, categories without a place in the list: see the
 * parts). Throws `INPUT_INVALID` where columns or frames differ, and for no profile at all.
 */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const [first, ...others] = profiles;
  if (first === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "there is no profile to merge",
      hint: "Give at least one.",
    });
  }
  return others.reduce(mergeTwo, first);
}

function mergeTwo(one: Profile, other: Profile): Profile {
  if (one.columns.length !== other.columns.length) {
    throw profilesDiffer(
      `one profile has ${String(one.columns.length)} columns, another ${String(other.columns.length)}`,
    );
  }
  return {
    rows: one.rows + other.rows,
    // A row may repeat one of the other data.
    duplicateRows: null,
    columns: one.columns.map((column, index) => mergeColumns(column, other.columns[index])),
    pairs: mergePairs(one.pairs, other.pairs),
  };
}

/** Two counts of one pair of columns, added up; `undefined` where they were counted on different groups. */
export function mergePair(one: PairProfile, other: PairProfile | undefined): PairProfile | undefined {
  if (other === undefined || !sameFrame(one.x, other.x) || !sameFrame(one.y, other.y)) return undefined;
  return { ...one, counts: addCounts(one.counts, other.counts) };
}

function mergePairs(one: readonly PairProfile[], other: readonly PairProfile[]): PairProfile[] {
  const merged = one.flatMap((pair, index) => mergePair(pair, other[index]) ?? []);
  if (one.length === other.length && merged.length === one.length) return merged;
  throw profilesDiffer("pairs of columns were counted on different groups");
}
