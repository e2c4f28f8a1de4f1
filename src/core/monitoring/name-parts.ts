import { mergeProfiles } from "../dataset/merge-profiles.ts";
import type { Profile } from "../dataset/profile.ts";
import type { ProfiledBatch } from "../evidence/data-batches.ts";
import { windowName } from "./batch-name.ts";
import type { DataCut } from "./plan-cut.ts";

const DAY_MS = 86_400_000;

/** A part with fewer rows than this share of the average is none of its own: the data begin or end in the midst of it. */
const LEAST_SHARE = 0.3;

/**
 * The parts of a cut with their names, oldest first: `2026-10-05` or `2026-10-05T06:00Z` where they are cut by time,
 * `part-07` where by rows. A part of few rows is put to the one before it (the first to the one after it), an empty one is
 * left out.
 *
 * @param profiles One for each part of the cut, on one frame.
 */
export function nameParts(cut: DataCut, profiles: readonly Profile[]): readonly ProfiledBatch[] {
  const parts = profiles.map((profile, index): ProfiledBatch => ({ ...placeOf(cut, index), profile }));
  const filled = parts.filter(({ profile }) => profile.rows > 0);
  const average = filled.reduce((sum, { profile }) => sum + profile.rows, 0) / Math.max(1, filled.length);
  const isSmall = ({ profile }: ProfiledBatch) => profile.rows < LEAST_SHARE * average;
  const joined: ProfiledBatch[] = [];
  for (const part of filled) {
    const before = joined.at(-1);
    if (before === undefined || !(isSmall(part) || isSmall(before))) joined.push(part);
    else joined.splice(-1, 1, join(before, part));
  }
  return joined;
}

function placeOf(cut: DataCut, index: number): Omit<ProfiledBatch, "profile"> {
  if (cut.by === "rows") return { name: `part-${String(index + 1).padStart(2, "0")}` };
  const at = (batch: number) => new Date(Date.parse(cut.start) + batch * cut.lengthMs).toISOString();
  const start = at(index);
  const isDays = cut.lengthMs % DAY_MS === 0 && start.endsWith("T00:00:00.000Z");
  return { name: isDays ? start.slice(0, 10) : windowName(start), start, end: at(index + 1) };
}

function join(one: ProfiledBatch, other: ProfiledBatch): ProfiledBatch {
  const { end } = other;
  const profile = mergeProfiles([one.profile, other.profile]);
  return { ...one, ...(end === undefined ? {} : { end }), profile };
}
