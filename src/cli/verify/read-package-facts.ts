import { createHash } from "node:crypto";
import { PawlError } from "../../core/errors.ts";
import type { PackageAttachment } from "../../core/evidence/package-evidence.ts";
import { ATTACHMENT_TYPES } from "../../core/package/make-attachment.ts";
import type { AttachedFacts, BlobFacts, PackageFacts } from "../../core/package/package-facts.ts";
import { parsePackageManifest } from "../../core/package/parse-package-manifest.ts";
import { parseManifest } from "../../oci/oci-documents.ts";
import type { Descriptor, OciStore } from "../../oci/oci-store.ts";
import type { PackageReference } from "../../oci/package-address.ts";
import { runLimited } from "../../oci/run-limited.ts";

/** An attachment is a document; what is larger is not read. */
const MAX_ATTACHMENT_BYTES = 16 * 1024 * 1024;
const MAX_ATTACHMENTS = 100;
const CONCURRENCY = 3;

export interface ReadOptions {
  /** Ask only whether the blobs are there. */
  readonly quick: boolean;
  readonly onBlob: (path: string) => void;
}

/**
 * What the registry says about a package: every blob read and hashed, and what hangs on it.
 *
 * @throws `NOT_FOUND` where there is no such package, `PACKAGE_REFUSED` where it is no model or is another than was asked
 * for.
 */
export async function readPackageFacts(
  store: OciStore,
  { tag, digest }: Pick<PackageReference, "tag" | "digest">,
  options: ReadOptions,
): Promise<Pick<PackageFacts, "digest" | "repository" | "package" | "blobs" | "attached">> {
  const reference = digest ?? tag ?? "latest";
  const stored = await store.readManifest(reference);
  if (stored === undefined) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `${store.repository} has no package ${reference}`,
      hint: "Is the tag or digest right, and may you pull from there?",
    });
  }
  const parsed = parsePackageManifest(stored.bytes, `${store.repository}@${stored.digest}`);
  const blobs = [
    { path: "the config", digest: parsed.config.digest, size: parsed.config.bytes },
    ...parsed.layers.map(({ path, digest: own, bytes }) => ({ path, digest: own, size: bytes })),
  ];
  return {
    digest: stored.digest,
    repository: store.repository,
    package: parsed,
    blobs: await runLimited(blobs, CONCURRENCY, (blob) => readBlob(store, blob, options)),
    attached: await readAttached(store, stored.digest),
  };
}

async function readBlob(
  store: OciStore,
  { path, digest, size }: { readonly path: string; readonly digest: string; readonly size: number },
  { quick, onBlob }: ReadOptions,
): Promise<BlobFacts> {
  onBlob(path);
  if (!(await store.hasBlob(digest))) return { path, state: "absent" };
  if (quick) return { path, state: "there" };
  try {
    for await (const _ of await store.openBlob({ digest, size }));
    return { path, state: "same" };
  } catch (error) {
    if (error instanceof PawlError && error.code === "PACKAGE_REFUSED") return { path, state: "differs" };
    throw error;
  }
}

async function readAttached(store: OciStore, digest: string): Promise<AttachedFacts[]> {
  const listed = (await store.listAttachments(digest)).slice(0, MAX_ATTACHMENTS);
  const read = await runLimited(listed, CONCURRENCY, (descriptor) => readAttachment(store, descriptor));
  return read.flatMap((facts) => facts ?? []);
}

/** `undefined` for what other tools have hung there. A document that is gone or damaged has no bytes that could be right. */
async function readAttachment(
  store: OciStore,
  { digest, artifactType }: Descriptor,
): Promise<AttachedFacts | undefined> {
  const kind = kindOf(artifactType);
  const stored = kind === undefined ? undefined : await store.readManifest(digest);
  if (kind === undefined || stored === undefined) return undefined;
  const [layer] = parseManifest(stored.bytes, `${store.repository}@${digest}`).layers;
  if (layer === undefined || layer.size > MAX_ATTACHMENT_BYTES) return undefined;
  const bytes = await readAll(store, layer);
  return { kind, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

async function readAll(store: OciStore, layer: Descriptor): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of await store.openBlob(layer)) chunks.push(Buffer.from(chunk));
  } catch (error) {
    if (error instanceof PawlError && error.code === "PACKAGE_REFUSED") return new Uint8Array();
    throw error;
  }
  return Buffer.concat(chunks);
}

function kindOf(artifactType: string | undefined): PackageAttachment["kind"] | undefined {
  const kinds = ["model-card", "ml-bom", "evidence", "attestation"] as const;
  return kinds.find((kind) => ATTACHMENT_TYPES[kind] === artifactType);
}
