import type { Artifact, Job, Workflow, WorkflowRun } from "../run-state.ts";
import type { Deployment, DeploymentStatus, Json, Repository } from "../state.ts";
import { now, timestamp, type World } from "../world.ts";
import { nodeId, renderAccount, renderApp } from "./account.ts";
import { renderSimpleCommit } from "./commit.ts";
import { renderMinimalPull } from "./pull.ts";
import { apiUrl, htmlUrl, renderMinimalRepository } from "./repository.ts";

/** Schema `workflow`. */
export function renderWorkflow(world: World, repository: Repository, workflow: Workflow): Json {
  const html = htmlUrl(world, repository);
  const file = workflow.path.split("/").at(-1) ?? "";
  return {
    id: workflow.id,
    node_id: nodeId("W", workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: workflow.state,
    created_at: workflow.createdAt,
    updated_at: workflow.createdAt,
    url: `${apiUrl(world, repository)}/actions/workflows/${String(workflow.id)}`,
    html_url: `${html}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${html}/workflows/${encodeURIComponent(file)}/badge.svg`,
  };
}

/** Schema `workflow-run`; `pull_requests` is empty for runs of forks. */
export async function renderRun(world: World, repository: Repository, run: WorkflowRun): Promise<Json> {
  const url = `${apiUrl(world, repository)}/actions/runs/${String(run.id)}`;
  const pull = run.pullNumber === undefined ? undefined : repository.pulls.get(run.pullNumber);
  const own = pull !== undefined && pull.headRepository.id === repository.id;
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId("WFR", run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: run.displayTitle,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: run.suite.id,
    check_suite_node_id: nodeId("CS", run.suite.id),
    url,
    html_url: `${htmlUrl(world, repository)}/actions/runs/${String(run.id)}`,
    pull_requests: own ? [renderMinimalPull(world, repository, pull)] : [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor: renderAccount(world, run.actor),
    run_attempt: run.attempt,
    referenced_workflows: [],
    run_started_at: run.startedAt,
    triggering_actor: renderAccount(world, run.triggeringActor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiUrl(world, repository)}/check-suites/${String(run.suite.id)}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${String(run.attempt - 1)}` : null,
    workflow_url: `${apiUrl(world, repository)}/actions/workflows/${String(run.workflow.id)}`,
    head_commit: (await renderSimpleCommit(repository, run.headSha)) ?? null,
    repository: renderMinimalRepository(world, repository),
    head_repository: renderMinimalRepository(world, run.headRepository),
  };
}

/** Schema `job`. */
export function renderJob(world: World, repository: Repository, run: WorkflowRun, job: Job): Json {
  const api = apiUrl(world, repository);
  const assigned = job.runnerName !== null;
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${api}/actions/runs/${String(run.id)}`,
    run_attempt: job.attempt,
    node_id: nodeId("J", job.id),
    head_sha: run.headSha,
    head_branch: run.headBranch,
    url: `${api}/actions/jobs/${String(job.id)}`,
    html_url: `${htmlUrl(world, repository)}/actions/runs/${String(run.id)}/job/${String(job.id)}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.createdAt,
    started_at: job.startedAt,
    completed_at: job.completedAt,
    name: job.name,
    workflow_name: run.workflow.name,
    steps: [],
    check_run_url: `${api}/check-runs/${String(job.checkRun.id)}`,
    labels: job.labels,
    runner_id: assigned ? 1 : null,
    runner_name: job.runnerName,
    runner_group_id: assigned ? 1 : null,
    runner_group_name: assigned ? "Default" : null,
  };
}

/** Schema `check-annotation`, as GitHub itself writes one on a job: about the workflow file, as a failure. */
export function renderRunAnnotation(world: World, repository: Repository, run: WorkflowRun, message: string): Json {
  return {
    path: ".github",
    start_line: 1,
    end_line: 1,
    start_column: null,
    end_column: null,
    annotation_level: "failure",
    title: "",
    message,
    raw_details: "",
    blob_href: `${htmlUrl(world, repository)}/blob/${run.headSha}/.github`,
  };
}

/** Schema `artifact`. */
export function renderArtifact(world: World, repository: Repository, artifact: Artifact): Json {
  const url = `${apiUrl(world, repository)}/actions/artifacts/${String(artifact.id)}`;
  return {
    id: artifact.id,
    node_id: nodeId("MDg6QXJ0aWZhY3Q", artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size,
    url,
    archive_download_url: `${url}/zip`,
    expired: Date.parse(artifact.expiresAt) <= now(world),
    digest: `sha256:${artifact.digest}`,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: artifact.expiresAt,
    workflow_run: {
      id: artifact.run.id,
      repository_id: repository.id,
      head_repository_id: artifact.run.headRepository.id,
      head_branch: artifact.run.headBranch,
      head_sha: artifact.run.headSha,
    },
  };
}

/** Schema `deployment`. */
export function renderDeployment(world: World, repository: Repository, deployment: Deployment): Json {
  const url = `${apiUrl(world, repository)}/deployments/${String(deployment.id)}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId("DE", deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: renderAccount(world, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: apiUrl(world, repository),
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: deployment.app === undefined ? null : renderApp(world, deployment.app),
  };
}

/** Schema `deployment-status`. */
export function renderDeploymentStatus(
  world: World,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
): Json {
  const parent = `${apiUrl(world, repository)}/deployments/${String(deployment.id)}`;
  return {
    url: `${parent}/statuses/${String(status.id)}`,
    id: status.id,
    node_id: nodeId("DES", status.id),
    state: status.state,
    creator: renderAccount(world, status.creator),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: parent,
    repository_url: apiUrl(world, repository),
    performed_via_github_app: status.app === undefined ? null : renderApp(world, status.app),
  };
}

/** When something that lives for `days` from now on ends. */
export function expiryAfterDays(world: World, days: number): string {
  return timestamp(world, now(world) + days * 86_400_000);
}
