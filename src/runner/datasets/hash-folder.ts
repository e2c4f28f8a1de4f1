import { createHash, type Hash } from "node:crypto";
import { type Dirent, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { hashFile } from "../hash-file.ts";

export interface FolderDigest {
  readonly sha256: string;
  readonly bytes: number;
  readonly files: number;
}

/**
 * Content identity of a folder: the sha-256 of one line `<sha-256>  <path>` for each file, sorted by the bytes of the
 * paths, which are relative and have `/`. It is what `sha256sum` prints for the sorted list of files, hashed. Nothing
 * is held but one folder's listing. Links to files are followed (DVC makes them), links to folders are not (they can
 * go round in circles).
 */
export async function hashFolder(folder: string): Promise<FolderDigest> {
  const total = { hash: createHash("sha256"), bytes: 0, files: 0 };
  await addFolder(folder, "", total);
  return { sha256: total.hash.digest("hex"), bytes: total.bytes, files: total.files };
}

async function addFolder(
  folder: string,
  prefix: string,
  total: { readonly hash: Hash; bytes: number; files: number },
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  // With `/` after a folder's name, sorting each folder by itself gives the order of the whole paths.
  const sorted = entries
    .map((entry) => ({ entry, key: Buffer.from(entry.isDirectory() ? `${entry.name}/` : entry.name) }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  for (const { entry } of sorted) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      await addFolder(path, `${prefix}${entry.name}/`, total);
    } else if (isFile(entry, path)) {
      const { sha256, bytes } = await hashFile(path);
      total.hash.update(`${sha256}  ${prefix}${entry.name}\n`);
      total.bytes += bytes;
      total.files += 1;
    }
  }
}

function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
