import { type Dirent, realpathSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { matchPaths } from "../core/config/match-paths.ts";
import { toSafeText } from "../core/evidence/limits.ts";
import type { FileIdentity } from "../core/evidence/run-evidence.ts";
import { hashFile } from "./hash-file.ts";

const MAX_OUTPUTS = 1000;
/** Entries that are looked at before giving up: a glob must not walk a disk for hours. */
const MAX_ENTRIES = 500_000;
const SKIPPED_FOLDERS = new Set([".git", "node_modules", "__pycache__", ".venv"]);

export interface IdentifiedOutputs {
  readonly outputs: readonly FileIdentity[];
  readonly notes: readonly string[];
}

/**
 * The files that a list of paths and globs (as in .gitignore, relative to `folder`) chooses, with their digests, by
 * path. Only regular files that lie in the workspace: a link could name any file of the machine. Never rejects.
 */
export async function identifyOutputs(
  globs: readonly string[],
  { folder, workspace, since }: { readonly folder: string; readonly workspace: string; readonly since: Date },
): Promise<IdentifiedOutputs> {
  if (globs.length === 0) return { outputs: [], notes: [] };
  const notes: string[] = [];
  const outside = globs.filter((glob) => !isInside(resolve(folder, literalStart(glob)), workspace));
  for (const glob of outside)
    notes.push(`Output ${toSafeText(glob, 200)} lies outside of the workspace and is left out.`);
  const inside = globs.filter((glob) => !outside.includes(glob)).map((glob) => glob.replace(/^\.\//, ""));
  const walked = await listFiles(folder, notes);
  const chosen = matchPaths(inside, walked);
  for (const glob of inside) {
    if (!glob.startsWith("!") && matchPaths([glob], walked).length === 0) {
      notes.push(`Output ${toSafeText(glob, 200)} matches no file.`);
    }
  }
  if (chosen.length > MAX_OUTPUTS) {
    notes.push(`${String(chosen.length)} files match the outputs; the first ${String(MAX_OUTPUTS)} are listed.`);
  }
  const outputs: FileIdentity[] = [];
  const old: string[] = [];
  for (const path of chosen.toSorted().slice(0, MAX_OUTPUTS)) {
    try {
      const { mtimeMs } = await lstat(join(folder, path));
      if (mtimeMs < since.getTime() - 2000) old.push(path);
      outputs.push({ path: toSafeText(path, 500), ...(await hashFile(join(folder, path))) });
    } catch (error) {
      notes.push(
        `Output ${toSafeText(path, 200)} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      );
    }
  }
  if (old.length > 0) {
    notes.push(
      `${String(old.length)} output files are older than this run, for example ${toSafeText(old[0] ?? "", 200)}.`,
    );
  }
  return { outputs, notes };
}

/** What of a glob comes before its first wildcard. */
function literalStart(glob: string): string {
  const plain = glob.replace(/^!/, "");
  const wildcard = plain.search(/[*?[{]/);
  return wildcard < 0 ? plain : plain.slice(0, plain.lastIndexOf("/", wildcard) + 1);
}

function isInside(path: string, workspace: string): boolean {
  const root = resolve(workspace);
  return path === root || path.startsWith(`${root}${sep}`);
}

async function listFiles(folder: string, notes: string[]): Promise<string[]> {
  const files: string[] = [];
  const folders = [""];
  let entries = 0;
  // The list grows while it is walked. Links are neither files nor folders here, so nothing leads out of the workspace.
  for (const prefix of folders) {
    for (const entry of await listEntries(join(realpathSync(folder), prefix))) {
      entries += 1;
      if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) folders.push(`${prefix}${entry.name}/`);
      else if (entry.isFile()) files.push(`${prefix}${entry.name}`);
    }
    if (entries > MAX_ENTRIES) {
      notes.push(`More than ${String(MAX_ENTRIES)} files in the working folder: outputs beyond them are not listed.`);
      break;
    }
  }
  return files;
}

async function listEntries(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}
