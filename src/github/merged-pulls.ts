import type { AppIdentity } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound, isUnprocessable } from "./request-failure.ts";

/** A pull request that was merged, as far as the record of a promotion wants it. */
export interface MergedPull {
  readonly number: number;
  readonly headSha: string;
  readonly headRef: string;
  readonly mergedAt: string;
  readonly mergedBy: string | undefined;
}

/** The pull request by which a commit came to a branch; `undefined` where it was pushed. */
export async function findMergedPull(
  octokit: Octokit,
  { owner, repo }: Repository,
  { commit, base }: { readonly commit: string; readonly base: string },
): Promise<MergedPull | undefined> {
  const listed = await listPullsOf(octokit, { owner, repo }, commit);
  const merged = listed.filter(
    ({ merged_at, base: into }) =>
      merged_at !== null && into.ref === base && into.repo.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase(),
  );
  const pull = merged.find(({ merge_commit_sha }) => merge_commit_sha === commit) ?? merged[0];
  if (pull === undefined) return undefined;
  // Lists do not say who merged.
  const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: pull.number });
  if (data.merged_at === null) return undefined;
  return {
    number: data.number,
    headSha: data.head.sha,
    headRef: data.head.ref,
    mergedAt: data.merged_at,
    mergedBy: data.merged_by?.login,
  };
}

async function listPullsOf(octokit: Octokit, { owner, repo }: Repository, commit: string) {
  try {
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
      owner,
      repo,
      commit_sha: commit,
      per_page: 100,
    });
    return data;
  } catch (error) {
    if (isNotFound(error) || isUnprocessable(error)) return [];
    throw error;
  }
}

/** What the App's own check run on a commit said. */
export interface CheckOutcome {
  readonly conclusion: string | null;
  readonly completedAt: string | undefined;
  readonly summary: string;
  readonly text: string;
}

/** The App's newest check run of a name on a commit; one of another App does not count, whatever it is called. */
export async function readOwnCheck(
  octokit: Octokit,
  { owner, repo }: Repository,
  { headSha, name, self }: { readonly headSha: string; readonly name: string; readonly self: AppIdentity },
): Promise<CheckOutcome | undefined> {
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: headSha,
    check_name: name,
    app_id: self.id,
    filter: "latest",
    per_page: 100,
  });
  const [newest] = data.check_runs
    .filter((check) => check.name === name && check.app?.id === self.id)
    .sort((a, b) => b.id - a.id);
  if (newest === undefined) return undefined;
  return {
    conclusion: newest.status === "completed" ? newest.conclusion : null,
    completedAt: newest.completed_at ?? undefined,
    summary: newest.output.summary ?? "",
    text: newest.output.text ?? "",
  };
}
