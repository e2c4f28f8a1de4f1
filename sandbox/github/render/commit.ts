import { diffFiles } from "../git/diff.ts";
import type { Commit, Signature, Tag } from "../git/parse-objects.ts";
import { readCommit } from "../git/read-history.ts";
import type { Json, Repository } from "../state.ts";
import type { World } from "../world.ts";
import { accountOf, nodeId, renderAccount } from "./account.ts";
import { renderFile } from "./pull.ts";
import { apiUrl, htmlUrl } from "./repository.ts";

/** Schema `verification`: GitHub signs what an App commits through the API without an own author. */
export function renderVerification(repository: Repository, commit: Commit): Json {
  const verified = repository.signed.has(commit.sha);
  return {
    verified,
    reason: verified ? "valid" : "unsigned",
    signature: verified ? "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n" : null,
    payload: verified ? `tree ${commit.tree}\n` : null,
    verified_at: verified ? commit.committer.date : null,
  };
}

/** Schema `commit` without files. */
export function renderCommit(world: World, repository: Repository, commit: Commit): Json {
  const api = apiUrl(world, repository);
  const person = (signature: Signature): Json | null => {
    const account = accountOf(world, signature);
    return account === undefined ? null : renderAccount(world, account);
  };
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${htmlUrl(world, repository)}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message.trimEnd(),
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: renderVerification(repository, commit),
    },
    author: person(commit.author),
    committer: person(commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${htmlUrl(world, repository)}/commit/${sha}`,
    })),
  };
}

/** Schema `commit` with the files that it changes against its first parent. */
export async function renderCommitWithFiles(world: World, repository: Repository, commit: Commit): Promise<Json> {
  const files = await diffFiles(repository.git, commit.parents[0], commit.sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...renderCommit(world, repository, commit),
    stats: { additions, deletions, total: additions + deletions },
    files: files.slice(0, 300).map((file) => renderFile(world, repository, commit.sha, file)),
  };
}

/** Schema `git-commit`. */
export function renderGitCommit(world: World, repository: Repository, commit: Commit): Json {
  const api = apiUrl(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${htmlUrl(world, repository)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message.trimEnd(),
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${htmlUrl(world, repository)}/commit/${sha}`,
    })),
    verification: renderVerification(repository, commit),
  };
}

/** Schema `git-tag`. */
export function renderTag(world: World, repository: Repository, tag: Tag): Json {
  const api = apiUrl(world, repository);
  const kinds: Readonly<Record<string, string>> = { commit: "commits", tree: "trees", blob: "blobs", tag: "tags" };
  return {
    node_id: nodeId("TA", tag.sha),
    tag: tag.tag,
    sha: tag.sha,
    url: `${api}/git/tags/${tag.sha}`,
    message: tag.message.trimEnd(),
    tagger: tag.tagger,
    object: { sha: tag.object, type: tag.type, url: `${api}/git/${kinds[tag.type] ?? "commits"}/${tag.object}` },
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}

/** Schema `git-ref`. */
export async function renderRef(world: World, repository: Repository, ref: string, sha: string): Promise<Json> {
  const type = (await repository.git.read(sha))?.type ?? "commit";
  const api = apiUrl(world, repository);
  return {
    ref,
    node_id: nodeId("REF", `${String(repository.id)}:${ref}`),
    url: `${api}/git/${encodeURI(ref)}`,
    object: { sha, type, url: `${api}/git/${type === "tag" ? "tags" : `${type}s`}/${sha}` },
  };
}

/** Schema `simple-commit`, or `null` when the commit is not in this repository. */
export async function renderSimpleCommit(repository: Repository, sha: string): Promise<Json | null> {
  const commit = await readCommit(repository.git, sha);
  if (commit === undefined) return null;
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message.trimEnd(),
    timestamp: commit.author.date,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}
