import type { Profile } from "../dataset/profile.ts";

/** One reference batch. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}
