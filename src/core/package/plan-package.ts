import { PawlError } from "../errors.ts";
import { toSafeLabel } from "../evidence/limits.ts";
import type { PackageLayer } from "../evidence/package-evidence.ts";
import type { RunEvidence } from "../evidence/run-evidence.ts";
import { checkPackagePath } from "./check-package-path.ts";
import { digestOf } from "./digest-of.ts";
import {
  FILE_PATH,
  FILE_TITLE,
  LAYER_ORDER,
  MODEL_ARTIFACT_TYPE,
  MODEL_CONFIG_TYPE,
  OCI_MANIFEST_TYPE,
  rawMediaType,
} from "./model-pack.ts";
import { nameFormat } from "./name-format.ts";
import type { PackageFile } from "./package-file.ts";
import { trainingOf } from "./package-sources.ts";
import { findPathClash } from "./path-claims.ts";

/** As many as a `package` document lists. */
const MAX_FILES = 1000;

export interface PackageRequest {
  readonly model: string;
  readonly files: readonly PackageFile[];
  /** `https://github.com/acme/demo`: a registry of GitHub gives the package to this repository. */
  readonly sourceUrl: string;
  /** Commit of the package where no run says of which the model is. */
  readonly commit: string;
  readonly run: RunEvidence | undefined;
  readonly license: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
}

/** A package before anything of it is sent. */
export interface PackagePlan {
  readonly manifest: Uint8Array;
  /** `sha256:…` of the manifest. */
  readonly digest: string;
  readonly config: { readonly bytes: Uint8Array; readonly digest: string };
  /** In the manifest's order. */
  readonly layers: readonly PackageLayer[];
  /** All layers. */
  readonly bytes: number;
}

/**
 * Manifest and config of a package. They depend on nothing but the files and the training, so that packing the same
 * model again gives the same digest.
 *
 * @throws `INPUT_INVALID` where there is no weight file, a path cannot be one, or two paths would be one file.
 */
export function planPackage(request: PackageRequest): PackagePlan {
  assertPackable(request.files);
  const files = request.files.toSorted(
    (a, b) => LAYER_ORDER.indexOf(a.kind) - LAYER_ORDER.indexOf(b.kind) || (a.path < b.path ? -1 : 1),
  );
  const layers = files.map(
    ({ kind, path, bytes, sha256 }): PackageLayer => ({
      kind,
      mediaType: rawMediaType(kind),
      digest: `sha256:${sha256}`,
      bytes,
      path,
    }),
  );
  const config = toBytes(describeModel(request, layers));
  const configDigest = digestOf(config);
  const manifest = toBytes({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST_TYPE,
    artifactType: MODEL_ARTIFACT_TYPE,
    config: { mediaType: MODEL_CONFIG_TYPE, digest: configDigest, size: config.byteLength },
    layers: layers.map(({ mediaType, digest, bytes, path }) => ({
      mediaType,
      digest,
      size: bytes,
      annotations: { [FILE_PATH]: path, [FILE_TITLE]: path },
    })),
    annotations: annotationsOf(request),
  });
  return {
    manifest,
    digest: digestOf(manifest),
    config: { bytes: config, digest: configDigest },
    layers,
    bytes: layers.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function assertPackable(files: readonly PackageFile[]): void {
  if (!files.some(({ kind }) => kind === "weight")) {
    throw refusal("no file holds the model's weights", "Name them in the input files, like model.joblib.");
  }
  if (files.length > MAX_FILES) {
    const hint = "Put a folder of many small files into one archive in a step before, and name the archive.";
    throw refusal(`${String(files.length)} files are to be packed, at most ${String(MAX_FILES)} can be`, hint);
  }
  for (const { path } of files) {
    const fault = checkPackagePath(path);
    if (fault !== undefined) throw refusal(`${show(path)} ${fault}`, "Rename the file, or leave it out with !path.");
  }
  const clash = findPathClash(files.map(({ path }) => path));
  if (clash === undefined) return;
  throw refusal(
    `${show(clash[0])} and ${show(clash[1])} cannot be told apart on every disk`,
    "macOS and Windows do not tell capital from small letters. Rename one, or leave it out with !path.",
  );
}

function show(path: string): string {
  return toSafeLabel(path, 200);
}

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}

/** The config of the model-spec: its schema allows these keys and no others. */
function describeModel(request: PackageRequest, layers: readonly PackageLayer[]): object {
  const { model, run, license, title, description, sourceUrl } = request;
  const training = run === undefined ? undefined : trainingOf(run);
  const format = nameFormat(layers.filter(({ kind }) => kind === "weight").map(({ path }) => path));
  return {
    descriptor: {
      name: model,
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(training === undefined ? {} : { createdAt: training.finishedAt }),
      sourceURL: sourceUrl,
      revision: training?.commit ?? request.commit,
      ...(license === undefined ? {} : { licenses: [license] }),
    },
    config: format === undefined ? {} : { format },
    modelfs: { type: "layers", diffIds: layers.map(({ digest }) => digest) },
  };
}

function annotationsOf({ model, run, license, description, sourceUrl, commit }: PackageRequest): object {
  const training = run === undefined ? undefined : trainingOf(run);
  return {
    ...(training === undefined ? {} : { "org.opencontainers.image.created": training.finishedAt }),
    ...(description === undefined ? {} : { "org.opencontainers.image.description": description }),
    ...(license === undefined ? {} : { "org.opencontainers.image.licenses": license }),
    "org.opencontainers.image.revision": training?.commit ?? commit,
    "org.opencontainers.image.source": sourceUrl,
    "org.opencontainers.image.title": model,
  };
}

function toBytes(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
