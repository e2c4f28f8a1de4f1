import type { LayerKind } from "../evidence/package-evidence.ts";

// Names of the CNCF's model-spec (ModelPack).
// @see https://github.com/modelpack/model-spec/blob/main/docs/spec.md

export const MODEL_ARTIFACT_TYPE = "application/vnd.cncf.model.manifest.v1+json";
export const MODEL_CONFIG_TYPE = "application/vnd.cncf.model.config.v1+json";
export const OCI_MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
/** Config of manifests that need none, like those of attachments. */
export const OCI_EMPTY_TYPE = "application/vnd.oci.empty.v1+json";

/** Annotation of a layer: where the file belongs when the package is unpacked. */
export const FILE_PATH = "org.cncf.model.filepath";
/** The same for tools that do not know models: `oras pull` names files by it. */
export const FILE_TITLE = "org.opencontainers.image.title";

/** Media type of a file that is a layer as it is: not archived, so nothing has to be taken apart to read it. */
export function rawMediaType(kind: LayerKind): string {
  return `application/vnd.cncf.model.${kind}.v1.raw`;
}

/** The kind of a raw layer; `undefined` for every other media type, archives among them. */
export function kindOfMediaType(mediaType: string): LayerKind | undefined {
  return LAYER_ORDER.find((kind) => rawMediaType(kind) === mediaType);
}

/** Layers of a package come in this order, and by path within a kind. */
export const LAYER_ORDER = [
  "weight",
  "weight.config",
  "code",
  "doc",
  "dataset",
] as const satisfies readonly LayerKind[];
