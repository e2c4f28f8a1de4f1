import type { GitRepository } from "./git-repository.ts";
import { type Commit, parseCommit, parseTag, parseTree, type TreeEntry } from "./parse-objects.ts";

/** The commit, or `undefined` when there is none of that id. */
export async function readCommit(git: GitRepository, sha: string): Promise<Commit | undefined> {
  const object = await git.read(sha);
  return object?.type === "commit" ? parseCommit(sha, object.data) : undefined;
}

/** The entries of a tree object, or `undefined`. */
export async function readTree(git: GitRepository, sha: string): Promise<readonly TreeEntry[] | undefined> {
  const object = await git.read(sha);
  return object?.type === "tree" ? parseTree(object.data) : undefined;
}

/** A branch, a tag, `HEAD`, a full ref or an object id (4 digits or more) as the id of a commit. */
export async function resolveCommit(
  git: GitRepository,
  name: string,
  defaultBranch: string,
): Promise<string | undefined> {
  const wanted = name === "HEAD" || name === "" ? `refs/heads/${defaultBranch}` : name;
  for (const ref of [`refs/heads/${wanted}`, `refs/tags/${wanted}`, wanted, `refs/${wanted}`]) {
    const sha = git.refs.get(ref);
    if (sha !== undefined) return peel(git, sha);
  }
  if (/^[0-9a-f]{40}$/i.test(wanted)) return peel(git, wanted.toLowerCase());
  if (!/^[0-9a-f]{4,39}$/i.test(wanted)) return undefined;
  const found = (
    await git.git(["rev-parse", "--quiet", "--verify", `${wanted}^{commit}`], { accepted: [0, 1, 128] })
  ).trim();
  return found === "" ? undefined : found;
}

async function peel(git: GitRepository, sha: string): Promise<string | undefined> {
  const object = await git.read(sha);
  if (object?.type === "commit") return sha;
  return object?.type === "tag" ? peel(git, parseTag(sha, object.data).object) : undefined;
}

/** What lies at `path` in a commit: the entry of a file or folder; the root is a tree entry named "". */
export async function entryAt(git: GitRepository, commitSha: string, path: string): Promise<TreeEntry | undefined> {
  const commit = await readCommit(git, commitSha);
  if (commit === undefined) return undefined;
  let entry: TreeEntry = { mode: "040000", name: "", sha: commit.tree, type: "tree" };
  for (const name of path.split("/").filter((part) => part !== "")) {
    const entries: readonly TreeEntry[] = entry.type === "tree" ? ((await readTree(git, entry.sha)) ?? []) : [];
    const next = entries.find((candidate) => candidate.name === name);
    if (next === undefined) return undefined;
    entry = next;
  }
  return entry;
}

// The fake's histories are short and mostly straight. There git's answer follows from the commits alone, and a process for
// each question would take most of the time of the tests. Everything else is asked of git.
const LONGEST_LINE = 100;

/** The commits from `newer` back to just after `older` (`undefined`: to the first), where each has one parent at most. */
async function lineBetween(
  git: GitRepository,
  older: string | undefined,
  newer: string,
): Promise<readonly string[] | undefined> {
  const line: string[] = [];
  let sha: string | undefined = newer;
  while (sha !== undefined && sha !== older) {
    const commit: Commit | undefined = await readCommit(git, sha);
    if (commit === undefined || commit.parents.length > 1 || line.length === LONGEST_LINE) return undefined;
    line.push(sha);
    [sha] = commit.parents;
  }
  return sha === older ? line : undefined;
}

/** What is reachable from `to` and not from `from`, where one of them lies on a straight line behind the other. */
async function lineOf(
  git: GitRepository,
  from: string | undefined,
  to: string,
): Promise<readonly string[] | undefined> {
  const ahead = await lineBetween(git, from, to);
  if (ahead !== undefined || from === undefined) return ahead;
  return (await lineBetween(git, to, from)) === undefined ? undefined : [];
}

/** The best common ancestor, or `undefined` for unrelated histories. */
export async function mergeBase(git: GitRepository, a: string, b: string): Promise<string | undefined> {
  if (a === b) return a;
  const { sha } = await git.remembered(`merge-base ${a} ${b}`, async () => {
    if ((await lineBetween(git, a, b)) !== undefined) return { sha: a };
    if ((await lineBetween(git, b, a)) !== undefined) return { sha: b };
    return { sha: (await git.git(["merge-base", a, b], { accepted: [0, 1] })).trim() };
  });
  return sha === "" ? undefined : sha;
}

/** Commit ids reachable from `to` but not from `from` (`undefined`: all), newest first. */
export async function listCommits(
  git: GitRepository,
  { from, to, path, limit }: { from?: string | undefined; to: string; path?: string | undefined; limit?: number },
): Promise<readonly string[]> {
  const key = `rev-list ${from ?? ""} ${to} ${path ?? ""} ${String(limit ?? "")}`;
  return git.remembered(key, async () => {
    const line = path === undefined ? await lineOf(git, from, to) : undefined;
    if (line !== undefined) return line.slice(0, limit);
    const range = from === undefined ? [to] : [`${from}..${to}`];
    const bound = limit === undefined ? [] : [`--max-count=${String(limit)}`];
    const paths = path === undefined ? [] : ["--", path];
    const listing = await git.git(["rev-list", "--topo-order", ...bound, ...range, ...paths]);
    return listing.split("\n").filter((line) => line !== "");
  });
}

/** Whether `ancestor` can be reached from `commit`. */
export async function isAncestor(git: GitRepository, ancestor: string, commit: string): Promise<boolean> {
  return (await mergeBase(git, ancestor, commit)) === ancestor;
}
