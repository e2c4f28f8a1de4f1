import { z } from "zod";
import { PawlError } from "../errors.ts";
import { OciDigest } from "../evidence/oci-digest.ts";
import type { PackageLayer } from "../evidence/package-evidence.ts";
import { parseStrictJson } from "../evidence/strict-json.ts";
import { checkPackagePath } from "./check-package-path.ts";
import { FILE_PATH, kindOfMediaType, MODEL_ARTIFACT_TYPE } from "./model-pack.ts";
import { findPathClash } from "./path-claims.ts";

/** Registries take manifests up to this size. */
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;

/** 16 TiB; beyond it a number of bytes is a mistake or an attack. */
const Size = z
  .int()
  .nonnegative()
  .max(2 ** 44);

// Not strict: the OCI specification lets anybody add keys.
const Manifest = z.object({
  schemaVersion: z.literal(2),
  artifactType: z.string().optional(),
  config: z.object({ mediaType: z.string().max(200), digest: OciDigest, size: Size }),
  layers: z
    .array(
      z.object({
        mediaType: z.string().max(200),
        digest: OciDigest,
        size: Size,
        annotations: z.record(z.string(), z.string()).optional(),
      }),
    )
    .min(1)
    .max(1000),
});

export interface ParsedPackage {
  readonly config: { readonly digest: string; readonly bytes: number };
  readonly layers: readonly PackageLayer[];
}

/**
 * Reads the manifest of a package, which anybody who can push may have written. Every path is safe to write below a folder.
 *
 * @throws `PACKAGE_REFUSED` where it is no model, has layers that are archives, or paths that lead elsewhere.
 */
export function parsePackageManifest(bytes: Uint8Array, source: string): ParsedPackage {
  if (bytes.byteLength > MAX_MANIFEST_BYTES) throw refusal(`${source}: the manifest is larger than 4 MiB`);
  const parsed = Manifest.safeParse(readJson(bytes, source));
  if (!parsed.success) throw refusal(`${source}: ${z.prettifyError(parsed.error).slice(0, 500)}`);
  const { artifactType, config, layers } = parsed.data;
  if (artifactType !== MODEL_ARTIFACT_TYPE) {
    throw refusal(`${source} is no model package: its artifactType is ${artifactType?.slice(0, 100) ?? "missing"}`);
  }
  const read = layers.map(({ mediaType, digest, size, annotations }): PackageLayer => {
    const kind = kindOfMediaType(mediaType);
    const path = annotations?.[FILE_PATH];
    if (kind === undefined) throw refusal(`${source}: layer ${digest} is ${mediaType}, which is not read here`);
    if (path === undefined) throw refusal(`${source}: layer ${digest} does not say which file it is`);
    const fault = checkPackagePath(path);
    if (fault !== undefined) throw refusal(`${source}: the path ${JSON.stringify(path.slice(0, 200))} ${fault}`);
    return { kind, mediaType, digest, bytes: size, path };
  });
  const clash = findPathClash(read.map(({ path }) => path));
  if (clash !== undefined) throw refusal(`${source}: ${clash.join(" and ")} would be one file on some disks`);
  return { config: { digest: config.digest, bytes: config.size }, layers: read };
}

function readJson(bytes: Uint8Array, source: string): unknown {
  try {
    return parseStrictJson(bytes, source);
  } catch (cause) {
    throw refusal(`${source}: the manifest is not JSON`, cause);
  }
}

function refusal(message: string, cause?: unknown): PawlError {
  return new PawlError({
    code: "PACKAGE_REFUSED",
    message,
    hint: "Packages are made by the package action; archives are unpacked by tools of their own.",
    ...(cause === undefined ? {} : { cause }),
  });
}
