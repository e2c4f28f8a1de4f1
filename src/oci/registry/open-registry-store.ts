import { attachByTag, listByTag } from "../attach-by-tag.ts";
import { checkedManifest } from "../checked-manifest.ts";
import { describeAttachment } from "../oci-documents.ts";
import type { OciStore } from "../oci-store.ts";
import { assertDigest, assertTag } from "../package-address.ts";
import { connectRegistry, type RegistryTarget } from "./connect-registry.ts";
import { downloadBlob } from "./download-blob.ts";
import { hasBlob } from "./has-blob.ts";
import { fetchManifest, fetchReferrers, putManifest } from "./registry-manifests.ts";
import { uploadBlob } from "./upload-blob.ts";

/** A repository of a registry as a store. Nothing is sent before the first call. */
export function openRegistryStore(target: RegistryTarget, chunkBytes: number | undefined): OciStore {
  const connection = connectRegistry(target);
  const { repository, patience } = connection;
  const store: OciStore = {
    repository,
    pushBlob: (blob, onProgress) => {
      assertDigest(blob.digest);
      return uploadBlob(connection, blob, { chunkBytes, onProgress });
    },
    pushManifest: async (bytes, mediaType, tag) => {
      if (tag !== undefined) assertTag(tag);
      return (await putManifest(connection, { bytes, mediaType, tag })).digest;
    },
    readManifest: (reference) => checkedManifest(reference, repository, (asked) => fetchManifest(connection, asked)),
    openBlob: (descriptor) => {
      assertDigest(descriptor.digest);
      return downloadBlob(connection, descriptor);
    },
    hasBlob: (digest) => {
      assertDigest(digest);
      return hasBlob(connection, digest);
    },
    listAttachments: async (digest) => {
      assertDigest(digest);
      return (await fetchReferrers(connection, digest)) ?? listByTag(store, digest);
    },
    attach: async (subject, bytes, mediaType) => {
      const { digest, subject: noted } = await putManifest(connection, { bytes, mediaType });
      const attachment = describeAttachment({ bytes, mediaType, digest }, `${repository}@${digest}`);
      if (noted !== subject.digest) await attachByTag(store, { subject, attachment, settleMs: patience.settleMs });
      return attachment;
    },
  };
  return store;
}
