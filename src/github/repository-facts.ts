import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

export interface RepositoryFacts {
  /** Address of its page: `https://github.com/acme/flights`. */
  readonly url: string;
  /** The part before its name: `https://github.com`. */
  readonly serverUrl: string;
  readonly defaultBranch: string;
}

/** What GitHub says of a repository. Nothing is assumed about the host. */
export async function readRepositoryFacts(octokit: Octokit, { owner, repo }: Repository): Promise<RepositoryFacts> {
  const { data } = await octokit.rest.repos.get({ owner, repo });
  const url = data.html_url.replace(/\/+$/, "");
  const at = url.toLowerCase().lastIndexOf(`/${data.full_name.toLowerCase()}`);
  return { url, serverUrl: at === -1 ? new URL(url).origin : url.slice(0, at), defaultBranch: data.default_branch };
}
