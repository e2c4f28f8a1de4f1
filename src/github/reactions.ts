import { type AppIdentity, isOwn } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

export type Reaction = "+1" | "-1" | "eyes" | "rocket" | "confused";

/** Reactions of the App on a comment. */
export async function listOwnReactions(
  octokit: Octokit,
  { owner, repo }: Repository,
  commentId: number,
  self: AppIdentity,
): Promise<ReadonlySet<string>> {
  const reactions = await octokit.paginate(octokit.rest.reactions.listForIssueComment, {
    owner,
    repo,
    comment_id: commentId,
    per_page: 100,
  });
  return new Set(reactions.filter((reaction) => isOwn(reaction, self)).map(({ content }) => content));
}

/** Adds a reaction; GitHub keeps one of a kind for each user, so repeating it changes nothing. */
export async function addReaction(
  octokit: Octokit,
  { owner, repo }: Repository,
  commentId: number,
  content: Reaction,
): Promise<void> {
  await octokit.rest.reactions.createForIssueComment({ owner, repo, comment_id: commentId, content });
}
