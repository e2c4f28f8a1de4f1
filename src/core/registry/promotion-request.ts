import { z } from "zod";
import { label, toSafeLabel } from "../evidence/limits.ts";
import { ModelName } from "../evidence/names.ts";
import { formatTrailer, parseTrailer } from "./commit-trailer.ts";

/** What a pull request of the App asks for. */
export const PromotionRequest = z.strictObject({
  kind: z.enum(["promotion", "rollback"]),
  model: ModelName,
  environment: ModelName,
  version: z.int().positive(),
  /** Whoever asked for it, who counts as its author; absent where registration did. */
  requestedBy: label(100).optional(),
  reason: label(500).optional(),
});
export type PromotionRequest = z.infer<typeof PromotionRequest>;

const TRAILER = "Pawl-Request";

/**
 * Branch of the one living pull request of its kind. A slash keeps the two names apart: with a hyphen, `fraud` to
 * `eu-production` and `fraud-eu` to `production` would share one.
 */
export function requestBranch({
  kind,
  model,
  environment,
}: Pick<PromotionRequest, "kind" | "model" | "environment">): string {
  return `${kind === "promotion" ? "pawl-promote" : "pawl-rollback"}/${model}/${environment}`;
}

/** `Promote late-flights 8 to production`. */
export function requestTitle({ kind, model, environment, version }: PromotionRequest): string {
  return kind === "promotion"
    ? `Promote ${model} ${String(version)} to ${environment}`
    : `Roll ${environment} of ${model} back to ${String(version)}`;
}

/**
 * Message of the App's commit. The request is kept there, and not in the pull request's text, because a commit that GitHub
 * signed cannot be edited by anybody.
 */
export function formatRequestMessage(request: PromotionRequest): string {
  const safe = request.reason === undefined ? request : { ...request, reason: toSafeLabel(request.reason, 500) };
  return formatTrailer(requestTitle(request), TRAILER, PromotionRequest.parse(safe));
}

/** The request in a commit's message; `undefined` where there is none. Who made the commit has to be looked at as well. */
export function parseRequestMessage(message: string): PromotionRequest | undefined {
  return parseTrailer(message, TRAILER, PromotionRequest);
}

/** First line of the pull request's text. It names, it proves nothing. */
export function requestMarker({ kind, model, environment, version }: PromotionRequest): string {
  return `<!-- pawl:${kind} ${model} ${environment} ${String(version)} -->`;
}
