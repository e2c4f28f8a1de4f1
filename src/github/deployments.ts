import { type AppIdentity, isOwn } from "./app-identity.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";
import { isNotFound } from "./request-failure.ts";

/** A deployment as GitHub has it. */
export interface Deployment {
  readonly id: number;
  readonly environment: string;
  readonly payload: unknown;
  /** The App made it. Anybody who may deploy can write the same payload. */
  readonly own: boolean;
  readonly createdAt: string;
}

/** One status of a deployment. */
export interface DeploymentStatus {
  readonly state: string;
  readonly description: string;
  readonly createdAt: string;
}

export interface NewDeployment {
  /** Branch, tag or commit; GitHub resolves it once. */
  readonly ref: string;
  readonly environment: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly description: string;
  readonly production: boolean;
}

/** GitHub takes so many characters of a description. */
export const MAX_DESCRIPTION = 140;

interface DeploymentAnswer {
  readonly id: number;
  readonly environment: string;
  readonly payload: unknown;
  readonly created_at: string;
  readonly creator: { readonly login: string; readonly type?: string } | null;
  readonly performed_via_github_app?: { readonly id: number } | null;
}

/** The App's deployments to one environment, of the newest hundred, oldest first. */
export async function listOwnDeployments(
  octokit: Octokit,
  { owner, repo }: Repository,
  { environment, self }: { readonly environment: string; readonly self: AppIdentity },
): Promise<readonly Deployment[]> {
  const { data } = await octokit.rest.repos.listDeployments({ owner, repo, environment, per_page: 100 });
  return data
    .map((answer) => toDeployment(answer, self))
    .filter(({ own }) => own)
    .sort((a, b) => a.id - b.id);
}

/** One deployment; `undefined` where there is none of that id. */
export async function readDeployment(
  octokit: Octokit,
  { owner, repo }: Repository,
  { id, self }: { readonly id: number; readonly self: AppIdentity },
): Promise<Deployment | undefined> {
  try {
    const { data } = await octokit.rest.repos.getDeployment({ owner, repo, deployment_id: id });
    return toDeployment(data, self);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * Makes a deployment and returns its id. Never repeated by the client: after a lost answer the caller lists again. GitHub
 * merges nothing on the way and waits for no check: what the gate demanded was demanded before the merge.
 */
export async function createDeployment(
  octokit: Octokit,
  { owner, repo }: Repository,
  { ref, environment, payload, description, production }: NewDeployment,
): Promise<number> {
  const { data } = await octokit.rest.repos.createDeployment({
    owner,
    repo,
    ref,
    environment,
    payload: { ...payload },
    description: description.slice(0, MAX_DESCRIPTION),
    production_environment: production,
    auto_merge: false,
    required_contexts: [],
  });
  if (!("id" in data)) throw new Error(`GitHub made no deployment of ${ref}: ${data.message ?? "it gave no reason"}`);
  return data.id;
}

/** Takes back a deployment that a stale list made a second one of. GitHub deletes none that is active. */
export async function deleteDeployment(octokit: Octokit, { owner, repo }: Repository, id: number): Promise<void> {
  try {
    await octokit.rest.repos.createDeploymentStatus({ owner, repo, deployment_id: id, state: "inactive" });
    await octokit.rest.repos.deleteDeployment({ owner, repo, deployment_id: id });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** The newest status of a deployment; `undefined` where it has none yet. */
export async function readNewestStatus(
  octokit: Octokit,
  { owner, repo }: Repository,
  id: number,
): Promise<DeploymentStatus | undefined> {
  try {
    const { data } = await octokit.rest.repos.listDeploymentStatuses({
      owner,
      repo,
      deployment_id: id,
      per_page: 30,
    });
    const [newest] = data.toSorted((a, b) => b.id - a.id);
    if (newest === undefined) return undefined;
    return { state: newest.state, description: newest.description, createdAt: newest.created_at };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Adds a status. `inactive` says that the environment does not serve it any more. */
export async function addDeploymentStatus(
  octokit: Octokit,
  { owner, repo }: Repository,
  id: number,
  {
    state,
    description,
  }: { readonly state: "error" | "failure" | "inactive" | "queued" | "success"; readonly description: string },
): Promise<void> {
  await octokit.rest.repos.createDeploymentStatus({
    owner,
    repo,
    deployment_id: id,
    state,
    description: description.slice(0, MAX_DESCRIPTION),
    // Of a failed promotion the version before it goes on to serve.
    auto_inactive: state === "success",
  });
}

export interface GateAnswer {
  readonly workflowRunId: number;
  readonly environment: string;
  readonly state: "approved" | "rejected";
  readonly comment: string;
}

/** GitHub takes so many characters of the comment. */
export const MAX_GATE_COMMENT = 1024;

/**
 * Answers the rule by which the App guards an environment. The address is made of repository and workflow run, never
 * taken from an event.
 */
export async function answerGate(
  octokit: Octokit,
  { owner, repo }: Repository,
  { workflowRunId, environment, state, comment }: GateAnswer,
): Promise<void> {
  await octokit.rest.actions.reviewCustomGatesForRun({
    owner,
    repo,
    run_id: workflowRunId,
    environment_name: environment,
    state,
    comment: comment.slice(0, MAX_GATE_COMMENT),
  });
}

function toDeployment(answer: DeploymentAnswer, self: AppIdentity): Deployment {
  const { id, environment, payload, created_at: createdAt, creator, performed_via_github_app: app } = answer;
  return { id, environment, payload, createdAt, own: isOwn({ user: creator, performed_via_github_app: app }, self) };
}
