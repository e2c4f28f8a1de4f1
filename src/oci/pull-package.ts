import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { PawlError } from "../core/errors.ts";
import { type ImageManifest, parseManifest } from "./oci-documents.ts";
import type { Descriptor, OciStore } from "./oci-store.ts";
import { runLimited } from "./run-limited.ts";
import {
  createUnpackBudget,
  DEFAULT_UNPACK_LIMITS,
  type UnpackBudget,
  type UnpackLimits,
} from "./unpack/unpack-budget.ts";
import { type TarKind, unpackTar } from "./unpack/unpack-tar.ts";

export interface PulledFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Of the layer that it came from; of a raw layer that is the file's own. */
  readonly layer: Descriptor;
}

export interface PulledPackage {
  /** Of the manifest. */
  readonly digest: string;
  readonly manifest: ImageManifest;
  /** Sorted by path. */
  readonly files: readonly PulledFile[];
}

export interface PullOptions extends Partial<UnpackLimits> {
  /** Layers under way at once. */
  readonly concurrency?: number;
}

/** Of ModelPack, and of the tools that came before it. */
const PATH_KEYS: readonly string[] = ["org.cncf.model.filepath", "org.opencontainers.image.title"];

/**
 * Unpacks a package into a folder that is not there yet or is empty. The folder appears when everything is in it and
 * every digest was right; until then, and after any error, it stays as it was.
 *
 * @param reference Tag or digest.
 * @throws `NOT_FOUND` where there is no such package; `INPUT_INVALID` for a folder that holds something;
 * `PACKAGE_REFUSED` for a package that is damaged, or hostile; `REGISTRY_REFUSED`.
 */
export async function pullPackage(
  store: OciStore,
  reference: string,
  folder: string,
  options: PullOptions = {},
): Promise<PulledPackage> {
  const stored = await store.readManifest(reference);
  if (stored === undefined) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `${store.repository} has no package ${reference}`,
      hint: "Is the tag or digest right?",
    });
  }
  const manifest = parseManifest(stored.bytes, `${store.repository}@${stored.digest}`);
  const target = resolve(folder);
  await assertEmpty(target);
  const part = join(dirname(target), `.${basename(target)}-${randomUUID()}.part`);
  await mkdir(part, { recursive: true });
  try {
    const files = await unpackLayers(store, manifest, { folder: part, options });
    await takePlace(part, target);
    return { digest: stored.digest, manifest, files };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

async function unpackLayers(
  store: OciStore,
  { layers }: ImageManifest,
  { folder, options }: { readonly folder: string; readonly options: PullOptions },
): Promise<PulledFile[]> {
  const limits = { ...DEFAULT_UNPACK_LIMITS, ...options };
  const budget = createUnpackBudget(limits);
  const promised = layers.reduce((sum, { size }) => sum + size, 0);
  if (promised > limits.maxBytes) {
    throw new PawlError({
      code: "PACKAGE_REFUSED",
      message: `the package has ${String(promised)} bytes, at most ${String(limits.maxBytes)} are unpacked`,
    });
  }
  // Before the first byte is fetched.
  const planned = layers.map((layer) => ({ layer, kind: kindOf(layer), path: rawPath(layer, budget) }));
  const unpacked = await runLimited(planned, options.concurrency ?? 3, async ({ layer, kind, path }) => {
    const source = await store.openBlob(layer);
    if (kind !== "raw") {
      const files = await unpackTar(source, { kind, size: layer.size, folder, budget });
      return files.map((file): PulledFile => ({ ...file, layer }));
    }
    const place = join(folder, path ?? "");
    await mkdir(dirname(place), { recursive: true });
    await pipeline(source, budget.count(), createWriteStream(place, { flags: "wx", mode: 0o644 }));
    return [{ path: path ?? "", bytes: layer.size, layer }];
  });
  return unpacked.flat().toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function kindOf({ mediaType }: Descriptor): "raw" | TarKind {
  if (/[.+]tar$/.test(mediaType)) return "tar";
  if (/[.+]tar[.+]gzip$/.test(mediaType)) return "tar+gzip";
  if (/[.+]tar[.+]zstd$/.test(mediaType)) return "tar+zstd";
  return "raw";
}

/** Takes the path of a layer that is one file; `undefined` of a layer that is an archive. */
function rawPath(layer: Descriptor, budget: UnpackBudget): string | undefined {
  if (kindOf(layer) !== "raw") return undefined;
  const path = PATH_KEYS.map((key) => layer.annotations?.[key]).find((found) => found !== undefined);
  if (path !== undefined) return budget.claimFile(path);
  throw new PawlError({
    code: "PACKAGE_REFUSED",
    message: `the package has a layer ${layer.digest} that does not say where its file belongs`,
    hint: "Name a package in the ModelPack format.",
  });
}

async function assertEmpty(folder: string): Promise<void> {
  const held = await readdir(folder).catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw new PawlError({ code: "INPUT_INVALID", message: `${folder} is no folder`, cause });
  });
  if (held.length === 0) return;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${folder} is not empty`,
    hint: "Name a folder that does not exist yet: nothing is ever unpacked over something.",
  });
}

/** Into the place of the empty folder, if there is one. Fails where somebody has put something there meanwhile. */
async function takePlace(part: string, target: string): Promise<void> {
  await rmdir(target).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  });
  await rename(part, target);
}
