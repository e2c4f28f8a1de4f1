import { type Dirent, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Paths of all files below a folder, relative to it with `/`, in the order of their bytes; nothing is held but the listings
 * of the folders that lead to the file. Links to files are followed (DVC makes them), links to folders are not (they can go
 * round in circles).
 *
 * What reading data leaves out, names that begin with `.` or `_`, is here too: an identity that says too often that data
 * are other data costs a look, one that says so too seldom vouches for what it has not seen.
 */
export async function* walkFiles(folder: string, below = ""): AsyncGenerator<string> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  // With `/` after a folder's name, sorting each folder by itself gives the order of the whole paths.
  const sorted = entries
    .map((entry) => ({ entry, key: Buffer.from(entry.isDirectory() ? `${entry.name}/` : entry.name) }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  for (const { entry } of sorted) {
    const path = `${below}${entry.name}`;
    if (entry.isDirectory()) yield* walkFiles(folder, `${path}/`);
    else if (isFile(entry, join(folder, path))) yield path;
  }
}

function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
