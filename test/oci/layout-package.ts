import { Readable } from "node:stream";
import { digestOf } from "../../src/core/package/digest-of.ts";
import { MANIFEST_TYPE } from "../../src/oci/oci-documents.ts";
import type { OciStore } from "../../src/oci/oci-store.ts";

export interface LayerToPack {
  readonly bytes: Buffer;
  readonly mediaType: string;
  /** Of the annotation; undefined: none. */
  readonly path?: string | undefined;
}

/** Puts a package of these layers into a store, however strange they are, and returns its digest. */
export async function packLayers(store: OciStore, layers: readonly LayerToPack[], tag?: string): Promise<string> {
  const empty = Buffer.from("{}");
  for (const bytes of [empty, ...layers.map((layer) => layer.bytes)]) {
    await store.pushBlob({
      digest: digestOf(bytes),
      size: bytes.length,
      open: (offset) => Readable.from([bytes.subarray(offset)], { objectMode: false }),
    });
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    artifactType: "application/vnd.cncf.model.manifest.v1+json",
    config: { mediaType: "application/vnd.cncf.model.config.v1+json", digest: digestOf(empty), size: empty.length },
    layers: layers.map(({ bytes, mediaType, path }) => ({
      mediaType,
      digest: digestOf(bytes),
      size: bytes.length,
      ...(path === undefined ? {} : { annotations: { "org.cncf.model.filepath": path } }),
    })),
  };
  return store.pushManifest(Buffer.from(JSON.stringify(manifest)), MANIFEST_TYPE, tag);
}
