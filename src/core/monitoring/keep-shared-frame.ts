import type { Profile } from "../dataset/profile.ts";
import { sharesFrame } from "./shares-frame.ts";

interface Kept<Part> {
  readonly kept: readonly Part[];
  /** Counted in other bins than those that are kept. */
  readonly left: readonly Part[];
}

/**
 * The parts that can stand in one reference, with those that are in it already and with each other: from the newest on each
 * that shares a frame with all that are kept so far.
 *
 * @param parts Oldest first, and so are the kept ones.
 * @param base In any case; all of the parts have to share a frame with these.
 */
export function keepSharedFrame<Part extends { readonly profile: Profile }>(
  parts: readonly Part[],
  base: readonly Part[] = [],
): Kept<Part> {
  const known = base.map(({ profile }) => profile);
  const kept = new Set<Part>();
  for (const part of parts.toReversed()) {
    if (!known.every((profile) => sharesFrame(profile, part.profile))) continue;
    known.push(part.profile);
    kept.add(part);
  }
  return { kept: parts.filter((part) => kept.has(part)), left: parts.filter((part) => !kept.has(part)) };
}
