import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { type DataPointer, parseLfsPointer } from "../../core/dataset/data-pointer.ts";
import { withoutSecrets } from "../../core/dataset/remote-address.ts";
import { toSafeText } from "../../core/evidence/limits.ts";
import type { DatasetIdentity } from "../../core/evidence/run-evidence.ts";
import { git } from "../git.ts";
import { hashFile } from "../hash-file.ts";
import { hashFiles } from "./hash-files.ts";
import { isGlob, listDataFiles } from "./list-data-files.ts";
import { readDvcFile, readDvcLock, readLfsPointer } from "./read-pointers.ts";
import { walkFiles } from "./walk-files.ts";

export interface DatasetRequest {
  readonly name: string;
  /** File, folder, glob or `.dvc` file, relative to `folder`. */
  readonly path: string;
}

export interface IdentifiedDataset {
  readonly identity?: DatasetIdentity | undefined;
  readonly note?: string | undefined;
}

/**
 * Which data a run used. What DVC or Git LFS has written down is taken from there; everything else is read once from
 * end to end. Never rejects: data that is missing or cannot be read is a note.
 */
export async function identifyDataset(
  { name, path }: DatasetRequest,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<IdentifiedDataset> {
  const label = { name: toSafeText(name, 200), path: toSafeText(withoutSecrets(path), 500) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
    return {
      note: `${label.path}: data outside of the checkout cannot be identified; name the local copy or a .dvc file.`,
    };
  }
  try {
    const absolute = resolve(folder, path);
    const found =
      (await readMatching(path, folder)) ??
      (await readRecorded(absolute, folder, env)) ??
      (await readContent(absolute));
    const { note, ...identity } = found;
    return { identity: { ...label, ...withoutUndefined(identity) }, note };
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const reason = missing
      ? "does not exist"
      : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { note: toSafeText(`Dataset ${label.name}: ${label.path} ${reason}.`, 500) };
  }
}

type Found = Omit<DatasetIdentity, "name" | "path" | "bytes" | "files"> & {
  readonly bytes?: number | undefined;
  readonly files?: number | undefined;
  readonly note?: string | undefined;
};

/** The files of a glob; `undefined` where the path names one file or folder. */
async function readMatching(path: string, folder: string): Promise<Found | undefined> {
  if (!isGlob(path) || existsSync(resolve(folder, path))) return undefined;
  const matching = await listDataFiles(folder, path);
  if (matching.length === 0) throw new Error("it matches no file");
  const { sha256, bytes, files } = await hashFiles(folder, matching);
  return { algorithm: "sha256", source: "content", value: sha256, bytes, files };
}

async function readRecorded(path: string, folder: string, env: NodeJS.ProcessEnv): Promise<Found | undefined> {
  const pointer = (await findPointer(path, folder)) ?? (await readLfs(path, env));
  if (pointer === undefined) return undefined;
  const actual = path.endsWith(".dvc") ? path.slice(0, -".dvc".length) : path;
  return { ...pointer, note: await noteOtherSize(actual, pointer) };
}

/** What DVC has written down about a path (absolute), whether the data are there or not. */
export async function findPointer(path: string, folder: string): Promise<DataPointer | undefined> {
  if (path.endsWith(".dvc")) return readDvcFile(path);
  if (existsSync(`${path}.dvc`)) return readDvcFile(`${path}.dvc`);
  // dvc.lock lies beside dvc.yaml: in the data's folder or in one above it, up to the working folder.
  for (let at = dirname(path); isInside(at, folder); at = dirname(at)) {
    const lock = join(at, "dvc.lock");
    if (existsSync(lock)) return readDvcLock(lock, relative(at, path).split(sep).join("/"));
    if (at === dirname(at)) break;
  }
  return undefined;
}

function isInside(path: string, folder: string): boolean {
  const root = resolve(folder);
  return path === root || path.startsWith(`${root}${sep}`);
}

/** The pointer itself where the data was not fetched; where it was, the pointer that git holds for it. */
async function readLfs(path: string, env: NodeJS.ProcessEnv): Promise<DataPointer | undefined> {
  const found = await stat(path);
  if (!found.isFile()) return undefined;
  const checkedOut = await readLfsPointer(path);
  if (checkedOut !== undefined) return checkedOut;
  try {
    const attribute = await git(dirname(path), ["check-attr", "filter", "--", basename(path)], env);
    if (!attribute.trimEnd().endsWith(": lfs")) return undefined;
    const pointer = parseLfsPointer(await git(dirname(path), ["cat-file", "-p", `:./${basename(path)}`], env));
    return pointer?.bytes === found.size ? pointer : undefined;
  } catch {
    return undefined; // Not a git checkout, or not tracked: then the content is read.
  }
}

/** A recorded identity is only as good as the record: where the size shows that the data is another, that is said. */
async function noteOtherSize(path: string, { bytes, value, source }: DataPointer): Promise<string | undefined> {
  if (source !== "dvc" || bytes === undefined || value.endsWith(".dir") || !existsSync(path)) return undefined;
  const found = await stat(path);
  if (!found.isFile() || found.size === bytes) return undefined;
  return toSafeText(
    `${basename(path)} has ${String(found.size)} bytes, but DVC recorded ${String(bytes)}: its identity is that of the record.`,
    500,
  );
}

async function readContent(path: string): Promise<Found> {
  const found = await stat(path);
  if (found.isDirectory()) {
    const { sha256, bytes, files } = await hashFiles(path, walkFiles(path));
    return { algorithm: "sha256", source: "content", value: sha256, bytes, files };
  }
  const { sha256, bytes } = await hashFile(path);
  return { algorithm: "sha256", source: "content", value: sha256, bytes };
}

function withoutUndefined({ algorithm, source, value, bytes, files }: Omit<Found, "note">) {
  return {
    algorithm,
    source,
    value,
    ...(bytes === undefined ? {} : { bytes }),
    ...(files === undefined ? {} : { files }),
  };
}
