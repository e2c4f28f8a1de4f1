import { readFile, stat } from "node:fs/promises";

/** Text files larger than this are not results. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A text file of at most 64 MiB, without a byte order mark. Throws with a sentence that does not name the file. */
export async function readBoundedText(absolute: string, maxBytes = MAX_BYTES): Promise<string> {
  const { size } = await stat(absolute);
  if (size > maxBytes) throw new Error(`has ${String(size)} bytes, at most ${String(maxBytes)} are read`);
  return (await readFile(absolute, "utf8")).replace(/^\uFEFF/, "");
}
