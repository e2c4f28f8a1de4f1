import { lstat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { matchPaths } from "../../core/config/match-paths.ts";
import { PawlError } from "../../core/errors.ts";
import { toSafeLabel } from "../../core/evidence/limits.ts";
import type { LayerKind } from "../../core/evidence/package-evidence.ts";
import { listRegularFiles } from "../list-regular-files.ts";

/** What one input chooses: paths and globs as in .gitignore. */
export interface FileChoice {
  readonly kind: LayerKind;
  /** Named in errors. */
  readonly input: string;
  readonly globs: readonly string[];
}

export interface ChosenFile {
  readonly kind: LayerKind;
  /** Relative to the folder, with `/` between folders. */
  readonly path: string;
  readonly absolute: string;
}

/**
 * The files that the inputs choose below `folder`. A file that two inputs choose belongs to the first. Links are never
 * followed: what is packed is what lies in the folder.
 *
 * @throws `INPUT_INVALID` where a path or glob chooses nothing, and says why.
 */
export async function choosePackageFiles(
  choices: readonly FileChoice[],
  folder: string,
): Promise<readonly ChosenFile[]> {
  const { files, complete } = await listRegularFiles(folder);
  const chosen = new Map<string, ChosenFile>();
  for (const { kind, input, globs } of choices) {
    const plain = globs.map((glob) => glob.replace(/^(!?)(?:\.\/)+/, "$1"));
    for (const glob of plain) {
      if (!glob.startsWith("!") && matchPaths([glob], files).length === 0) {
        throw await explainNothing(input, glob, folder, complete);
      }
    }
    for (const path of matchPaths(plain, files)) {
      if (!chosen.has(path)) chosen.set(path, { kind, path, absolute: join(folder, path) });
    }
  }
  return [...chosen.values()];
}

async function explainNothing(input: string, glob: string, folder: string, complete: boolean): Promise<PawlError> {
  const shown = toSafeLabel(glob, 200);
  const target = resolve(folder, glob);
  const refuse = (what: string, hint: string): PawlError =>
    new PawlError({ code: "INPUT_INVALID", message: `input "${input}": ${shown} ${what}`, hint });
  if (!target.startsWith(`${resolve(folder)}${sep}`)) {
    return refuse("lies outside of the working directory", "Copy it there in a step before, or set working-directory.");
  }
  if (await leadsThroughLink(folder, target)) {
    return refuse("is a link, or lies behind one", "Links are not packed: name the file itself, or copy it.");
  }
  if (!complete)
    return refuse("was not found among the first 500,000 files", "Set working-directory to a smaller folder.");
  return refuse("matches no file", "Does a step before write it? Paths are relative to working-directory.");
}

async function leadsThroughLink(folder: string, target: string): Promise<boolean> {
  let path = resolve(folder);
  for (const name of relative(path, target).split(sep)) {
    path = join(path, name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink() === true) return true;
  }
  return false;
}
