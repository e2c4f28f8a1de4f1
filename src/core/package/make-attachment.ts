import { createHash } from "node:crypto";
import type { PackageAttachment } from "../evidence/package-evidence.ts";
import { FILE_TITLE, OCI_EMPTY_TYPE, OCI_MANIFEST_TYPE } from "./model-pack.ts";

/** Bytes of the config that the OCI specification gives to manifests that need none. */
const EMPTY_CONFIG = new TextEncoder().encode("{}");

/** Media types of what hangs on a package; by them it is found again. */
export const ATTACHMENT_TYPES = {
  "model-card": "text/markdown",
  "ml-bom": "application/vnd.cyclonedx+json",
  evidence: "application/vnd.in-toto+json",
  attestation: "application/vnd.dev.sigstore.bundle.v0.3+json",
} as const satisfies Record<PackageAttachment["kind"], string>;

export interface AttachmentRequest {
  readonly kind: PackageAttachment["kind"];
  /** File name under which tools save it: `ml-bom.json`. */
  readonly name: string;
  readonly content: Uint8Array;
  /** The package. */
  readonly subject: { readonly digest: string; readonly size: number };
}

export interface SmallBlob {
  readonly bytes: Uint8Array;
  readonly digest: string;
}

/** A manifest with a subject, and the blobs that have to be there before it. */
export interface AttachmentPlan {
  readonly manifest: Uint8Array;
  readonly blobs: readonly SmallBlob[];
}

/** One document as an OCI artifact of its own that speaks about a package. */
export function makeAttachment({ kind, name, content, subject }: AttachmentRequest): AttachmentPlan {
  const mediaType = ATTACHMENT_TYPES[kind];
  const config = toBlob(EMPTY_CONFIG);
  const blob = toBlob(content);
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST_TYPE,
    artifactType: mediaType,
    config: { mediaType: OCI_EMPTY_TYPE, digest: config.digest, size: config.bytes.byteLength },
    layers: [{ mediaType, digest: blob.digest, size: content.byteLength, annotations: { [FILE_TITLE]: name } }],
    subject: { mediaType: OCI_MANIFEST_TYPE, ...subject },
  };
  return { manifest: new TextEncoder().encode(JSON.stringify(manifest)), blobs: [config, blob] };
}

function toBlob(bytes: Uint8Array): SmallBlob {
  return { bytes, digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}` };
}
