import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { hashFile } from "../hash-file.ts";
import type { FolderDigest } from "./hash-folder.ts";

/** Content identity of a list of files, sorted already: as of a folder that holds just them, under these paths. */
export async function hashFiles(folder: string, files: readonly string[]): Promise<FolderDigest> {
  const hash = createHash("sha256");
  let bytes = 0;
  for (const file of files) {
    const hashed = await hashFile(resolve(folder, file));
    hash.update(`${hashed.sha256}  ${file}\n`);
    bytes += hashed.bytes;
  }
  return { sha256: hash.digest("hex"), bytes, files: files.length };
}
