import { createJobOctokit, type Octokit } from "../src/github/octokit.ts";

/** A client with the job's token; `undefined` where there is none. A step waits for GitHub for half a minute at most. */
export function createJobClient(token: string | undefined, env: NodeJS.ProcessEnv): Octokit | undefined {
  if (token === undefined) return undefined;
  return createJobOctokit({
    token,
    apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com",
    patience: { longestWaitMs: 30_000 },
  });
}
