import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { matchGlob } from "../../core/config/match-glob.ts";
import { walkFiles } from "./walk-files.ts";

/** Whether a path stands for the files that it matches; one that exists as it is written is no glob. */
export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}

/**
 * The files that a path names, relative to `folder` with `/` (absolute where the path is), sorted by their bytes: itself,
 * everything in the folder that it is, or what it matches as a glob. Empty where there is nothing.
 */
export async function listDataFiles(folder: string, path: string): Promise<string[]> {
  const plain = path.replace(/^(\.\/)+/, "").replace(/(?<=.)\/+$/, "");
  const found = await stat(resolve(folder, plain)).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) return [plain];
  if (found === undefined && !isGlob(plain)) return [];
  const segments = plain.split("/");
  const place = found === undefined ? segments.slice(0, segments.findIndex(isGlob)).join("/") : plain;
  const prefix = place === "" || place === "." ? (plain.startsWith("/") ? "/" : "") : `${place}/`;
  const files: string[] = [];
  const root = resolve(folder, prefix);
  if ((await stat(root).catch(() => undefined))?.isDirectory() !== true) return files;
  for await (const below of walkFiles(root)) {
    const file = `${prefix}${below}`;
    if (found !== undefined || matchGlob(plain, file)) files.push(file);
  }
  return files;
}
