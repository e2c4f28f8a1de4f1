import { type AppIdentity, isOwn } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

/** A comment of the App. */
export interface OwnComment {
  readonly id: number;
  readonly body: string;
}

/** All comments on an issue or pull request that the App wrote and that begin with `marker`, oldest first. */
export async function listOwnComments(
  octokit: Octokit,
  { owner, repo }: Repository,
  issueNumber: number,
  { self, marker }: { readonly self: AppIdentity; readonly marker: string },
): Promise<readonly OwnComment[]> {
  const own: OwnComment[] = [];
  for await (const { data } of octokit.paginate.iterator(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: issueNumber,
    per_page: 100,
  })) {
    for (const comment of data) {
      const body = comment.body ?? "";
      if (isOwn(comment, self) && body.startsWith(marker)) own.push({ id: comment.id, body });
    }
  }
  return own.sort((a, b) => a.id - b.id);
}

/** A comment of anybody. */
export interface IssueComment {
  readonly id: number;
  readonly author: string;
  readonly authorIsBot: boolean;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** All comments on an issue or pull request, oldest first; those of deleted accounts are left out. */
export async function listComments(
  octokit: Octokit,
  { owner, repo }: Repository,
  issueNumber: number,
): Promise<readonly IssueComment[]> {
  const comments = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: issueNumber,
    per_page: 100,
  });
  return comments.flatMap(({ id, user, body, created_at: createdAt, updated_at: updatedAt }) =>
    user === null
      ? []
      : [{ id, author: user.login, authorIsBot: user.type === "Bot", body: body ?? "", createdAt, updatedAt }],
  );
}

/** Posts a comment and returns its id. Never repeated by the client: after a lost answer the caller reads again. */
export async function createComment(
  octokit: Octokit,
  { owner, repo }: Repository,
  issueNumber: number,
  body: string,
): Promise<number> {
  const { data } = await octokit.rest.issues.createComment({ owner, repo, issue_number: issueNumber, body });
  return data.id;
}

export async function updateComment(
  octokit: Octokit,
  { owner, repo }: Repository,
  commentId: number,
  body: string,
): Promise<void> {
  await octokit.rest.issues.updateComment({ owner, repo, comment_id: commentId, body });
}

export async function deleteComment(octokit: Octokit, { owner, repo }: Repository, commentId: number): Promise<void> {
  await octokit.rest.issues.deleteComment({ owner, repo, comment_id: commentId });
}
