import { fitProfile } from "../dataset/fit-profile.ts";
import { ColumnProfile, PairProfile, Profile } from "../dataset/profile.ts";
import { PawlError } from "../errors.ts";
import { jsonBytes } from "./fit-list.ts";
import { toSafeLabel } from "./limits.ts";

interface FittedPart {
  readonly value: Profile | undefined;
  readonly notes: readonly string[];
}

/** The columns and pairs of a profile that a document accepts. */
export function keepValidProfile(profile: Profile | undefined): FittedPart {
  if (profile === undefined) return { value: undefined, notes: [] };
  const columns = profile.columns
    .map((column) => ({ ...column, name: toSafeLabel(column.name), type: toSafeLabel(column.type) }))
    .filter((column) => ColumnProfile.safeParse(column).success)
    .slice(0, 5000);
  const pairs = profile.pairs.filter((pair) => PairProfile.safeParse(pair).success);
  const lost = profile.columns.length - columns.length;
  const notes = lost === 0 ? [] : [`The profiles of ${String(lost)} columns could not be recorded and are left out.`];
  const value = { ...profile, columns, pairs };
  return Profile.safeParse(value).success
    ? { value, notes }
    : { value: undefined, notes: ["The profile could not be recorded and is left out."] };
}

/** A profile of at most about `maxBytes`: coarser where it has to be, and left out where not even that helps. */
export function fitProfilePart(profile: Profile | undefined, maxBytes: number): FittedPart {
  if (profile === undefined || jsonBytes(profile) <= maxBytes) return { value: profile, notes: [] };
  try {
    const fitted = fitProfile(profile, maxBytes);
    return { value: fitted.profile, notes: fitted.notes };
  } catch (error) {
    if (!(error instanceof PawlError) || error.code !== "EVIDENCE_TOO_LARGE") throw error;
    return { value: undefined, notes: [`The profile is left out: ${error.message}.`] };
  }
}
