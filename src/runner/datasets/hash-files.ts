import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { hashFile } from "../hash-file.ts";

export interface FilesDigest {
  readonly sha256: string;
  readonly bytes: number;
  readonly files: number;
}

/**
 * Content identity of files, which come sorted by the bytes of their paths: the sha-256 of one line `<sha-256>  <path>` for
 * each. It is what `sha256sum` prints for the sorted list of files, hashed.
 */
export async function hashFiles(folder: string, files: Iterable<string> | AsyncIterable<string>): Promise<FilesDigest> {
  const hash = createHash("sha256");
  let [bytes, count] = [0, 0];
  for await (const file of files) {
    const hashed = await hashFile(resolve(folder, file));
    hash.update(`${hashed.sha256}  ${file}\n`);
    bytes += hashed.bytes;
    count += 1;
  }
  return { sha256: hash.digest("hex"), bytes, files: count };
}
