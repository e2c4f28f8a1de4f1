import { z } from "zod";
import { notAccessible, validationFailed } from "../api-error.ts";
import { addComment, deleteComment, editComment } from "../operations/comments.ts";
import { nodeId, renderAccount } from "../render/account.ts";
import { renderComment } from "../render/pull.ts";
import {
  actorOf,
  appOf,
  created,
  found,
  NO_CONTENT,
  numberParam,
  ok,
  type RepositoryContext,
  type Route,
  roleOf,
} from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Comment, Json, Reaction } from "../state.ts";
import { assertBodyFits } from "../text-limits.ts";
import { newId, timestamp } from "../world.ts";
import { issueOf } from "./issues.ts";

const Body = z.object({ body: z.string() });
const NewReaction = z.object({
  content: z.enum(["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]),
});

const READ = ["issues:read", "pull_requests:read"] as const;
const WRITE = ["issues:write", "pull_requests:write"] as const;

/** Routes of comments on issues and pull requests, and of reactions to them. */
export function commentRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/issues/comments", READ, (context) => {
      const descending = context.url.searchParams.get("direction") === "desc";
      const all = since(context, [...context.repository.comments.values()]);
      return pageReply(context, descending ? all.reverse() : all, (one) =>
        renderComment(context.world, context.repository, one),
      );
    }),
    repositoryRoute("GET", "/issues/comments/{comment_id}", READ, (context) =>
      ok(renderComment(context.world, context.repository, commentOf(context))),
    ),
    repositoryRoute("PATCH", "/issues/comments/{comment_id}", WRITE, (context) => {
      const comment = commentOf(context);
      const { body } = context.body(Body);
      assertMayEdit(context, comment);
      assertCommentBody(body);
      editComment(context.world, context.repository, comment, body, actorOf(context));
      return ok(renderComment(context.world, context.repository, comment));
    }),
    repositoryRoute("DELETE", "/issues/comments/{comment_id}", WRITE, (context) => {
      const comment = commentOf(context);
      assertMayEdit(context, comment);
      deleteComment(context.world, context.repository, comment, actorOf(context));
      return NO_CONTENT;
    }),
    repositoryRoute("GET", "/issues/comments/{comment_id}/reactions", READ, (context) => {
      const content = context.url.searchParams.get("content");
      const all = commentOf(context).reactions.filter((one) => content === null || one.content === content);
      return pageReply(context, all, (one) => renderReaction(context, one));
    }),
    repositoryRoute("POST", "/issues/comments/{comment_id}/reactions", WRITE, createReaction),
    repositoryRoute("DELETE", "/issues/comments/{comment_id}/reactions/{reaction_id}", WRITE, (context) => {
      const comment = commentOf(context);
      const id = numberParam(context, "reaction_id");
      found(comment.reactions.find((one) => one.id === id));
      comment.reactions = comment.reactions.filter((one) => one.id !== id);
      return NO_CONTENT;
    }),
    repositoryRoute("GET", "/issues/{issue_number}/comments", READ, (context) => {
      const issue = issueOf(context);
      const all = since(context, context.repository.commentsByIssue.get(issue.number) ?? []);
      return pageReply(context, all, (one) => renderComment(context.world, context.repository, one));
    }),
    repositoryRoute("POST", "/issues/{issue_number}/comments", WRITE, (context) => {
      const issue = issueOf(context);
      const { body } = context.body(Body);
      assertCommentBody(body);
      const comment = addComment(context.world, context.repository, issue, {
        user: actorOf(context),
        app: appOf(context),
        body,
      });
      return created(renderComment(context.world, context.repository, comment));
    }),
  ];
}

function assertCommentBody(body: string): void {
  if (body.trim() === "") throw validationFailed("IssueComment", "body", "missing_field", "Body can't be blank");
  assertBodyFits("IssueComment", body);
}

function since({ url }: RepositoryContext, comments: readonly Comment[]): Comment[] {
  const from = url.searchParams.get("since");
  return comments.filter(({ updatedAt }) => from === null || Date.parse(updatedAt) >= Date.parse(from));
}

function commentOf(context: RepositoryContext): Comment {
  return found(context.repository.comments.get(numberParam(context, "comment_id")));
}

/** An App with the permission may edit any comment; a person only own ones, unless the role allows more. */
function assertMayEdit(context: RepositoryContext, comment: Comment): void {
  if (context.caller.kind !== "user" || comment.user.id === context.caller.user.id) return;
  const role = roleOf(context.repository, context.caller.user);
  if (role === "none" || role === "read" || role === "triage") throw notAccessible();
}

function createReaction(context: RepositoryContext) {
  const comment = commentOf(context);
  const { content } = context.body(NewReaction);
  const user = actorOf(context);
  const known = comment.reactions.find((one) => one.user.id === user.id && one.content === content);
  if (known !== undefined) return ok(renderReaction(context, known));
  const reaction: Reaction = { id: newId(context.world), user, content, createdAt: timestamp(context.world) };
  comment.reactions.push(reaction);
  return created(renderReaction(context, reaction));
}

function renderReaction({ world }: RepositoryContext, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: nodeId("REA", reaction.id),
    user: renderAccount(world, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}
