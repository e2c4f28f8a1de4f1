import { resolve } from "node:path";
import { type DriftRequest, detectDrift } from "../core/drift/detect-drift.ts";
import type { NamedProfile } from "../core/drift/named-profile.ts";
import { PawlError } from "../core/errors.ts";
import type { BatchRequest, CutReference } from "../engine/detect-dataset-drift.ts";
import { readProfileDocument } from "../runner/datasets/profile-document.ts";
import type { RenderedDrift } from "./render-drift.ts";

export interface ProfileComparison {
  /** Path of the profile to judge. */
  readonly current: string;
  readonly references: readonly BatchRequest[] | CutReference;
  readonly options: Omit<DriftRequest, "reference" | "current" | "slices">;
  readonly folder: string;
}

/** Compares a profile that was made earlier with others, without an engine. Throws `INPUT_INVALID` where the past is data. */
export async function compareProfiles({
  current,
  references,
  options,
  folder,
}: ProfileComparison): Promise<RenderedDrift> {
  const { profile } = await readProfileDocument(resolve(folder, current), current);
  const known = "cut" in references ? [] : references;
  const past: NamedProfile[] = known.flatMap((batch) =>
    "profile" in batch ? [{ name: batch.name, profile: batch.profile }] : [],
  );
  if (past.length === 0 || past.length < known.length) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `${current} is a profile, and what it is to be compared with are data`,
      hint: "A profile stands on the bins of another one. Profile the past first, and then this with --reference and the first of these profiles.",
    });
  }
  const ordered = (options.ordered ?? true) && !known.some(({ timeless }) => timeless === true);
  const detection = detectDrift({ reference: past, current: profile, ...options, ordered });
  return { detection, references: past, current: { source: { name: current }, profile } };
}
