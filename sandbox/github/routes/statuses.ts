import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { emitRepositoryEvent } from "../events/repository-event.ts";
import { readCommit, resolveCommit } from "../git/read-history.ts";
import { renderStatus } from "../render/check.ts";
import { renderCommit } from "../render/commit.ts";
import { apiUrl, fullName, renderMinimalRepository } from "../render/repository.ts";
import { actorOf, created, found, ok, type RepositoryContext, type Route } from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import type { CommitStatus } from "../state.ts";
import { newId, timestamp } from "../world.ts";

const NewStatus = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  target_url: z.string().nullish(),
  description: z.string().max(140).nullish(),
  context: z.string().max(255).default("default"),
});
const MOST_STATUSES = 1000;

/** Routes of commit statuses. */
export function statusRoutes(): readonly Route[] {
  return [
    repositoryRoute("POST", "/statuses/{sha}", ["statuses:write"], createStatus),
    repositoryRoute("GET", "/commits/{ref}/statuses", ["statuses:read"], async (context) => {
      const all = [...(context.repository.statuses.get(await commitOf(context)) ?? [])].reverse();
      return pageReply(context, all, (status) => renderStatus(context.world, context.repository, status));
    }),
    repositoryRoute("GET", "/commits/{ref}/status", ["statuses:read"], getCombinedStatus),
  ];
}

async function commitOf(context: RepositoryContext): Promise<string> {
  const name = context.param("ref");
  return found(await resolveCommit(context.repository.git, name, context.repository.defaultBranch));
}

async function createStatus(context: RepositoryContext) {
  const { world, repository } = context;
  const sha = context.param("sha");
  const wish = context.body(NewStatus);
  const commit = await readCommit(repository.git, sha);
  if (commit === undefined) throw new ApiError(422, `No commit found for SHA: ${sha}`);
  const known = repository.statuses.get(sha) ?? [];
  if (known.filter(({ context: name }) => name === wish.context).length >= MOST_STATUSES) {
    throw new ApiError(422, "Validation Failed", {
      errors: ["This SHA and context has reached the maximum number of statuses."],
    });
  }
  const status: CommitStatus = {
    id: newId(world),
    sha,
    state: wish.state,
    context: wish.context,
    description: wish.description ?? null,
    targetUrl: wish.target_url ?? null,
    creator: actorOf(context),
    createdAt: timestamp(world),
  };
  repository.statuses.set(sha, [...known, status]);
  const payload = {
    id: status.id,
    sha,
    name: fullName(repository),
    avatar_url: null,
    target_url: status.targetUrl,
    context: status.context,
    description: status.description,
    state: status.state,
    commit: renderCommit(world, repository, commit),
    branches: [],
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
  emitRepositoryEvent(world, repository, { name: "status", sender: status.creator, payload });
  return created(renderStatus(world, repository, status));
}

async function getCombinedStatus(context: RepositoryContext) {
  const { world, repository } = context;
  const sha = await commitOf(context);
  const latest = [...new Map((repository.statuses.get(sha) ?? []).map((status) => [status.context, status])).values()];
  const states = latest.map(({ state }) => state);
  const failed = states.includes("failure") || states.includes("error");
  const pending = states.length === 0 || states.includes("pending");
  return ok({
    state: failed ? "failure" : pending ? "pending" : "success",
    statuses: latest.map((status) => {
      const { creator: _, ...simple } = renderStatus(world, repository, status);
      return simple;
    }),
    sha,
    total_count: latest.length,
    repository: renderMinimalRepository(world, repository),
    commit_url: `${apiUrl(world, repository)}/commits/${sha}`,
    url: `${apiUrl(world, repository)}/commits/${sha}/status`,
  });
}
