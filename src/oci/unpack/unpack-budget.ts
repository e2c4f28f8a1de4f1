import { Transform } from "node:stream";
import { PawlError } from "../../core/errors.ts";
import { parsePackagePath } from "./package-path.ts";

export interface UnpackLimits {
  /** Bytes of all files, after inflating. */
  readonly maxBytes: number;
  /** Files and folders. */
  readonly maxEntries: number;
}

/** Far more than models have, and less than a disk full of nothing. */
export const DEFAULT_UNPACK_LIMITS: UnpackLimits = { maxBytes: 512 * 2 ** 30, maxEntries: 200_000 };

/** What a package may still take, and which names it has taken; one for all of its layers. */
export interface UnpackBudget {
  /**
   * Takes a path for a file.
   *
   * @returns The path, checked.
   * @throws `PACKAGE_REFUSED` where it leads out, is taken, or is too many.
   */
  readonly claimFile: (text: string) => string;
  /** Takes a path for a folder, which several may take. */
  readonly claimFolder: (text: string) => string;
  /** Counts what really passes, at most `most` of it here: what a layer says about its size is a claim. */
  readonly count: (most?: number) => Transform;
}

export function createUnpackBudget({ maxBytes, maxEntries }: UnpackLimits): UnpackBudget {
  /** Spelling of each path by how a file system sees it that knows no capitals. */
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  let bytes = 0;

  const claimFolders = (path: string): void => {
    const folded = fold(path);
    if (files.has(folded)) throw refuse(`uses ${JSON.stringify(path)} both as a file and as a folder`);
    const spelling = folders.get(folded);
    if (spelling === path) return;
    if (spelling !== undefined) throw collision(spelling, path);
    const slash = path.lastIndexOf("/");
    if (slash !== -1) claimFolders(path.slice(0, slash));
    folders.set(folded, path);
    assertCount();
  };
  const assertCount = (): void => {
    if (files.size + folders.size > maxEntries) throw refuse(`has more than ${String(maxEntries)} files and folders`);
  };
  return {
    claimFile: (text) => {
      const path = parsePackagePath(text);
      const folded = fold(path);
      const spelling = files.get(folded);
      if (spelling === path) throw refuse(`has two files ${JSON.stringify(path)}`);
      if (spelling !== undefined) throw collision(spelling, path);
      if (folders.has(folded)) throw refuse(`uses ${JSON.stringify(path)} both as a file and as a folder`);
      const slash = path.lastIndexOf("/");
      if (slash !== -1) claimFolders(path.slice(0, slash));
      files.set(folded, path);
      assertCount();
      return path;
    },
    claimFolder: (text) => {
      const path = parsePackagePath(text);
      claimFolders(path);
      return path;
    },
    count: (most = Number.POSITIVE_INFINITY) => {
      let here = 0;
      return new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          here += chunk.length;
          if (bytes > maxBytes) done(refuse(`unpacks to more than ${String(maxBytes)} bytes`));
          else if (here > most) done(refuse("has a layer that grows more than a hundredfold"));
          else done(null, chunk);
        },
      });
    },
  };
}

/** Two spellings that some file systems take for one. */
function fold(path: string): string {
  return path.normalize("NFKC").toLowerCase();
}

function collision(first: string, second: string): PawlError {
  return refuse(`has ${JSON.stringify(first)} and ${JSON.stringify(second)}, which some systems take for one`);
}

function refuse(what: string): PawlError {
  return new PawlError({
    code: "PACKAGE_REFUSED",
    message: `the package ${what}`,
    hint: "Nothing was unpacked. Look at who made the package before trying it elsewhere.",
  });
}
