import { PawlError } from "../core/errors.ts";
import { LEDGER_BRANCH } from "../core/evidence/ledger-index.ts";
import { graphqlProblems } from "./graphql-problems.ts";
import { readLedgerHead } from "./ledger.ts";
import type { Octokit } from "./octokit.ts";
import { formatRepository, type Repository } from "./repository.ts";
import { isLostAnswer, isUnprocessable } from "./request-failure.ts";

export interface LedgerFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export type LedgerCommitResult =
  | { readonly kind: "committed"; readonly head: string }
  /** Somebody else wrote in between, or no answer came: read again and decide again. */
  | { readonly kind: "moved" };

const README = `# The ledger

This branch is written by the Pawl App alone, append-only: accepted evidence under \`evidence/\`, one index for each model
under \`models/\`. \`git fetch origin ${LEDGER_BRANCH}\` is the export. Do not edit or rewrite it by hand.
`;

/**
 * Makes the ledger's first commit: without parents, so that the branch shares nothing with the code, and without an
 * author, so that GitHub signs it. By REST, because `createCommitOnBranch` cannot create a branch. Returns the head.
 */
export async function createLedgerBranch(octokit: Octokit, repository: Repository): Promise<string> {
  const { owner, repo } = repository;
  const tree = await octokit.rest.git.createTree({
    owner,
    repo,
    tree: [{ path: "README.md", mode: "100644", type: "blob", content: README }],
  });
  const commit = await octokit.rest.git.createCommit({
    owner,
    repo,
    message: "Begin the ledger",
    tree: tree.data.sha,
    parents: [],
  });
  for (let attempt = 1; ; attempt++) {
    try {
      await octokit.rest.git.createRef({ owner, repo, ref: `refs/heads/${LEDGER_BRANCH}`, sha: commit.data.sha });
      return commit.data.sha;
    } catch (error) {
      // 422: somebody else was first. No answer: the branch may be there. Either way the branch itself knows; and where
      // it is not there, asking once more cannot make a second one.
      if (!isUnprocessable(error) && !isLostAnswer(error)) throw error;
      const head = await readLedgerHead(octokit, repository);
      if (head !== undefined) return head;
      if (attempt >= ATTEMPTS) throw error;
    }
  }
}

const ATTEMPTS = 3;

const CREATE_COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/** Adds files to the ledger in one commit, if `expectedHead` still is its head. */
export async function commitToLedger(
  octokit: Octokit,
  repository: Repository,
  {
    expectedHead,
    headline,
    files,
  }: { readonly expectedHead: string; readonly headline: string; readonly files: readonly LedgerFile[] },
): Promise<LedgerCommitResult> {
  const input = {
    branch: { repositoryNameWithOwner: formatRepository(repository), branchName: LEDGER_BRANCH },
    expectedHeadOid: expectedHead,
    message: { headline },
    fileChanges: {
      additions: files.map(({ path, bytes }) => ({ path, contents: Buffer.from(bytes).toString("base64") })),
    },
  };
  try {
    const answer: unknown = await octokit.graphql(CREATE_COMMIT, { input });
    const head = oidOf(answer);
    return head === undefined ? { kind: "moved" } : { kind: "committed", head };
  } catch (error) {
    const problems = graphqlProblems(error);
    if (problems === undefined) {
      if (isLostAnswer(error)) return { kind: "moved" };
      throw error;
    }
    if (problems.stale || (await readLedgerHead(octokit, repository)) !== expectedHead) return { kind: "moved" };
    throw new PawlError({
      code: "GITHUB_REFUSED",
      message: `GitHub did not take a commit on branch ${LEDGER_BRANCH} of ${formatRepository(repository)}: ${problems.text.slice(0, 500)}`,
      hint: `The App needs "Contents: write", and rulesets must let it push to ${LEDGER_BRANCH}.`,
      cause: error,
    });
  }
}

/**
 * Adds files to the ledger as it was at `trusted`, in one commit on top of `head`, if that still is its head: whatever
 * others did in between is undone. By REST, because only there a commit can be given a whole tree; without an author, so
 * that GitHub signs it.
 */
export async function restoreLedger(
  octokit: Octokit,
  repository: Repository,
  {
    head,
    trusted,
    headline,
    files,
  }: {
    readonly head: string;
    readonly trusted: string;
    readonly headline: string;
    readonly files: readonly LedgerFile[];
  },
): Promise<LedgerCommitResult> {
  const { owner, repo } = repository;
  const before = await octokit.rest.git.getCommit({ owner, repo, commit_sha: trusted });
  const tree = await octokit.rest.git.createTree({
    owner,
    repo,
    base_tree: before.data.tree.sha,
    tree: files.map(({ path, bytes }) => ({
      path,
      mode: "100644",
      type: "blob",
      content: Buffer.from(bytes).toString("utf8"),
    })),
  });
  const commit = await octokit.rest.git.createCommit({
    owner,
    repo,
    message: `${headline}\n\nTakes back what was committed after ${trusted} by others than the App.`,
    tree: tree.data.sha,
    parents: [head],
  });
  try {
    await octokit.rest.git.updateRef({
      owner,
      repo,
      ref: `heads/${LEDGER_BRANCH}`,
      sha: commit.data.sha,
      force: false,
    });
    return { kind: "committed", head: commit.data.sha };
  } catch (error) {
    // Not a fast-forward any more, or no answer.
    if (isUnprocessable(error) || isLostAnswer(error)) return { kind: "moved" };
    throw error;
  }
}

function oidOf(answer: unknown): string | undefined {
  const commit = property(property(answer, "createCommitOnBranch"), "commit");
  const oid = property(commit, "oid");
  return typeof oid === "string" ? oid : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}
