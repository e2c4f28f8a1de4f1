import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { editIssue, openIssue, setAssignees, setLabels } from "../operations/issues.ts";
import { closePull, editPull, reopenPull } from "../operations/pulls.ts";
import { renderIssue } from "../render/pull.ts";
import {
  actorOf,
  created,
  found,
  numberParam,
  ok,
  type RepositoryContext,
  type Route,
  roleOf,
} from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { pusherOf } from "../server/pusher.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Account, Issue } from "../state.ts";
import { assertBodyFits, assertTitleFits } from "../text-limits.ts";
import { LabelName } from "./label-name.ts";

const NewIssue = z.object({
  title: z.union([z.string(), z.number()]).transform(String),
  body: z.string().nullish(),
  labels: z.array(LabelName).default([]),
  assignees: z.array(z.string()).default([]),
});
const IssueChange = z.object({
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "reopened"]).nullish(),
  labels: z.array(LabelName).optional(),
  assignees: z.array(z.string()).optional(),
});
const Assignees = z.object({ assignees: z.array(z.string()).max(10).default([]) });
const READ = ["issues:read", "pull_requests:read"] as const;
const WRITE = ["issues:write", "pull_requests:write"] as const;

/** Routes of issues (a pull request is one too) except their labels. */
export function issueRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/issues", READ, listIssues),
    repositoryRoute("POST", "/issues", ["issues:write"], createIssue),
    repositoryRoute("GET", "/issues/{issue_number}", READ, (context) =>
      ok(renderIssue(context.world, context.repository, issueOf(context))),
    ),
    repositoryRoute("PATCH", "/issues/{issue_number}", WRITE, changeIssue),
    repositoryRoute("POST", "/issues/{issue_number}/assignees", WRITE, async (context) => {
      const issue = issueOf(context);
      const more = assignable(context, context.body(Assignees).assignees);
      await setAssignees(context.world, context.repository, issue, [...issue.assignees, ...more], pusherOf(context));
      return created(renderIssue(context.world, context.repository, issue));
    }),
    repositoryRoute("DELETE", "/issues/{issue_number}/assignees", WRITE, async (context) => {
      const issue = issueOf(context);
      const gone = new Set(context.body(Assignees).assignees.map((login) => login.toLowerCase()));
      const left = issue.assignees.filter(({ login }) => !gone.has(login.toLowerCase()));
      await setAssignees(context.world, context.repository, issue, left, pusherOf(context));
      return ok(renderIssue(context.world, context.repository, issue));
    }),
  ];
}

/** The issue or pull request that the path names. @throws ApiError 404 */
export function issueOf(context: RepositoryContext): Issue {
  return found(context.repository.issues.get(numberParam(context, "issue_number")));
}

function listIssues(context: RepositoryContext) {
  const { searchParams } = context.url;
  const state = searchParams.get("state") ?? "open";
  const labels = (searchParams.get("labels") ?? "").split(",").filter((name) => name !== "");
  const creator = searchParams.get("creator")?.toLowerCase();
  const assignee = searchParams.get("assignee")?.toLowerCase();
  const since = searchParams.get("since");
  const key = searchParams.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const downwards = searchParams.get("direction") === "asc" ? -1 : 1;
  const all = [...context.repository.issues.values()]
    .filter((issue) => state === "all" || issue.state === state)
    .filter((issue) => creator === undefined || issue.user.login.toLowerCase() === creator)
    .filter((issue) => assignee === undefined || isAssignedTo(issue, assignee))
    .filter((issue) => since === null || Date.parse(issue.updatedAt) >= Date.parse(since))
    .filter((issue) =>
      labels.every((name) => issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase())),
    )
    .sort((a, b) => downwards * (b[key].localeCompare(a[key]) || b.number - a.number));
  return pageReply(context, all, (issue) => renderIssue(context.world, context.repository, issue));
}

async function createIssue(context: RepositoryContext) {
  const { world, repository } = context;
  const wish = context.body(NewIssue);
  assertTitleFits("Issue", wish.title);
  assertBodyFits("Issue", wish.body ?? "");
  const assignees = assignable(context, wish.assignees);
  if (assignees.length < wish.assignees.length) {
    const errors = wish.assignees
      .filter((login) => assignees.every((one) => one.login.toLowerCase() !== login.toLowerCase()))
      .map((value) => ({ value, resource: "Issue", field: "assignees", code: "invalid" }));
    throw new ApiError(422, "Validation Failed", { errors });
  }
  const issue = openIssue(
    world,
    repository,
    {
      title: wish.title,
      body: wish.body ?? null,
      labels: wish.labels,
      assignees,
    },
    actorOf(context),
  );
  return created(renderIssue(world, repository, issue));
}

async function changeIssue(context: RepositoryContext) {
  const { world, repository } = context;
  const issue = issueOf(context);
  const wish = context.body(IssueChange);
  assertMayChange(context, issue);
  if (wish.title !== undefined) assertTitleFits("Issue", wish.title);
  assertBodyFits("Issue", wish.body ?? "");
  if (wish.labels !== undefined) await setLabels(world, repository, issue, wish.labels, pusherOf(context));
  if (wish.assignees !== undefined) {
    await setAssignees(world, repository, issue, assignable(context, wish.assignees), pusherOf(context));
  }
  const pull = repository.pulls.get(issue.number);
  if (pull === undefined) {
    editIssue(world, repository, issue, { ...wish, stateReason: wish.state_reason ?? undefined }, actorOf(context));
    return ok(renderIssue(world, repository, issue));
  }
  await editPull(world, repository, pull, { title: wish.title, body: wish.body }, pusherOf(context));
  if (wish.state === "closed") await closePull(world, repository, pull, actorOf(context));
  if (wish.state === "open") await reopenPull(world, repository, pull, pusherOf(context));
  return ok(renderIssue(world, repository, pull));
}

/** A person who may only read changes what is their own. @throws ApiError 403 */
function assertMayChange({ caller, repository }: RepositoryContext, issue: Issue): void {
  if (caller.kind !== "user" || caller.user.id === issue.user.id) return;
  if (!["none", "read"].includes(roleOf(repository, caller.user))) return;
  throw new ApiError(403, "Must have admin rights to Repository.");
}

/** Those of the logins who can be assigned; GitHub leaves out the others without a word. */
function assignable({ world, repository }: RepositoryContext, logins: readonly string[]): readonly Account[] {
  const known = logins.flatMap((login) => world.accounts.get(login.toLowerCase()) ?? []);
  return known.filter((one) => one.id === repository.owner.id || repository.collaborators.has(one.id));
}

function isAssignedTo({ assignees }: Issue, login: string): boolean {
  if (login === "*" || login === "none") return assignees.length > 0 === (login === "*");
  return assignees.some((one) => one.login.toLowerCase() === login);
}
