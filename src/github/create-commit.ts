import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

export interface FileCommit {
  /** Commit that it is made on top of, and that one's tree. */
  readonly parent: string;
  readonly tree: string;
  readonly path: string;
  readonly text: string;
  readonly message: string;
}

/** A commit that changes one file, on no branch yet. Without an author, so that GitHub signs it as the App's. */
export async function createFileCommit(
  octokit: Octokit,
  repository: Repository,
  { path, text, ...commit }: FileCommit,
): Promise<string> {
  return createFilesCommit(octokit, repository, { ...commit, files: new Map([[path, text]]) });
}

/** Likewise of several files, by path; of none, a commit that changes nothing. */
export async function createFilesCommit(
  octokit: Octokit,
  { owner, repo }: Repository,
  { parent, tree, files, message }: Omit<FileCommit, "path" | "text"> & { readonly files: ReadonlyMap<string, string> },
): Promise<string> {
  const changes = [...files].map(
    ([path, content]) => ({ path, mode: "100644", type: "blob", content }) satisfies NewTreeEntry,
  );
  const made =
    changes.length === 0
      ? tree
      : (await octokit.rest.git.createTree({ owner, repo, base_tree: tree, tree: changes })).data.sha;
  const { data } = await octokit.rest.git.createCommit({ owner, repo, message, tree: made, parents: [parent] });
  return data.sha;
}

interface NewTreeEntry {
  readonly path: string;
  readonly mode: "100644";
  readonly type: "blob";
  readonly content: string;
}
