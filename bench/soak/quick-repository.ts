export type QuickFiles = ReadonlyMap<string, string>;

export interface QuickCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** Login; what the App commits is signed. */
  readonly author: string;
}

export interface QuickRun {
  readonly id: number;
  readonly number: number;
  /** File name in `.github/workflows`. */
  readonly workflow: string;
  readonly event: string;
  readonly branch: string;
  readonly sha: string;
  readonly title: string;
  readonly actor: string;
  readonly createdAt: string;
  readonly inputs: Readonly<Record<string, string>>;
  updatedAt: string;
  status: "queued" | "completed";
  conclusion: string | null;
}

export interface QuickComment {
  readonly id: number;
  readonly issue: number;
  body: string;
}

/** An issue or pull request of the App. */
export interface QuickIssue {
  readonly number: number;
  readonly pull:
    | { readonly head: string; readonly base: string; readonly headSha: string; mergedAt: string | null }
    | undefined;
  title: string;
  body: string;
  open: boolean;
  readonly labels: string[];
}

/** A repository in memory: what the App asks of GitHub while it looks after checks and retrainings, and nothing else. */
export interface QuickRepository {
  /** `owner/name`. */
  readonly name: string;
  readonly commits: Map<string, QuickCommit>;
  /** By tree. */
  readonly files: Map<string, QuickFiles>;
  readonly heads: Map<string, string>;
  readonly runs: Map<number, QuickRun>;
  readonly issues: Map<number, QuickIssue>;
  readonly comments: Map<number, QuickComment>;
  /** Trees of the ledger that can still be read, oldest first. */
  readonly ledgerTrees: string[];
}

/** A reader of the ledger is a few commits behind, no more; all versions of all documents would not fit into memory. */
const KEPT_TREES = 8;

let lastId = 0;

export function nextId(): number {
  lastId += 1;
  return lastId;
}

/** Looks like git's. */
export function nextSha(): string {
  return nextId().toString(16).padStart(40, "0");
}

export function createQuickRepository(name: string, files: QuickFiles): QuickRepository {
  const repository: QuickRepository = {
    name,
    commits: new Map(),
    files: new Map(),
    heads: new Map(),
    runs: new Map(),
    issues: new Map(),
    comments: new Map(),
    ledgerTrees: [],
  };
  const tree = putTree(repository, files);
  repository.heads.set("main", putCommit(repository, { tree, parents: [], message: "Begin", author: "ana" }));
  return repository;
}

export function putTree({ files }: QuickRepository, of: QuickFiles): string {
  const sha = nextSha();
  files.set(sha, of);
  return sha;
}

export function putCommit({ commits }: QuickRepository, commit: Omit<QuickCommit, "sha">): string {
  const sha = nextSha();
  commits.set(sha, { sha, ...commit });
  return sha;
}

/** The commit that a branch or id names. */
export function findCommit({ commits, heads }: QuickRepository, ref: string): QuickCommit | undefined {
  return commits.get(ref) ?? commits.get(heads.get(ref.replace(/^(refs\/)?heads\//, "")) ?? "");
}

export function filesAt(repository: QuickRepository, ref: string): QuickFiles | undefined {
  const commit = findCommit(repository, ref);
  return commit === undefined ? undefined : repository.files.get(commit.tree);
}

/** As `createCommitOnBranch` does. */
export function commitOnBranch(
  repository: QuickRepository,
  { branch, message, author }: { readonly branch: string; readonly message: string; readonly author: string },
  additions: QuickFiles,
): string {
  const parent = repository.heads.get(branch) ?? "";
  const tree = putTree(repository, new Map([...(filesAt(repository, branch) ?? []), ...additions]));
  const sha = putCommit(repository, { tree, parents: [parent], message, author });
  repository.heads.set(branch, sha);
  if (branch === "pawl") forgetOldTrees(repository, tree);
  return sha;
}

function forgetOldTrees({ ledgerTrees, files }: QuickRepository, tree: string): void {
  ledgerTrees.push(tree);
  if (ledgerTrees.length <= KEPT_TREES) return;
  files.delete(ledgerTrees.shift() ?? "");
}
