import { z } from "zod";
import { PawlError } from "../errors.ts";

export const EVIDENCE_KINDS = ["run", "evaluation", "data", "drift", "package", "deployment"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Model and environment names; they become parts of branch, tag, artifact and file names. */
export const ModelName = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "must be lower-case letters, digits and inner hyphens, like late-flights");

/** Tells apart several documents of one model in one workflow run: a matrix cell, a seed. */
export const EvidenceKey = ModelName;

export interface EvidenceName {
  readonly kind: EvidenceKind;
  readonly model: string;
  readonly key?: string | undefined;
}

/**
 * `pawl-<kind>-<model>[-<key>]`. Hyphens make this ambiguous to parse, so nothing parses it: the App reads the kind
 * from the name and then demands that the document inside formats to exactly this name.
 */
export function formatArtifactName({ kind, model, key }: EvidenceName): string {
  return `pawl-${kind}-${model}${key === undefined ? "" : `-${key}`}`;
}

/** The kind of evidence that an artifact claims to hold; `undefined` for artifacts that are none of ours. */
export function artifactKind(artifactName: string): EvidenceKind | undefined {
  return EVIDENCE_KINDS.find((kind) => artifactName.startsWith(`pawl-${kind}-`));
}

/** Predictions are not evidence: they travel beside it. */
export function formatPredictionsName(model: string, key?: string): string {
  return `pawl-predictions-${model}${key === undefined ? "" : `-${key}`}`;
}

/** Throws `INPUT_INVALID` with the rule in the message. */
export function parseModelName(value: string): string {
  if (ModelName.safeParse(value).success) return value;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `"${value.slice(0, 80)}" is not a model name`,
    hint: "Use lower-case letters, digits and inner hyphens, at most 64 characters, like late-flights.",
  });
}
