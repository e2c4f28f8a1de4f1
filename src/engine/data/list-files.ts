import { type Dirent, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { matchGlob } from "../../core/config/match-glob.ts";

/** A file below the place that a path names: the folder, or the part of a glob before its first pattern. */
export interface ListedFile {
  readonly path: string;
  /** Relative to `folder`, or absolute where the path was; with `/`. */
  readonly name: string;
  /** Folders and file name below the place, with `/`; the file's name alone where the path is the file itself. */
  readonly below: string;
}

/**
 * The files that a path names, sorted by the bytes of their names: itself, everything in the folder that it is, or what
 * it matches as a glob. A path that exists as it is written is no glob. Files and folders that begin with `.` or `_` are
 * bookkeeping of other tools and left out, unless the path names them. Empty where there is nothing.
 */
export async function listFiles(folder: string, path: string): Promise<ListedFile[]> {
  const plain = path.replace(/^(\.\/)+/, "").replace(/(?<=.)\/+$/, "");
  const found = await stat(resolve(folder, plain)).catch(() => undefined);
  if (found?.isDirectory() === true) return filesBelow(folder, plain, () => true);
  if (found !== undefined) return [{ path: resolve(folder, plain), name: plain, below: plain.split("/").at(-1) ?? "" }];
  const segments = plain.split("/");
  const first = segments.findIndex((segment) => /[*?[{]/.test(segment));
  if (first === -1) return [];
  const glob = segments.slice(first).join("/");
  const place = first === 1 && segments[0] === "" ? "/" : segments.slice(0, first).join("/");
  return filesBelow(folder, place, (below) => matchGlob(glob, below), glob);
}

async function filesBelow(
  folder: string,
  place: string,
  isWanted: (below: string) => boolean,
  glob = "**",
): Promise<ListedFile[]> {
  const depth = glob.includes("**") ? Number.POSITIVE_INFINITY : glob.split("/").length;
  const root = resolve(folder, place);
  const found: string[] = [];
  const waiting = [""];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await readdir(join(root, at), { withFileTypes: true }).catch(() => [])) {
      if (isBookkeeping(entry.name) && !/(^|\/)[._]/.test(glob)) continue;
      const below = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory() && below.split("/").length < depth) waiting.push(below);
      else if (isFile(entry, join(root, below)) && isWanted(below)) found.push(below);
    }
  }
  const prefix = place === "" || place === "." ? "" : place.endsWith("/") ? place : `${place}/`;
  return sortByBytes(found).map((below) => ({ path: join(root, below), name: `${prefix}${below}`, below }));
}

function isBookkeeping(name: string): boolean {
  return name.startsWith(".") || (name.startsWith("_") && !name.includes("="));
}

function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function sortByBytes(names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, key: Buffer.from(name) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ name }) => name);
}
