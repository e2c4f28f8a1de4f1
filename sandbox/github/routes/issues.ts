import { z } from "zod";
import { validationFailed } from "../api-error.ts";
import { emitIssue, ensureLabel, openIssue, setLabels } from "../operations/issues.ts";
import { closePull, editPull, reopenPull } from "../operations/pulls.ts";
import { renderIssue, renderLabel } from "../render/pull.ts";
import {
  actorOf,
  created,
  found,
  NO_CONTENT,
  numberParam,
  ok,
  type RepositoryContext,
  type Route,
} from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { pusherOf } from "../server/pusher.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Issue } from "../state.ts";
import { assertBodyFits, assertTitleFits } from "../text-limits.ts";
import { timestamp } from "../world.ts";

const LabelName = z
  .union([z.string(), z.object({ name: z.string() })])
  .transform((one) => (typeof one === "string" ? one : one.name));
const Labels = z
  .union([z.object({ labels: z.array(LabelName) }), z.array(LabelName)])
  .transform((wish) => (Array.isArray(wish) ? wish : wish.labels));
const NewIssue = z.object({
  title: z.union([z.string(), z.number()]).transform(String),
  body: z.string().nullish(),
  labels: z.array(LabelName).default([]),
});
const IssueChange = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  state: z.enum(["open", "closed"]).optional(),
  labels: z.array(LabelName).optional(),
});
const NewLabel = z.object({
  name: z.string().max(50),
  color: z.string().default("ededed"),
  description: z.string().max(100).nullish(),
});

const READ = ["issues:read", "pull_requests:read"] as const;
const WRITE = ["issues:write", "pull_requests:write"] as const;

/** Routes of issues (a pull request is one too) and labels. */
export function issueRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/issues", READ, (context) => {
      const { searchParams } = context.url;
      const state = searchParams.get("state") ?? "open";
      const labels = (searchParams.get("labels") ?? "").split(",").filter((name) => name !== "");
      const creator = searchParams.get("creator")?.toLowerCase();
      const since = searchParams.get("since");
      const all = [...context.repository.issues.values()]
        .filter((issue) => state === "all" || issue.state === state)
        .filter((issue) => creator === undefined || issue.user.login.toLowerCase() === creator)
        .filter((issue) => since === null || Date.parse(issue.updatedAt) >= Date.parse(since))
        .filter((issue) =>
          labels.every((name) => issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase())),
        )
        .reverse();
      return pageReply(context, all, (issue) => renderIssue(context.world, context.repository, issue));
    }),
    repositoryRoute("POST", "/issues", ["issues:write"], createIssue),
    repositoryRoute("GET", "/issues/{issue_number}", READ, (context) =>
      ok(renderIssue(context.world, context.repository, issueOf(context))),
    ),
    repositoryRoute("PATCH", "/issues/{issue_number}", WRITE, changeIssue),
    repositoryRoute("GET", "/labels", READ, (context) =>
      pageReply(context, [...context.repository.labels.values()], (label) =>
        renderLabel(context.world, context.repository, label),
      ),
    ),
    repositoryRoute("POST", "/labels", WRITE, (context) => {
      const wish = context.body(NewLabel);
      if (context.repository.labels.has(wish.name.toLowerCase()))
        throw validationFailed("Label", "name", "already_exists");
      const label = ensureLabel(context.world, context.repository, wish.name, {
        color: wish.color,
        description: wish.description ?? null,
      });
      return created(renderLabel(context.world, context.repository, label));
    }),
    repositoryRoute("GET", "/labels/{name}", READ, (context) => {
      const label = found(context.repository.labels.get(context.param("name").toLowerCase()));
      return ok(renderLabel(context.world, context.repository, label));
    }),
    repositoryRoute("GET", "/issues/{issue_number}/labels", READ, (context) => labelsReply(context, issueOf(context))),
    repositoryRoute("POST", "/issues/{issue_number}/labels", WRITE, async (context) => {
      const issue = issueOf(context);
      await relabel(context, issue, [...issue.labels.map(({ name }) => name), ...context.body(Labels)]);
      return labelsReply(context, issue);
    }),
    repositoryRoute("PUT", "/issues/{issue_number}/labels", WRITE, async (context) => {
      const issue = issueOf(context);
      await relabel(context, issue, context.body(Labels));
      return labelsReply(context, issue);
    }),
    repositoryRoute("DELETE", "/issues/{issue_number}/labels/{name}", WRITE, async (context) => {
      const issue = issueOf(context);
      const name = context.param("name").toLowerCase();
      found(issue.labels.find((label) => label.name.toLowerCase() === name));
      await relabel(
        context,
        issue,
        issue.labels.map((label) => label.name).filter((one) => one.toLowerCase() !== name),
      );
      return labelsReply(context, issue);
    }),
    repositoryRoute("DELETE", "/issues/{issue_number}/labels", WRITE, async (context) => {
      await relabel(context, issueOf(context), []);
      return NO_CONTENT;
    }),
  ];
}

/** The issue or pull request that the path names. @throws ApiError 404 */
export function issueOf(context: RepositoryContext): Issue {
  return found(context.repository.issues.get(numberParam(context, "issue_number")));
}

function labelsReply({ world, repository }: RepositoryContext, issue: Issue) {
  return ok(issue.labels.map((label) => renderLabel(world, repository, label)));
}

async function relabel(context: RepositoryContext, issue: Issue, names: readonly string[]): Promise<void> {
  await setLabels(context.world, context.repository, issue, names, pusherOf(context));
}

async function createIssue(context: RepositoryContext) {
  const { world, repository } = context;
  const wish = context.body(NewIssue);
  assertTitleFits("Issue", wish.title);
  assertBodyFits("Issue", wish.body ?? "");
  const issue = openIssue(
    world,
    repository,
    { title: wish.title, body: wish.body ?? null, labels: wish.labels },
    actorOf(context),
  );
  return created(renderIssue(world, repository, issue));
}

async function changeIssue(context: RepositoryContext) {
  const { world, repository } = context;
  const issue = issueOf(context);
  const wish = context.body(IssueChange);
  if (wish.title !== undefined) assertTitleFits("Issue", wish.title);
  assertBodyFits("Issue", wish.body ?? "");
  if (wish.labels !== undefined) await relabel(context, issue, wish.labels);
  const pull = repository.pulls.get(issue.number);
  if (pull !== undefined) {
    await editPull(world, repository, pull, { title: wish.title, body: wish.body }, pusherOf(context));
    if (wish.state === "closed") await closePull(world, repository, pull, actorOf(context));
    if (wish.state === "open") await reopenPull(world, repository, pull, pusherOf(context));
    return ok(renderIssue(world, repository, pull));
  }
  const sender = actorOf(context);
  issue.updatedAt = timestamp(world);
  if (wish.title !== undefined || wish.body !== undefined) {
    issue.title = wish.title ?? issue.title;
    issue.body = wish.body === undefined ? issue.body : wish.body;
    emitIssue(world, repository, issue, { action: "edited", sender });
  }
  if (wish.state !== undefined && wish.state !== issue.state) {
    issue.state = wish.state;
    issue.closedAt = wish.state === "closed" ? issue.updatedAt : null;
    if (wish.state === "closed") emitIssue(world, repository, issue, { action: "closed", sender });
  }
  return ok(renderIssue(world, repository, issue));
}
