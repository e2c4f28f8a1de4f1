import { statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { matchGlob } from "../../core/config/match-glob.ts";

/** Whether a path stands for the files that it matches; one that exists as it is written is no glob. */
export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}

/**
 * The files that a path names, relative to `folder` with `/`, sorted by their bytes: itself, everything in the folder
 * that it is, or what it matches as a glob. Empty where there is nothing. Links to files are followed, links to folders
 * are not.
 */
export async function listDataFiles(folder: string, path: string): Promise<string[]> {
  const plain = path.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  const found = await stat(resolve(folder, plain)).catch(() => undefined);
  if (found?.isDirectory() === true) return sortByBytes(await filesBelow(folder, plain));
  if (found !== undefined) return [plain];
  if (!isGlob(plain)) return [];
  const segments = plain.split("/");
  const fixed = segments.slice(0, segments.findIndex(isGlob)).join("/");
  const files = await filesBelow(folder, fixed).catch(() => []);
  return sortByBytes(files.filter((file) => matchGlob(plain, file)));
}

async function filesBelow(folder: string, below: string): Promise<string[]> {
  const files: string[] = [];
  const waiting = [below];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await readdir(resolve(folder, at), { withFileTypes: true })) {
      const path = at === "" || at === "." ? entry.name : `${at}/${entry.name}`;
      const isFile = entry.isSymbolicLink()
        ? (statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() ?? false)
        : entry.isFile();
      if (entry.isDirectory()) waiting.push(path);
      else if (isFile) files.push(path);
    }
  }
  return files;
}

function sortByBytes(files: readonly string[]): string[] {
  return files
    .map((path) => ({ path, key: Buffer.from(path) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ path }) => path);
}
