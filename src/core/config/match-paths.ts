import { matchGlob } from "./match-glob.ts";

/**
 * The files that a list of globs selects, in the order of `files`. The last glob that matches a file decides, so
 * `["src/**", "!src/**\/*.md"]` leaves the Markdown out. A glob without wildcards names a file or a whole folder, as
 * does one that ends in `/`. Files that begin with a dot are matched like any other. See {@link matchGlob} for the rest.
 */
export function matchPaths(globs: readonly string[], files: readonly string[]): string[] {
  return files.filter((file) => {
    const deciding = globs.findLast((glob) => selects(glob.replace(/^!/, ""), file));
    return deciding !== undefined && !deciding.startsWith("!");
  });
}

function selects(glob: string, file: string): boolean {
  if (glob.endsWith("/")) return matchGlob(`${glob}**`, file);
  return matchGlob(glob, file) || (!/[*?[{]/.test(glob) && file.startsWith(`${glob}/`));
}
