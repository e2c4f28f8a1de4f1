import type { TreeFile } from "../../core/evidence/input-digest.ts";
import { listFilesAt } from "../../github/trees.ts";
import type { Workplace } from "../workplace.ts";

/** All files of a commit; `undefined` where GitHub cannot list them. Asked for once: a commit never changes. */
export async function readTree(
  { octokit, repository, memory }: Workplace,
  commit: string,
): Promise<readonly TreeFile[] | undefined> {
  const known = memory.trees.get(commit);
  if (known !== undefined) return known.files;
  const files = await listFilesAt(octokit, repository, commit);
  memory.trees.set(commit, { files });
  return files;
}
