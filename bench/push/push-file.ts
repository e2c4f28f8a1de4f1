import { Readable } from "node:stream";
import { digestOf } from "../../src/core/package/digest-of.ts";
import { fileBlob } from "../../src/oci/file-blob.ts";
import { MANIFEST_TYPE } from "../../src/oci/oci-documents.ts";
import type { BlobSource } from "../../src/oci/oci-store.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { pushBlobs } from "../../src/oci/push-blobs.ts";

/** What the package action does with a file of weights: hash it, send it, and a manifest: `push-file.ts <file> <address>`. */
const [file = "", address = ""] = process.argv.slice(2);
const store = openOciStore(address);
const weights = await fileBlob(file);
const config = bytesBlob(Buffer.from("{}"));
await pushBlobs(store, [weights, config]);
await store.pushManifest(formatManifest(weights, config), MANIFEST_TYPE, "v1");

function bytesBlob(bytes: Buffer): BlobSource {
  const open = (offset: number) => Readable.from([bytes.subarray(offset)], { objectMode: false });
  return { digest: digestOf(bytes), size: bytes.length, open };
}

function formatManifest(layer: BlobSource, empty: BlobSource): Buffer {
  const descriptor = ({ digest, size }: BlobSource, mediaType: string) => ({ mediaType, digest, size });
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      artifactType: "application/vnd.cncf.model.manifest.v1+json",
      config: descriptor(empty, "application/vnd.cncf.model.config.v1+json"),
      layers: [descriptor(layer, "application/vnd.cncf.model.weight.v1.raw")],
    }),
  );
}
