import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Folders with TypeScript of ours. */
export const SOURCE_FOLDERS = ["actions", "app", "bench", "bot", "sandbox", "src", "test", "tools"] as const;

export interface SourceText {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

const NOT_OURS = /(^|\/)(node_modules|dist|\.work|fixtures)(\/|$)/;

/** Every TypeScript file of ours, whether git knows it yet or not. */
export function readSourceFiles(folders: readonly string[] = SOURCE_FOLDERS): SourceText[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name).split(sep).join("/"))
      .filter((path) => /\.m?ts$/.test(path) && !NOT_OURS.test(path))
      .sort()
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") })),
  );
}
