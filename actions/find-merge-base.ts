import { PawlError } from "../src/core/errors.ts";
import type { Identity } from "../src/core/evidence/identity.ts";
import type { Octokit } from "../src/github/octokit.ts";
import { git } from "../src/runner/git.ts";

export interface JobCheckout {
  readonly identity: Identity;
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
}

/** From the checkout where it has the history, else from GitHub; a push is compared with what was there before. */
export async function findMergeBase(
  octokit: Octokit,
  { identity, workspace, env }: JobCheckout,
): Promise<string | undefined> {
  if (identity.base === undefined) return undefined;
  const local = await git(workspace, ["merge-base", identity.base, identity.commit], env).catch(() => undefined);
  if (local !== undefined) return local.trim();
  const [owner = "", repo = ""] = identity.repository.split("/");
  try {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${identity.base}...${identity.commit}`,
      per_page: 1,
    });
    return data.merge_base_commit.sha;
  } catch (error) {
    if (error instanceof PawlError) throw error;
    return identity.base;
  }
}
