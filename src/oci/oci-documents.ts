import { z } from "zod";
import { PawlError } from "../core/errors.ts";
import { OciDigest } from "../core/evidence/oci-digest.ts";
import type { Descriptor, StoredManifest } from "./oci-store.ts";

export const MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
export const INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
/** What the specification says that registries have to accept; more is never read. */
export const MAX_MANIFEST_BYTES = 4 * 2 ** 20;

const annotations = z.record(z.string(), z.string());
/** Other people's documents have keys that we do not know, so these schemas are not strict. */
const DescriptorDocument = z.object({
  mediaType: z.string().max(255),
  digest: OciDigest,
  size: z.int().nonnegative(),
  artifactType: z.string().max(255).optional(),
  annotations: annotations.optional(),
});

/** An image manifest of the OCI image specification 1.1, which is what holds a package. */
export const ImageManifest = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.literal(MANIFEST_TYPE).optional(),
  artifactType: z.string().max(255).optional(),
  config: DescriptorDocument,
  layers: z.array(DescriptorDocument).max(10_000),
  subject: DescriptorDocument.optional(),
  annotations: annotations.optional(),
});
export type ImageManifest = z.infer<typeof ImageManifest>;

/** An image index: of a layout folder, of referrers, of a fallback tag. */
export const ImageIndex = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.literal(INDEX_TYPE).optional(),
  manifests: z.array(DescriptorDocument).max(20_000),
  annotations: annotations.optional(),
});
export type ImageIndex = z.infer<typeof ImageIndex>;

/** @throws `PACKAGE_REFUSED` where the bytes are no image manifest. */
export function parseManifest(bytes: Uint8Array, source: string): ImageManifest {
  return parse(ImageManifest, bytes, source, "image manifest");
}

/** @throws `PACKAGE_REFUSED` where the bytes are no image index. */
export function parseIndex(bytes: Uint8Array, source: string): ImageIndex {
  return parse(ImageIndex, bytes, source, "image index");
}

/** The bytes of an index, the same for the same descriptors. */
export function formatIndex(manifests: readonly Descriptor[]): Uint8Array {
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests }));
}

/**
 * The descriptor under which an attachment is listed: with what its manifest says that it is.
 *
 * @throws `PACKAGE_REFUSED` where the bytes are no image manifest.
 */
export function describeAttachment(manifest: StoredManifest, source: string): Descriptor {
  const { artifactType, config, annotations: notes } = parseManifest(manifest.bytes, source);
  return {
    mediaType: manifest.mediaType,
    digest: manifest.digest,
    size: manifest.bytes.length,
    // As the specification says: of a manifest without an artifact type it is the media type of its config.
    artifactType: artifactType ?? config.mediaType,
    ...(notes === undefined ? {} : { annotations: notes }),
  };
}

function parse<Document>(schema: z.ZodType<Document>, bytes: Uint8Array, source: string, what: string): Document {
  const refuse = (why: string, cause?: unknown): PawlError =>
    new PawlError({
      code: "PACKAGE_REFUSED",
      message: `${source} is no OCI ${what}: ${why}`,
      hint: "Name a package that Pawl or another tool for ModelPack has pushed.",
      cause,
    });
  if (bytes.length > MAX_MANIFEST_BYTES) throw refuse(`it has ${String(bytes.length)} bytes`);
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw refuse("it is not JSON", cause);
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not what the specification says"}`);
}
