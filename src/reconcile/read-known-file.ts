import { readFileAt } from "../github/contents.ts";
import type { Workplace } from "./workplace.ts";

/** Bytes of a file at a commit, `undefined` where there is none. What stands at a commit cannot change, so it is asked for once. */
export async function readKnownFile(
  { octokit, repository, memory }: Workplace,
  path: string,
  commit: string,
): Promise<Uint8Array | undefined> {
  const key = `${commit}:${path}`;
  const known = memory.files.get(key);
  if (known !== undefined) return known.bytes;
  const bytes = await readFileAt(octokit, repository, path, commit);
  memory.files.set(key, { bytes });
  return bytes;
}
