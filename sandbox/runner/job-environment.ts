import { TRACKING_VARIABLE } from "./end-tracked-processes.ts";

/** What the fake GitHub says about a workflow run that waits for a runner. */
export interface QueuedWorkflowRun {
  /** `acme/demo` */
  readonly repository: string;
  readonly repositoryId: number;
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  /** `.github/workflows/train.yml` */
  readonly workflowPath: string;
  readonly event: string;
  /** `refs/heads/main`, `refs/pull/7/merge` */
  readonly ref: string;
  /** The commit to run: for a pull request the test merge. */
  readonly commit: string;
  /** The webhook's payload. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly actor: string;
  readonly triggeringActor: string;
  /** The job's `GITHUB_TOKEN`. */
  readonly token: string;
  /** What artifacts and caches are uploaded with. */
  readonly runtimeToken: string;
}

export interface GitHubUrls {
  /** `http://127.0.0.1:4000`; nothing has a slash at its end. */
  readonly server: string;
  readonly api: string;
  readonly graphql: string;
  /** Where artifacts and caches go. */
  readonly results: string;
}

/**
 * Variables that GitHub's runner sets and act does not, or sets to what github.com would be. Everything that act can only
 * be told through the environment is here as well: `SHA_REF` is how it learns which commit this is.
 */
export function jobEnvironment(
  run: QueuedWorkflowRun,
  urls: GitHubUrls,
  trackingId: string,
): Readonly<Record<string, string>> {
  return {
    SHA_REF: run.commit,
    GITHUB_REPOSITORY: run.repository,
    GITHUB_REPOSITORY_ID: String(run.repositoryId),
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_WORKFLOW_REF: `${run.repository}/${run.workflowPath}@${run.ref}`,
    GITHUB_WORKFLOW_SHA: run.commit,
    GITHUB_TRIGGERING_ACTOR: run.triggeringActor,
    GITHUB_SERVER_URL: urls.server,
    GITHUB_API_URL: urls.api,
    GITHUB_GRAPHQL_URL: urls.graphql,
    ACTIONS_RESULTS_URL: `${urls.results}/`,
    ACTIONS_RUNTIME_URL: `${urls.results}/`,
    ACTIONS_RUNTIME_TOKEN: run.runtimeToken,
    ACTIONS_CACHE_SERVICE_V2: "true",
    RUNNER_NAME: "sandbox",
    RUNNER_ENVIRONMENT: "self-hosted",
    [TRACKING_VARIABLE]: trackingId,
  };
}
