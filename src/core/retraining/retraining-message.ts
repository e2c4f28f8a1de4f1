import { z } from "zod";
import { toSafeLabel } from "../evidence/limits.ts";
import { ModelName } from "../evidence/names.ts";
import { formatTrailer, parseTrailer } from "../registry/commit-trailer.ts";
import { DataWindow, RetrainingCause } from "./retraining.ts";

/** What the App's commit on a retraining branch is for. */
export const RetrainingTrailer = z.strictObject({
  model: ModelName,
  counter: z.int().positive(),
  cause: RetrainingCause,
  window: DataWindow.optional(),
});
export type RetrainingTrailer = z.infer<typeof RetrainingTrailer>;

const TRAILER = "Pawl-Retraining";

/** `Retrain late-flights (3)`. */
export function retrainingTitle({ model, counter }: Pick<RetrainingTrailer, "model" | "counter">): string {
  return `Retrain ${model} (${String(counter)})`;
}

/** Message of the App's commit. GitHub signs it, so nobody can change afterwards what it says. */
export function formatRetrainingMessage(trailer: RetrainingTrailer): string {
  const { cause } = trailer;
  // A reason may have several lines, and JSON writes them as one.
  const safe = {
    ...trailer,
    cause: cause.reason === undefined ? cause : { ...cause, reason: toSafeLabel(cause.reason, 500) },
  };
  return formatTrailer(retrainingTitle(trailer), TRAILER, RetrainingTrailer.parse(safe));
}

/** What a commit's message says; `undefined` where it says nothing. Who made the commit has to be looked at as well. */
export function parseRetrainingMessage(message: string): RetrainingTrailer | undefined {
  return parseTrailer(message, TRAILER, RetrainingTrailer);
}
