import { Transform } from "node:stream";
import { PawlError } from "../../core/errors.ts";
import { createPathClaims, type PathClash } from "../../core/package/path-claims.ts";
import { parsePackagePath } from "./parse-package-path.ts";

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
  const claims = createPathClaims();
  let bytes = 0;

  const claim = (text: string, take: (path: string) => PathClash | undefined): string => {
    const path = parsePackagePath(text);
    const clash = take(path);
    if (clash !== undefined) throw collision(clash);
    if (claims.count() > maxEntries) throw refuse(`has more than ${String(maxEntries)} files and folders`);
    return path;
  };
  return {
    claimFile: (text) => claim(text, claims.claimFile),
    claimFolder: (text) => claim(text, claims.claimFolder),
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

function collision([first, second]: PathClash): PawlError {
  if (first === second) return refuse(`has ${JSON.stringify(first)} twice`);
  return refuse(`has ${JSON.stringify(first)} and ${JSON.stringify(second)}, which some systems take for one`);
}

function refuse(what: string): PawlError {
  return new PawlError({
    code: "PACKAGE_REFUSED",
    message: `the package ${what}`,
    hint: "Nothing was unpacked. Look at who made the package before trying it elsewhere.",
  });
}
