import { emitRepositoryEvent } from "../events/repository-event.ts";
import { renderComment, renderIssue, renderReview, renderSimplePull } from "../render/pull.ts";
import type { Account, App, Comment, Issue, Json, Pull, Repository, Review } from "../state.ts";
import { newId, timestamp, type World } from "../world.ts";

/** Writes a comment on an issue or pull request and sends `issue_comment.created`. */
export function addComment(
  world: World,
  repository: Repository,
  issue: Issue,
  { user, app, body }: { user: Account; app: App | undefined; body: string },
): Comment {
  const at = timestamp(world);
  const comment: Comment = {
    id: newId(world),
    issueNumber: issue.number,
    user,
    app,
    body,
    createdAt: at,
    updatedAt: at,
    reactions: [],
    minimized: undefined,
  };
  repository.comments.set(comment.id, comment);
  const siblings = repository.commentsByIssue.get(issue.number);
  if (siblings === undefined) repository.commentsByIssue.set(issue.number, [comment]);
  else siblings.push(comment);
  issue.updatedAt = at;
  emitComment(world, repository, comment, { action: "created", sender: user });
  return comment;
}

export function editComment(
  world: World,
  repository: Repository,
  comment: Comment,
  body: string,
  sender: Account,
): void {
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = timestamp(world);
  emitComment(world, repository, comment, { action: "edited", sender, extra: { changes: { body: { from } } } });
}

export function deleteComment(world: World, repository: Repository, comment: Comment, sender: Account): void {
  repository.comments.delete(comment.id);
  const siblings = repository.commentsByIssue.get(comment.issueNumber) ?? [];
  repository.commentsByIssue.set(
    comment.issueNumber,
    siblings.filter(({ id }) => id !== comment.id),
  );
  emitComment(world, repository, comment, { action: "deleted", sender });
}

function emitComment(
  world: World,
  repository: Repository,
  comment: Comment,
  { action, sender, extra = {} }: { action: string; sender: Account; extra?: Json },
): void {
  const issue = repository.issues.get(comment.issueNumber);
  if (issue === undefined) return;
  emitRepositoryEvent(world, repository, {
    name: "issue_comment",
    sender,
    payload: {
      action,
      issue: renderIssue(world, repository, issue),
      comment: renderComment(world, repository, comment),
      ...extra,
    },
  });
}

/** Submits a review and sends `pull_request_review.submitted`. */
export function addReview(
  world: World,
  repository: Repository,
  pull: Pull,
  { user, body, state, commitId }: { user: Account; body: string; state: Review["state"]; commitId: string },
): Review {
  const review: Review = {
    id: newId(world),
    pullNumber: pull.number,
    user,
    body,
    state,
    commitId,
    submittedAt: timestamp(world),
  };
  repository.reviews.set(review.id, review);
  pull.requestedReviewers.delete(user.id);
  emitReview(world, repository, pull, { review, action: "submitted", sender: user });
  return review;
}

/** Sends `pull_request_review.<action>`, whose states are lower case. */
export function emitReview(
  world: World,
  repository: Repository,
  pull: Pull,
  { review, action, sender }: { review: Review; action: "submitted" | "dismissed" | "edited"; sender: Account },
): void {
  const rendered = renderReview(world, repository, review);
  emitRepositoryEvent(world, repository, {
    name: "pull_request_review",
    sender,
    payload: {
      action,
      review: { ...rendered, state: review.state.toLowerCase() },
      pull_request: renderSimplePull(world, repository, pull),
    },
  });
}
