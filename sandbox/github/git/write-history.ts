import type { GitRepository } from "./git-repository.ts";
import { formatCommit, formatTree, type Signature, type TreeEntry } from "./parse-objects.ts";
import { readCommit, readTree } from "./read-history.ts";

/** Path → new content, an entry that already is an object, or `null` to delete. */
export type Changes = ReadonlyMap<string, Buffer | { readonly mode: string; readonly sha: string } | null>;

const EMPTY_TREE: readonly TreeEntry[] = [];

/** Applies `changes` to the tree `base` (`undefined`: empty) and returns the id of the new tree. */
export async function writeTree(git: GitRepository, base: string | undefined, changes: Changes): Promise<string> {
  const entries = base === undefined ? EMPTY_TREE : ((await readTree(git, base)) ?? EMPTY_TREE);
  const kept = new Map(entries.map((entry) => [entry.name, entry]));
  const deeper = new Map<string, Map<string, Buffer | { readonly mode: string; readonly sha: string } | null>>();
  for (const [path, change] of changes) {
    const slash = path.indexOf("/");
    if (slash < 0) applyHere(git, kept, path, change);
    else {
      const folder = path.slice(0, slash);
      const inside = deeper.get(folder) ?? new Map();
      deeper.set(folder, inside.set(path.slice(slash + 1), change));
    }
  }
  for (const [name, inside] of deeper) {
    const before = kept.get(name);
    const sha = await writeTree(git, before?.type === "tree" ? before.sha : undefined, inside);
    // git has no empty folders
    if ((await readTree(git, sha))?.length === 0) kept.delete(name);
    else kept.set(name, { mode: "040000", name, sha, type: "tree" });
  }
  return git.write("tree", formatTree([...kept.values()]));
}

function applyHere(
  git: GitRepository,
  kept: Map<string, TreeEntry>,
  name: string,
  change: Buffer | { readonly mode: string; readonly sha: string } | null,
): void {
  if (change === null) kept.delete(name);
  else if (Buffer.isBuffer(change)) {
    const mode = kept.get(name)?.mode ?? "100644";
    kept.set(name, { mode: mode === "040000" ? "100644" : mode, name, sha: git.write("blob", change), type: "blob" });
  } else {
    const type = change.mode === "040000" ? "tree" : change.mode === "160000" ? "commit" : "blob";
    kept.set(name, { ...change, name, type });
  }
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

/** Writes a commit object and returns its id; moves no ref. */
export function writeCommit(git: GitRepository, commit: NewCommit): string {
  return git.write("commit", formatCommit(commit));
}

/** A commit with `changes` on top of `parent` (`undefined`: the first commit); moves no ref. */
export async function commitChanges(
  git: GitRepository,
  parent: string | undefined,
  changes: Changes,
  { message, author, committer }: { message: string; author: Signature; committer: Signature },
): Promise<string> {
  const base = parent === undefined ? undefined : (await readCommit(git, parent))?.tree;
  const tree = await writeTree(git, base, changes);
  return writeCommit(git, { tree, parents: parent === undefined ? [] : [parent], message, author, committer });
}

/** The tree of merging two commits, or `undefined` when git finds a conflict. */
export async function mergeTree(git: GitRepository, base: string, head: string): Promise<string | undefined> {
  const { tree } = await git.remembered(`merge-tree ${base} ${head}`, async () => {
    const output = await git.git(
      ["merge-tree", "--write-tree", "--no-messages", "--allow-unrelated-histories", base, head],
      {
        accepted: [0, 1],
      },
    );
    const lines = output.trim().split("\n");
    // one line is the tree alone; further lines are the conflicted files
    return { tree: lines.length === 1 ? lines[0] : undefined };
  });
  return tree;
}
