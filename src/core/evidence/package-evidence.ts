import { z } from "zod";
import { evidenceHeader } from "./identity.ts";
import { label, Sha256, text } from "./limits.ts";
import { OciDigest } from "./oci-digest.ts";
import { Outcome } from "./run-evidence.ts";

/** What a layer holds, in the words of the ModelPack media types. */
export const LayerKind = z.enum(["weight", "weight.config", "doc", "code", "dataset"]);
export type LayerKind = z.infer<typeof LayerKind>;

export const PackageLayer = z.strictObject({
  kind: LayerKind,
  mediaType: label(200),
  /** Of the layer's bytes; of a raw layer that is the file's own. */
  digest: OciDigest,
  bytes: z.int().nonnegative(),
  /** Where the file belongs when the package is unpacked. */
  path: label(500),
});
export type PackageLayer = z.infer<typeof PackageLayer>;

/** A document that hangs on the package in the registry: by referrers, or by the fallback tag. */
export const PackageAttachment = z.strictObject({
  kind: z.enum(["model-card", "ml-bom", "evidence", "attestation"]),
  /** Of the attachment's manifest. */
  digest: OciDigest,
  mediaType: label(200),
});
export type PackageAttachment = z.infer<typeof PackageAttachment>;

/** An evidence document that the package was made from, by what identifies it on the ledger. */
export const LineageDocument = z.strictObject({
  /** sha-256 of the document's bytes. */
  document: Sha256,
  workflowRun: z.strictObject({ id: z.int().positive(), attempt: z.int().positive() }),
  key: label(100).optional(),
});
export type LineageDocument = z.infer<typeof LineageDocument>;

export const PackageLineage = z.strictObject({
  run: LineageDocument.optional(),
  evaluations: z.array(LineageDocument).max(20),
  data: z.array(z.strictObject({ name: label(), fingerprint: label(100), document: Sha256.optional() })).max(100),
  inputDigest: Sha256.optional(),
  /** Links between these documents and the package that are missing, one sentence each; absent: none is. */
  broken: z.array(text(500)).min(1).max(20).optional(),
});
export type PackageLineage = z.infer<typeof PackageLineage>;

/** Whether the bytes are signed, and where that can be looked up; where not, why not. */
export const Attestation = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("signed"), id: label(200), url: label(500).optional() }),
  z.strictObject({ kind: z.literal("digests-only"), reason: text(500) }),
]);
export type Attestation = z.infer<typeof Attestation>;

/** A model that was packed and pushed. `key` tells apart several packages of one workflow run. */
export const PackageEvidence = z.strictObject({
  schema: z.literal("pawl.package/v1"),
  ...evidenceHeader,
  outcome: Outcome,
  /** Absent where packing failed. */
  package: z
    .strictObject({
      /** Of the manifest. */
      digest: OciDigest,
      /** Where it can be pulled: `ghcr.io/acme/late-flights`, `oci-layout:models`; without tag or digest. */
      repository: label(500),
      /** Tags that were set, newest meaning first; digests are what counts. */
      tags: z.array(label(128)).max(10),
      bytes: z.int().nonnegative(),
      layers: z.array(PackageLayer).min(1).max(1000),
      attachments: z.array(PackageAttachment).max(50),
    })
    .optional(),
  card: z.strictObject({ sha256: Sha256, license: label(100).optional(), summary: text(2000).optional() }).optional(),
  lineage: PackageLineage,
  attestation: Attestation,
  notes: z.array(text(500)).max(50),
});
export type PackageEvidence = z.infer<typeof PackageEvidence>;
