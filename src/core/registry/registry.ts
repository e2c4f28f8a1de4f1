import { z } from "zod";
import { boundedRecord, CommitSha, Instant, label, Sha256, text } from "../evidence/limits.ts";
import { ModelName } from "../evidence/names.ts";
import { OciDigest } from "../evidence/oci-digest.ts";
import { Attestation, LineageDocument, PackageLineage } from "../evidence/package-evidence.ts";

/** Where a version's bytes are. */
export const VersionLocation = z.discriminatedUnion("kind", [
  /** A package in an OCI registry or layout folder; the manifest's digest is the version's. */
  z.strictObject({ kind: z.literal("oci"), repository: label(500) }),
  /** Weights that stay where they are; the digest is the file's own. */
  z.strictObject({ kind: z.literal("uri"), uri: label(1000) }),
]);
export type VersionLocation = z.infer<typeof VersionLocation>;

/**
 * `models/<model>/versions/<n>.json`: one immutable version. Written once, never changed.
 */
export const ModelVersion = z.strictObject({
  schema: z.literal("pawl.version/v1"),
  model: ModelName,
  version: z.int().positive(),
  digest: OciDigest,
  location: VersionLocation,
  /** `registered`: from accepted package evidence of the default branch. `adopted`: existed elsewhere, its making is not verified. */
  origin: z.enum(["registered", "adopted"]),
  /** The commit whose code made it; the version's tag points here, or at the ledger commit of a second version. */
  commit: CommitSha,
  registeredAt: Instant,
  /** Who or what registered it: the workflow run's actor; of an adoption the person. */
  registeredBy: label(100),
  /** sha-256 of the `package` document on the ledger; absent of an adopted version. */
  package: LineageDocument.optional(),
  lineage: PackageLineage,
  attestation: Attestation,
  /** Overall metrics of its evaluation. */
  metrics: boundedRecord(z.number(), 60),
  notes: z.array(text(500)).max(50),
});
export type ModelVersion = z.infer<typeof ModelVersion>;

/** What a report needs to know about a version without opening it. */
export const VersionEntry = z.strictObject({
  version: z.int().positive(),
  digest: OciDigest,
  origin: z.enum(["registered", "adopted"]),
  commit: CommitSha,
  registeredAt: Instant,
  /** sha-256 of the version's document. */
  document: Sha256,
});
export type VersionEntry = z.infer<typeof VersionEntry>;

/** How an alias came to move. */
export const PromotionStanding = z.enum([
  /** A merged pull request whose head had a passing `pawl / promotion`. */
  "approved",
  /** The gate was passed by its `break-glass` rule. */
  "break-glass",
  /** Reached the default branch without a passing verdict: nothing is deployed until somebody entitled confirms. */
  "unverified",
  /** Was `unverified`, and somebody entitled has confirmed it. */
  "confirmed",
]);
export type PromotionStanding = z.infer<typeof PromotionStanding>;

/**
 * `models/<model>/promotions/<environment>-<counter>.json`: one move of an alias. The commit that adds it claims the
 * counter; tag, deployment and dispatch follow from it and can be found again by its names.
 */
export const PromotionRecord = z.strictObject({
  schema: z.literal("pawl.promotion/v1"),
  model: ModelName,
  environment: ModelName,
  /** 1 for the environment's first; the `n` of `<model>#<environment>#<n>`. */
  counter: z.int().positive(),
  kind: z.enum(["promotion", "rollback", "removal"]),
  /** Undefined: the alias was taken away. */
  version: z.int().positive().optional(),
  digest: OciDigest.optional(),
  /** The holder before. */
  previous: z.int().positive().optional(),
  standing: PromotionStanding,
  /** The commit of the default branch that moved the alias. */
  commit: CommitSha,
  movedAt: Instant,
  recordedAt: Instant,
  pullRequest: z.int().positive().optional(),
  /** Who merged or pushed. */
  by: label(100),
  /** Who asked for it, where the pull request is the App's. */
  requestedBy: label(100).optional(),
  approvedBy: z.array(label(100)).max(100),
  /** Of `confirmed` ones. */
  confirmedBy: label(100).optional(),
  /** Of `break-glass` ones, and of rollbacks. */
  reason: text(500).optional(),
  /** What the gate said at the merge, as it was shown; with the sha-256 of the policy's text. */
  gate: z
    .strictObject({ verdict: z.enum(["pass", "fail", "inconclusive"]), text: text(60_000), policy: Sha256 })
    .optional(),
});
export type PromotionRecord = z.infer<typeof PromotionRecord>;

/** How far the consequences of a promotion are: each is found again on GitHub by its name, this is only what is known. */
export const PromotionProgress = z.strictObject({
  environment: ModelName,
  counter: z.int().positive(),
  version: z.int().positive().optional(),
  previous: z.int().positive().optional(),
  kind: z.enum(["promotion", "rollback", "removal"]),
  standing: PromotionStanding,
  commit: CommitSha,
  movedAt: Instant,
  pullRequest: z.int().positive().optional(),
  by: label(100),
  /** sha-256 of the promotion's document. */
  document: Sha256,
  /** Id of GitHub's deployment. */
  deployment: z.int().positive().optional(),
  /** Tag, deployment and dispatch are all there. */
  complete: z.boolean(),
  /** Newest status of the deployment, as GitHub names it. */
  status: label(40).optional(),
  statusAt: Instant.optional(),
});
export type PromotionProgress = z.infer<typeof PromotionProgress>;

/** `models/<model>/registry.json`: everything that a report needs, in one read. Newest first. */
export const Registry = z.strictObject({
  schema: z.literal("pawl.registry/v1"),
  model: ModelName,
  versions: z.array(VersionEntry).max(5000),
  promotions: z.array(PromotionProgress).max(2000),
  /** The newest commit of the default branch whose alias file was looked at. */
  aliasCommit: CommitSha.optional(),
});
export type Registry = z.infer<typeof Registry>;

export function registryPath(model: string): string {
  return `models/${model}/registry.json`;
}

export function versionPath(model: string, version: number): string {
  return `models/${model}/versions/${String(version)}.json`;
}

export function promotionPath(model: string, environment: string, counter: number): string {
  return `models/${model}/promotions/${environment}-${String(counter)}.json`;
}

/** `late-flights@v8.0.0`: GTO's grammar for a version. */
export function versionTag(model: string, version: number): string {
  return `${model}@v${String(version)}.0.0`;
}

/** `late-flights#production#4`: GTO's grammar for an assignment. */
export function promotionTag(model: string, environment: string, counter: number): string {
  return `${model}#${environment}#${String(counter)}`;
}
