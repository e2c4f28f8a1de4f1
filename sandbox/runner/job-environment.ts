import type { QueuedRun } from "../github/control/control.ts";
import { TRACKING_VARIABLE } from "./end-tracked-processes.ts";

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
export function jobEnvironment(run: QueuedRun, urls: GitHubUrls, trackingId: string): Readonly<Record<string, string>> {
  return {
    SHA_REF: run.checkoutSha,
    GITHUB_REPOSITORY: run.repository,
    GITHUB_RUN_ID: String(run.runId),
    GITHUB_RUN_NUMBER: String(run.runNumber),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_WORKFLOW_REF: `${run.repository}/${run.workflowPath}@${run.ref}`,
    GITHUB_WORKFLOW_SHA: run.checkoutSha,
    GITHUB_TRIGGERING_ACTOR: run.actor,
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
