import { type Dirent, realpathSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Entries that are looked at before giving up: a glob must not walk a disk for hours. */
const MAX_ENTRIES = 500_000;
const SKIPPED_FOLDERS = new Set([".git", "node_modules", "__pycache__", ".venv"]);

export interface RegularFiles {
  /** Relative to the folder, with `/` between folders. */
  readonly files: readonly string[];
  /** False: there are more than 500,000 entries, and the rest was not looked at. */
  readonly complete: boolean;
}

/** Every file below a folder that is a file itself: links could name any file of the machine, and are left out. */
export async function listRegularFiles(folder: string): Promise<RegularFiles> {
  const files: string[] = [];
  const folders = [""];
  let entries = 0;
  // The list grows while it is walked. Links are neither files nor folders here, so nothing leads out of the folder.
  for (const prefix of folders) {
    for (const entry of await listEntries(join(realpathSync(folder), prefix))) {
      entries += 1;
      if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) folders.push(`${prefix}${entry.name}/`);
      else if (entry.isFile()) files.push(`${prefix}${entry.name}`);
    }
    if (entries > MAX_ENTRIES) return { files, complete: false };
  }
  return { files, complete: true };
}

async function listEntries(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}
