import { type DataPointer, parseDvcLock } from "../core/dataset/data-pointer.ts";
import { formatFingerprint } from "../core/evidence/run-evidence.ts";
import { readSmallFileAt } from "../github/contents.ts";
import type { Workplace } from "./workplace.ts";

/** GitHub gives the content of larger files in another way; a lock of thousands of stages has less. */
const MAX_LOCK_BYTES = 1024 * 1024;
/** Each folder above the data costs a call. */
const MAX_FOLDERS = 8;
/** No fingerprint, which has a colon: there is no such file, and the folder above is asked. */
const NO_LOCK = "no lock";

/**
 * Fingerprint of a dataset at a commit, where a `dvc.lock` in its folder or in one above it records the dataset. The nearest
 * lock decides, as on the runner. Costs one call for each folder up to that, once.
 */
export async function readDataLock(
  workplace: Workplace,
  dataPath: string,
  commit: string,
): Promise<string | undefined> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(dataPath) || /[*?[{]/.test(dataPath) || dataPath.endsWith(".dvc"))
    return undefined;
  const segments = dataPath.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.length > MAX_FOLDERS || segments.includes("..")) return undefined;
  for (let depth = segments.length - 1; depth >= 0; depth -= 1) {
    const folder = segments.slice(0, depth);
    const found = await readLock(workplace, {
      lock: [...folder, "dvc.lock"].join("/"),
      data: segments.slice(depth),
      commit,
    });
    if (found !== NO_LOCK) return found;
  }
  return undefined;
}

interface LockQuestion {
  readonly lock: string;
  /** Of the data, below the lock's folder. */
  readonly data: readonly string[];
  readonly commit: string;
}

async function readLock(
  { octokit, repository, memory }: Workplace,
  { lock, data, commit }: LockQuestion,
): Promise<string | undefined> {
  // No path has two slashes, so that this is no file of another question.
  const key = `${commit}:${lock}//${data.join("/")}`;
  const known = memory.fingerprints.get(key);
  if (known !== undefined) return known.fingerprint;
  const bytes = await readSmallFileAt(octokit, repository, { path: lock, ref: commit, maxBytes: MAX_LOCK_BYTES });
  const found = bytes === undefined ? NO_LOCK : fingerprintIn(bytes, data.join("/"));
  memory.fingerprints.set(key, { fingerprint: found });
  return found;
}

/** A file that is no lock, whatever it is, names nothing. */
function fingerprintIn(bytes: Uint8Array, data: string): string | undefined {
  let pointer: DataPointer | undefined;
  try {
    pointer = parseDvcLock(new TextDecoder("utf-8", { fatal: true }).decode(bytes), data);
  } catch {
    return undefined;
  }
  return pointer === undefined ? undefined : formatFingerprint(pointer);
}
