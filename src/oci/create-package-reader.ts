import { realpath } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { PawlError } from "../core/errors.ts";
import type { PackageReader, PackageState } from "../core/registry/package-reader.ts";
import { findLayoutManifest } from "./layout/find-layout-manifest.ts";
import { openLayoutStore } from "./layout/open-layout-store.ts";
import { MANIFEST_TYPE, parseManifest } from "./oci-documents.ts";
import type { StoredManifest } from "./oci-store.ts";
import { assertDigest, type PackageAddress, parsePackageAddress } from "./package-address.ts";
import { connectRegistry } from "./registry/connect-registry.ts";
import type { CredentialSource } from "./registry/credentials.ts";
import { hasBlob } from "./registry/has-blob.ts";
import { DEFAULT_PATIENCE, type Patience } from "./registry/patience.ts";
import { fetchManifest } from "./registry/registry-manifests.ts";
import { runLimited } from "./run-limited.ts";

export interface PackageReaderOptions {
  /**
   * What may be asked: a registry (`ghcr.io`; `http://registry.internal:5000` without encryption), a part of one
   * (`ghcr.io/acme`), or a folder that holds layout folders (`oci-layout:/srv/models`). A package's address comes from
   * a job, which must not choose whom this process speaks to.
   */
  readonly allowed: readonly string[];
  readonly credentials?: CredentialSource | undefined;
  /** For all of one look. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 15_000;
/** Somebody waits for the answer, and "unknown" is one. */
const PATIENCE: Patience = { ...DEFAULT_PATIENCE, attempts: 3, firstDelayMs: 300, maxDelayMs: 3000, idleMs: 10_000 };
const LOOKS_AT_ONCE = 6;
/** A package of more parts than this is taken for whole when these are there. */
const MAX_LOOKS = 200;

interface Place {
  readonly manifest: (digest: string) => Promise<StoredManifest | undefined>;
  readonly has: (digest: string) => Promise<boolean>;
}

/** Asks whether packages can be pulled: the manifest, read and hashed, and that each of its blobs is there. */
export function createPackageReader({
  allowed,
  credentials,
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: PackageReaderOptions): PackageReader {
  return {
    look: async (repository, digest) => {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        assertDigest(digest);
        const place = await openPlace(parsePackageAddress(repository), { repository, allowed, credentials, signal });
        return await look(place, repository, digest);
      } catch (error) {
        if (signal.aborted) return { kind: "unknown", reason: `no answer within ${String(timeoutMs / 1000)} s` };
        return { kind: "unknown", reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

async function look(place: Place, repository: string, digest: string): Promise<PackageState> {
  const manifest = await place.manifest(digest);
  if (manifest === undefined) return { kind: "absent" };
  if (manifest.digest !== digest) return { kind: "differs", digest: manifest.digest };
  // Something that was adopted: an index, or an image of Docker's own kind. Its manifest is all that we can read of it.
  if (manifest.mediaType !== MANIFEST_TYPE) return { kind: "pullable" };
  const { config, layers } = parseManifest(manifest.bytes, repository);
  const blobs = [...new Set([config, ...layers].map((blob) => blob.digest))].slice(0, MAX_LOOKS);
  const there = await runLimited(blobs, LOOKS_AT_ONCE, place.has);
  // A registry that has lost a blob still has the manifest.
  return { kind: there.every(Boolean) ? "pullable" : "absent" };
}

interface Asked {
  readonly repository: string;
  readonly allowed: readonly string[];
  readonly credentials: CredentialSource | undefined;
  readonly signal: AbortSignal;
}

async function openPlace(address: PackageAddress, { repository, allowed, credentials, signal }: Asked): Promise<Place> {
  if (address.kind === "layout") {
    const folder = await allowedFolder(address.folder, allowed);
    if (folder === undefined) throw notAllowed(repository);
    return { manifest: (digest) => findLayoutManifest(folder, digest), has: openLayoutStore(folder).hasBlob };
  }
  const entry = allowed.find((text) => isWithin(repository, withoutScheme(text)));
  if (entry === undefined) throw notAllowed(repository);
  const connection = connectRegistry({
    registry: address.registry,
    name: address.name,
    credentials,
    plainHttp: entry.startsWith("http://") ? true : undefined,
    patience: PATIENCE,
    signal,
  });
  return {
    manifest: (digest) => fetchManifest(connection, digest),
    has: (digest) => hasBlob(connection, digest),
  };
}

function withoutScheme(text: string): string {
  return text.replace(/^https?:\/\//, "").replace(/\/+$/, "");
}

function isWithin(repository: string, entry: string): boolean {
  return entry !== "" && `${repository.toLowerCase()}/`.startsWith(`${entry.toLowerCase()}/`);
}

/** The folder as it really is, where it is one of those that may be looked into or lies in one. */
async function allowedFolder(folder: string, allowed: readonly string[]): Promise<string | undefined> {
  const real = (path: string) => realpath(resolve(path)).catch(() => resolve(path));
  const wanted = await real(folder);
  for (const entry of allowed) {
    if (!entry.startsWith("oci-layout:")) continue;
    const way = relative(await real(entry.slice("oci-layout:".length)), wanted);
    if (!isAbsolute(way) && way !== ".." && !/^\.\.[/\\]/.test(way)) return wanted;
  }
  return undefined;
}

function notAllowed(repository: string): PawlError {
  return new PawlError({
    code: "REGISTRY_REFUSED",
    message: `${repository} is not among the registries that may be asked`,
    hint: "PAWL_REGISTRIES names them; for the App whoever runs it sets it.",
  });
}
