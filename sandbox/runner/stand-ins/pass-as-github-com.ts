import { env } from "node:process";

export interface JobContext {
  readonly serverUrl: string;
  readonly repository: string;
  readonly runId: string;
}

/**
 * What the job knows about its GitHub. From then on the official clients take the sandbox for github.com: they hold every
 * host that is neither that nor `*.localhost` for an Enterprise Server, and those have no artifacts of the current kind.
 */
export function passAsGitHubCom(): JobContext {
  const context = {
    serverUrl: env["GITHUB_SERVER_URL"] ?? "",
    repository: env["GITHUB_REPOSITORY"] ?? "",
    runId: env["GITHUB_RUN_ID"] ?? "",
  };
  env["GITHUB_SERVER_URL"] = "http://github.localhost";
  env["ACTIONS_CACHE_SERVICE_V2"] = "true";
  return context;
}
