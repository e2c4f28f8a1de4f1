import { parseDvcFile, parseLfsPointer } from "../core/dataset/data-pointer.ts";
import { formatFingerprint } from "../core/evidence/run-evidence.ts";
import { readSmallFileAt } from "../github/contents.ts";
import type { Workplace } from "./workplace.ts";

/** A pointer has a few lines. */
const MAX_POINTER_BYTES = 64 * 1024;
const DVC = ".dvc";

/**
 * Fingerprint of a dataset at a commit, where a pointer in git names it: a `.dvc` file beside the data, or the Git LFS
 * pointer that stands for them. `undefined` where neither does. Costs one call for each kind that is asked for, once.
 *
 * @param algorithms `md5` asks for the `.dvc` file, `git-lfs` for the LFS pointer.
 */
export async function readFingerprintAt(
  workplace: Workplace,
  dataPath: string,
  commit: string,
  algorithms: ReadonlySet<string>,
): Promise<string | undefined> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(dataPath) || /[*?[{]/.test(dataPath)) return undefined;
  const named = dataPath.replace(/^\.\//, "").replace(/\/+$/, "");
  const data = named.endsWith(DVC) ? named.slice(0, -DVC.length) : named;
  if (algorithms.has("md5")) {
    const found = await readPointer(workplace, `${data}${DVC}`, commit, parseDvcFile);
    if (found !== undefined) return found;
  }
  return algorithms.has("git-lfs") ? readPointer(workplace, data, commit, parseLfsPointer) : undefined;
}

async function readPointer(
  { octokit, repository, memory }: Workplace,
  path: string,
  commit: string,
  parse: typeof parseDvcFile,
): Promise<string | undefined> {
  const key = `${commit}:${path}`;
  const known = memory.fingerprints.get(key);
  if (known !== undefined) return known.fingerprint;
  const bytes = await readSmallFileAt(octokit, repository, { path, ref: commit, maxBytes: MAX_POINTER_BYTES });
  const fingerprint = bytes === undefined ? undefined : parseWith(parse, bytes);
  memory.fingerprints.set(key, { fingerprint });
  return fingerprint;
}

/** A file that is none of these, whatever it is, names nothing. */
function parseWith(parse: typeof parseDvcFile, bytes: Uint8Array): string | undefined {
  try {
    const pointer = parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return pointer === undefined ? undefined : formatFingerprint(pointer);
  } catch {
    return undefined;
  }
}
