import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { emitRepositoryEvent } from "../events/repository-event.ts";
import { resolveCommit } from "../git/read-history.ts";
import { renderDeployment, renderDeploymentStatus } from "../render/run.ts";
import {
  actorOf,
  appOf,
  created,
  found,
  numberParam,
  ok,
  type RepositoryContext,
  type Route,
} from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Deployment, DeploymentStatus } from "../state.ts";
import { newId, timestamp } from "../world.ts";

const NewDeployment = z.object({
  ref: z.string(),
  task: z.string().default("deploy"),
  auto_merge: z.boolean().default(true),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).default(""),
  environment: z.string().default("production"),
  description: z.string().max(140).nullish(),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
});
const NewStatus = z.object({
  state: z.enum(["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]),
  description: z.string().max(140).default(""),
  target_url: z.string().default(""),
  log_url: z.string().optional(),
  environment_url: z.string().default(""),
  environment: z.string().optional(),
  auto_inactive: z.boolean().default(true),
});

/** Routes of deployments and their statuses. */
export function deploymentRoutes(): readonly Route[] {
  return [
    repositoryRoute("GET", "/deployments", ["deployments:read"], (context) => {
      const wanted = (["sha", "ref", "task", "environment"] as const).map(
        (key) => [key, context.url.searchParams.get(key)] as const,
      );
      const all = [...context.repository.deployments.values()].filter((deployment) =>
        wanted.every(([key, value]) => value === null || deployment[key] === value),
      );
      return pageReply(context, all.reverse(), (one) => renderDeployment(context.world, context.repository, one));
    }),
    repositoryRoute("POST", "/deployments", ["deployments:write"], createDeployment),
    repositoryRoute("GET", "/deployments/{deployment_id}", ["deployments:read"], (context) =>
      ok(renderDeployment(context.world, context.repository, deploymentOf(context))),
    ),
    repositoryRoute("GET", "/deployments/{deployment_id}/statuses", ["deployments:read"], (context) => {
      const deployment = deploymentOf(context);
      return pageReply(context, [...deployment.statuses].reverse(), (status) =>
        renderDeploymentStatus(context.world, context.repository, deployment, status),
      );
    }),
    repositoryRoute("POST", "/deployments/{deployment_id}/statuses", ["deployments:write"], createStatus),
  ];
}

function deploymentOf(context: RepositoryContext): Deployment {
  return found(context.repository.deployments.get(numberParam(context, "deployment_id")));
}

async function createDeployment(context: RepositoryContext) {
  const { world, repository } = context;
  const wish = context.body(NewDeployment);
  const sha = await resolveCommit(repository.git, wish.ref, repository.defaultBranch);
  if (sha === undefined) throw new ApiError(422, `No ref found for: ${wish.ref}`);
  assertContexts(context, sha, wish.required_contexts);
  const at = timestamp(world);
  const deployment: Deployment = {
    id: newId(world),
    sha,
    ref: wish.ref,
    task: wish.task,
    environment: wish.environment,
    description: wish.description ?? null,
    payload: wish.payload,
    transient: wish.transient_environment,
    production: wish.production_environment ?? wish.environment === "production",
    creator: actorOf(context),
    app: appOf(context),
    createdAt: at,
    updatedAt: at,
    statuses: [],
  };
  repository.deployments.set(deployment.id, deployment);
  const rendered = renderDeployment(world, repository, deployment);
  const payload = { action: "created", deployment: rendered, workflow: null, workflow_run: null };
  emitRepositoryEvent(world, repository, { name: "deployment", sender: deployment.creator, payload });
  return created(rendered);
}

/** Without a list every status and check of the commit has to be green; an empty list asks for none. */
function assertContexts({ repository }: RepositoryContext, sha: string, wanted: readonly string[] | undefined): void {
  const runs = repository.checkRunsBySha.get(sha) ?? [];
  const statuses = repository.statuses.get(sha) ?? [];
  const names = wanted ?? [...new Set([...runs.map(({ name }) => name), ...statuses.map(({ context }) => context)])];
  const isGreen = (name: string): boolean => {
    const run = runs.findLast((one) => one.name === name);
    const status = statuses.findLast(({ context }) => context === name);
    if (run !== undefined)
      return run.conclusion === "success" || run.conclusion === "neutral" || run.conclusion === "skipped";
    return status?.state === "success";
  };
  if (names.every(isGreen)) return;
  throw new ApiError(409, "Conflict: Commit status checks failed for the ref.", {
    errors: [{ contexts: names, resource: "Deployment", field: "required_contexts", code: "invalid" }],
  });
}

function createStatus(context: RepositoryContext) {
  const { world, repository } = context;
  const deployment = deploymentOf(context);
  const wish = context.body(NewStatus);
  const status: DeploymentStatus = {
    id: newId(world),
    state: wish.state,
    description: wish.description,
    environment: wish.environment ?? deployment.environment,
    logUrl: wish.log_url ?? wish.target_url,
    environmentUrl: wish.environment_url,
    creator: actorOf(context),
    app: appOf(context),
    createdAt: timestamp(world),
  };
  deployment.statuses.push(status);
  deployment.updatedAt = status.createdAt;
  if (wish.auto_inactive && status.state === "success") deactivateOthers(context, deployment, status);
  const rendered = renderDeploymentStatus(world, repository, deployment, status);
  const payload = {
    action: "created",
    deployment_status: rendered,
    deployment: renderDeployment(world, repository, deployment),
    check_run: null,
    workflow: null,
    workflow_run: null,
  };
  emitRepositoryEvent(world, repository, { name: "deployment_status", sender: status.creator, payload });
  return created(rendered);
}

/** GitHub marks earlier successful deployments of the same non-transient, non-production environment inactive. */
function deactivateOthers(context: RepositoryContext, deployment: Deployment, status: DeploymentStatus): void {
  for (const other of context.repository.deployments.values()) {
    const same = other.id < deployment.id && other.environment === deployment.environment;
    if (!same || other.transient || other.production || other.statuses.at(-1)?.state !== "success") continue;
    other.statuses.push({ ...status, id: newId(context.world), state: "inactive", description: "" });
  }
}
