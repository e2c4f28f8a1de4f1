import type { CheckRun, CheckSuite, CommitStatus, Json, Repository } from "../state.ts";
import type { World } from "../world.ts";
import { nodeId, renderAccount, renderApp } from "./account.ts";
import { renderSimpleCommit } from "./commit.ts";
import { minimalPullsOf } from "./pull.ts";
import { apiUrl, htmlUrl, renderMinimalRepository } from "./repository.ts";

/** Schema `check-run`. */
export function renderCheckRun(world: World, repository: Repository, run: CheckRun): Json {
  const url = `${apiUrl(world, repository)}/check-runs/${String(run.id)}`;
  const html = `${htmlUrl(world, repository)}/runs/${String(run.id)}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId("CR", run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: renderApp(world, run.app),
    pull_requests: minimalPullsOf(world, repository, run.headSha),
  };
}

/** Schema `check-run-with-simple-check-suite`, which webhooks carry. */
export function renderCheckRunForWebhook(world: World, repository: Repository, run: CheckRun): Json {
  return { ...renderCheckRun(world, repository, run), check_suite: renderSimpleSuite(world, repository, run.suite) };
}

function renderSimpleSuite(world: World, repository: Repository, suite: CheckSuite): Json {
  return {
    id: suite.id,
    node_id: nodeId("CS", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suite.conclusion,
    url: `${apiUrl(world, repository)}/check-suites/${String(suite.id)}`,
    before: "0".repeat(40),
    after: suite.headSha,
    pull_requests: minimalPullsOf(world, repository, suite.headSha),
    app: renderApp(world, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
  };
}

/** Schema `check-suite`. */
export async function renderCheckSuite(world: World, repository: Repository, suite: CheckSuite): Promise<Json> {
  const runs = (repository.checkRunsBySha.get(suite.headSha) ?? []).filter((run) => run.suite.id === suite.id);
  return {
    ...renderSimpleSuite(world, repository, suite),
    repository: renderMinimalRepository(world, repository),
    head_commit: await renderSimpleCommit(repository, suite.headSha),
    latest_check_runs_count: new Set(runs.map(({ name }) => name)).size,
    check_runs_url: `${apiUrl(world, repository)}/check-suites/${String(suite.id)}/check-runs`,
  };
}

/** Schema `status`. */
export function renderStatus(world: World, repository: Repository, status: CommitStatus): Json {
  return {
    url: `${apiUrl(world, repository)}/statuses/${status.sha}`,
    avatar_url: null,
    id: status.id,
    node_id: nodeId("SC", status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator: renderAccount(world, status.creator),
  };
}
