import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { pipeline as pipe } from "node:stream/promises";
import { PawlError } from "../../core/errors.ts";
import { digestOf } from "../../core/package/digest-of.ts";
import { attachByTag, listByTag } from "../attach-by-tag.ts";
import { checkedManifest } from "../checked-manifest.ts";
import { checkDigest } from "../digest.ts";
import { describeAttachment, MAX_MANIFEST_BYTES } from "../oci-documents.ts";
import type { BlobSource, Descriptor, OciStore } from "../oci-store.ts";
import { assertDigest, assertTag } from "../package-address.ts";
import { findLayoutManifest } from "./find-layout-manifest.ts";
import { type LayoutPaths, layoutPaths, listManifest, openPlain, prepareLayout } from "./layout-files.ts";
import { withLock } from "./with-lock.ts";

/** A folder in the OCI image layout as a store. It is made by the first push; reading makes nothing. */
export function openLayoutStore(folder: string): OciStore {
  const paths = layoutPaths(folder);
  const repository = `oci-layout:${folder}`;
  const readManifest = (reference: string) =>
    checkedManifest(reference, repository, (asked) => findLayoutManifest(folder, asked));
  const putManifest = async (bytes: Uint8Array, mediaType: string, tag?: string): Promise<string> => {
    if (bytes.length > MAX_MANIFEST_BYTES) {
      throw new PawlError({ code: "PACKAGE_REFUSED", message: `${repository}: the manifest has more than 4 MiB` });
    }
    const digest = digestOf(bytes);
    await writeBlob(
      paths,
      { digest, size: bytes.length, open: () => Readable.from([Buffer.from(bytes)], { objectMode: false }) },
      repository,
    );
    await listManifest(paths, { mediaType, digest, size: bytes.length }, tag);
    return digest;
  };
  const locked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await prepareLayout(paths);
    return withLock(paths.lock, work);
  };
  return {
    repository,
    pushBlob: async (blob, onProgress) => {
      assertDigest(blob.digest);
      if ((await sizeOf(paths, blob.digest)) === blob.size) return "present";
      await prepareLayout(paths);
      await writeBlob(paths, blob, repository, onProgress);
      return "pushed";
    },
    pushManifest: async (bytes, mediaType, tag) => {
      if (tag !== undefined) assertTag(tag);
      return locked(() => putManifest(bytes, mediaType, tag));
    },
    readManifest,
    openBlob: (descriptor) => openBlob(paths, descriptor, repository),
    hasBlob: async (digest) => {
      assertDigest(digest);
      return (await sizeOf(paths, digest)) !== undefined;
    },
    listAttachments: async (digest) => {
      assertDigest(digest);
      return listByTag({ repository, readManifest, pushManifest: putManifest }, digest);
    },
    attach: async (subject, bytes, mediaType) => {
      const attachment = describeAttachment(
        { bytes, mediaType, digest: digestOf(bytes) },
        `${repository}@${digestOf(bytes)}`,
      );
      await locked(async () => {
        await putManifest(bytes, mediaType);
        // Under the lock nobody can write between, so nothing has to settle.
        await attachByTag(
          { repository, readManifest, pushManifest: putManifest },
          { subject, attachment, settleMs: 0 },
        );
      });
      return attachment;
    },
  };
}

async function writeBlob(
  paths: LayoutPaths,
  blob: BlobSource,
  repository: string,
  onProgress?: (sent: number) => void,
): Promise<void> {
  if ((await sizeOf(paths, blob.digest)) === blob.size) return;
  const part = paths.part();
  let sent = 0;
  const source = blob.open(0);
  if (onProgress !== undefined) {
    source.on("data", (chunk: Buffer) => {
      sent += chunk.length;
      onProgress(sent);
    });
  }
  try {
    await pipe(source, checkDigest(blob, repository), createWriteStream(part, { flags: "wx" }));
    await rename(part, paths.blob(blob.digest));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function openBlob(
  paths: LayoutPaths,
  descriptor: Pick<Descriptor, "digest" | "size">,
  repository: string,
): Promise<Readable> {
  assertDigest(descriptor.digest);
  const handle = await openPlain(paths.blob(descriptor.digest));
  if (handle === undefined) {
    throw new PawlError({ code: "NOT_FOUND", message: `${repository} has no blob ${descriptor.digest}` });
  }
  return pipeline(handle.createReadStream(), checkDigest(descriptor, repository), () => undefined);
}

async function sizeOf(paths: LayoutPaths, digest: string): Promise<number | undefined> {
  const handle = await openPlain(paths.blob(digest));
  if (handle === undefined) return undefined;
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
