import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { resolveCommit } from "../git/read-history.ts";
import { addDeployment, addDeploymentStatus, type Deployer } from "../operations/deployments.ts";
import { renderDeployment, renderDeploymentStatus } from "../render/run.ts";
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
} from "../server/context.ts";
import { pageReply } from "../server/paginate.ts";
import { repositoryRoute } from "../server/route.ts";
import type { Deployment } from "../state.ts";
import { ensureEnvironment } from "../workflows/environments.ts";

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
    repositoryRoute("DELETE", "/deployments/{deployment_id}", ["deployments:write"], (context) => {
      const { id, statuses } = deploymentOf(context);
      const { deployments } = context.repository;
      const isActive = statuses.at(-1)?.state !== "inactive";
      if (isActive && deployments.size > 1) {
        throw new ApiError(422, "Validation Failed", {
          errors: ["We cannot delete an active deployment unless it is the only deployment in a given environment."],
        });
      }
      deployments.delete(id);
      return NO_CONTENT;
    }),
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
  const wanted = {
    sha,
    ref: wish.ref,
    task: wish.task,
    environment: wish.environment,
    description: wish.description ?? null,
    payload: wish.payload,
    transient: wish.transient_environment,
    production: wish.production_environment ?? wish.environment === "production",
  };
  ensureEnvironment(world, repository, wish.environment);
  return created(
    renderDeployment(world, repository, await addDeployment(world, repository, wanted, deployerOf(context))),
  );
}

function deployerOf(context: RepositoryContext): Deployer {
  const run = context.caller.kind === "job" ? context.repository.runs.get(context.caller.runId) : undefined;
  return { account: actorOf(context), app: appOf(context), ...(run === undefined ? {} : { run }) };
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

async function createStatus(context: RepositoryContext) {
  const { world, repository } = context;
  const deployment = deploymentOf(context);
  const wish = context.body(NewStatus);
  const wanted = {
    state: wish.state,
    description: wish.description,
    environment: wish.environment,
    logUrl: wish.log_url ?? wish.target_url,
    environmentUrl: wish.environment_url,
    autoInactive: wish.auto_inactive,
  };
  const status = await addDeploymentStatus(world, repository, deployment, wanted, deployerOf(context));
  return created(renderDeploymentStatus(world, repository, deployment, status));
}
