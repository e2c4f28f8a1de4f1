/** Two paths that would be one file or folder, or a file and a folder of one name: first the one that was there. */
export type PathClash = readonly [string, string];

/** Which paths of a package are taken. What is asked for must have passed `checkPackagePath`. */
export interface PathClaims {
  /** Takes a path for a file, and the folders above it. */
  readonly claimFile: (path: string) => PathClash | undefined;
  /** Takes a path for a folder, which several may take. */
  readonly claimFolder: (path: string) => PathClash | undefined;
  /** Files and folders so far. */
  readonly count: () => number;
}

/**
 * Nothing is taken yet. Disks differ in what is one name: macOS and Windows do not tell capital from small letters, macOS not
 * composed from decomposed ones.
 */
export function createPathClaims(): PathClaims {
  /** Spelling of each path by how a file system sees it that tells the least apart. */
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const claimFolder = (path: string): PathClash | undefined => {
    const folded = fold(path);
    const known = folders.get(folded);
    if (known === path) return undefined;
    const clash = known ?? files.get(folded);
    if (clash !== undefined) return [clash, path];
    folders.set(folded, path);
    return claimAbove(path);
  };
  const claimAbove = (path: string): PathClash | undefined => {
    const slash = path.lastIndexOf("/");
    return slash === -1 ? undefined : claimFolder(path.slice(0, slash));
  };
  return {
    claimFile: (path) => {
      const folded = fold(path);
      const clash = files.get(folded) ?? folders.get(folded);
      if (clash !== undefined) return [clash, path];
      files.set(folded, path);
      return claimAbove(path);
    },
    claimFolder,
    count: () => files.size + folders.size,
  };
}

/** The first two of these files that not every disk could hold beside each other; `undefined` where there are none. */
export function findPathClash(paths: readonly string[]): PathClash | undefined {
  const claims = createPathClaims();
  for (const path of paths) {
    const clash = claims.claimFile(path);
    if (clash !== undefined) return clash;
  }
  return undefined;
}

function fold(path: string): string {
  return path.normalize("NFKC").toLowerCase().normalize("NFKC");
}
