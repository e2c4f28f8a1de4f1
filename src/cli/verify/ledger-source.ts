import { LEDGER_BRANCH } from "../../core/evidence/ledger-index.ts";
import type { LedgerCommit } from "../../core/package/package-facts.ts";
import { readFileAt } from "../../github/contents.ts";
import { git } from "../../runner/git.ts";
import type { Clone } from "../clone/open-clone.ts";
import type { GitHubRemote } from "../github-remote.ts";

/** A ledger to read from: a clone's branch, or the branch at GitHub. */
export interface LedgerSource {
  readonly name: string;
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** The newest commit that touched a file. */
  readonly commitOf: (path: string) => Promise<LedgerCommit | undefined>;
}

/** The branch at GitHub, which also says whether it signed a commit. */
export function githubLedger({ octokit, repository }: Pick<GitHubRemote, "octokit" | "repository">): LedgerSource {
  return {
    name: `branch ${LEDGER_BRANCH} of ${repository.owner}/${repository.repo}`,
    read: (path) => readFileAt(octokit, repository, path, LEDGER_BRANCH),
    commitOf: async (path) => {
      const { data } = await octokit.rest.repos.listCommits({ ...repository, path, sha: LEDGER_BRANCH, per_page: 1 });
      const [newest] = data;
      if (newest === undefined) return undefined;
      const author = newest.author?.login ?? newest.commit.author?.name ?? "unknown";
      return { sha: newest.sha, author, verified: newest.commit.verification?.verified === true };
    },
  };
}

/** The branch as a clone has it; `remote`, where there is one, is asked for the signature alone. */
export function clonedLedger(
  { folder, ledger }: Clone,
  { env, remote }: { readonly env: NodeJS.ProcessEnv; readonly remote: GitHubRemote | undefined },
): LedgerSource | undefined {
  if (ledger === undefined) return undefined;
  return {
    name: ledger.name,
    read: async (path) => {
      const text = await ledger.read(path);
      return text === undefined ? undefined : Buffer.from(text);
    },
    commitOf: async (path) => {
      const out = await git(folder, ["log", "-1", "--format=%H%x00%an", ledger.commit, "--", path], env);
      const [sha = "", author = ""] = out.trim().split("\0");
      if (sha === "") return undefined;
      if (remote === undefined) return { sha, author, verified: undefined };
      const { repository, octokit } = remote;
      const { data } = await octokit.rest.repos.getCommit({ ...repository, ref: sha });
      return { sha, author: data.author?.login ?? author, verified: data.commit.verification?.verified === true };
    },
  };
}
