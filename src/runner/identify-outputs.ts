import { lstat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { matchPaths } from "../core/config/match-paths.ts";
import { toSafeText } from "../core/evidence/limits.ts";
import type { FileIdentity } from "../core/evidence/run-evidence.ts";
import { hashFile } from "./hash-file.ts";
import { listRegularFiles } from "./list-regular-files.ts";

const MAX_OUTPUTS = 1000;

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
  const { files: walked, complete } = await listRegularFiles(folder);
  if (!complete) notes.push("There are too many files in the working folder: outputs beyond them are not listed.");
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
