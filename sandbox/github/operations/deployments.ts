import { emitRepositoryEvent } from "../events/repository-event.ts";
import { renderDeployment, renderDeploymentStatus, renderRun, renderWorkflow } from "../render/run.ts";
import type { WorkflowRun } from "../run-state.ts";
import type { Account, App, Deployment, DeploymentStatus, Json, Repository } from "../state.ts";
import { newId, timestamp, type World } from "../world.ts";

/** Who deploys: a person, an App, or the job of a workflow run. */
export interface Deployer {
  readonly account: Account;
  readonly app: App | undefined;
  readonly run?: WorkflowRun;
}

export type NewDeployment = Omit<Deployment, "id" | "creator" | "app" | "createdAt" | "updatedAt" | "statuses">;

/** Makes a deployment and sends `deployment.created`. */
export async function addDeployment(
  world: World,
  repository: Repository,
  wanted: NewDeployment,
  deployer: Deployer,
): Promise<Deployment> {
  const at = timestamp(world);
  const deployment: Deployment = {
    ...wanted,
    id: newId(world),
    creator: deployer.account,
    app: deployer.app,
    createdAt: at,
    updatedAt: at,
    statuses: [],
  };
  repository.deployments.set(deployment.id, deployment);
  const payload = {
    action: "created",
    deployment: renderDeployment(world, repository, deployment),
    ...(await renderSource(world, repository, deployer)),
  };
  emitRepositoryEvent(world, repository, { name: "deployment", sender: deployment.creator, payload });
  return deployment;
}

export interface NewDeploymentStatus {
  readonly state: string;
  readonly description?: string;
  readonly environment?: string | undefined;
  readonly logUrl?: string;
  readonly environmentUrl?: string;
  readonly autoInactive?: boolean;
}

/** Adds a status to a deployment and sends `deployment_status.created`. */
export async function addDeploymentStatus(
  world: World,
  repository: Repository,
  deployment: Deployment,
  wish: NewDeploymentStatus,
  deployer: Deployer,
): Promise<DeploymentStatus> {
  const status: DeploymentStatus = {
    id: newId(world),
    state: wish.state,
    description: wish.description ?? "",
    environment: wish.environment ?? deployment.environment,
    logUrl: wish.logUrl ?? "",
    environmentUrl: wish.environmentUrl ?? "",
    creator: deployer.account,
    app: deployer.app,
    createdAt: timestamp(world),
  };
  deployment.statuses.push(status);
  deployment.updatedAt = status.createdAt;
  if (wish.autoInactive !== false && status.state === "success")
    deactivateOthers(world, repository, deployment, status);
  const payload = {
    action: "created",
    deployment_status: renderDeploymentStatus(world, repository, deployment, status),
    deployment: renderDeployment(world, repository, deployment),
    check_run: null,
    ...(await renderSource(world, repository, deployer)),
  };
  emitRepositoryEvent(world, repository, { name: "deployment_status", sender: status.creator, payload });
  return status;
}

async function renderSource(world: World, repository: Repository, { run }: Deployer): Promise<Json> {
  if (run === undefined) return { workflow: null, workflow_run: null };
  return {
    workflow: renderWorkflow(world, repository, run.workflow),
    // events of deployments leave the commit out
    workflow_run: { ...(await renderRun(world, repository, run)), head_commit: null },
  };
}

/** GitHub marks earlier successful deployments of the same non-transient, non-production environment inactive. */
function deactivateOthers(
  world: World,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
): void {
  for (const other of repository.deployments.values()) {
    const same = other.id < deployment.id && other.environment === deployment.environment;
    if (!same || other.transient || other.production || other.statuses.at(-1)?.state !== "success") continue;
    other.statuses.push({ ...status, id: newId(world), state: "inactive", description: "" });
  }
}
