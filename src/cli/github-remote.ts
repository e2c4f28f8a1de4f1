import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PawlError } from "../core/errors.ts";
import { createJobOctokit, type Octokit, type Repository } from "../github/octokit.ts";
import type { Clone } from "./clone/open-clone.ts";
import type { Terminal } from "./terminal.ts";

/** A repository on GitHub, as the person at the terminal reaches it. */
export interface GitHubRemote {
  readonly repository: Repository;
  /** `github.com`, `ghe.example`. */
  readonly host: string;
  readonly octokit: Octokit;
}

const NAME = "[\\w.-]+";
const ADDRESSES = [
  new RegExp(`^https?://(?:[^@/]+@)?(?<host>[\\w.-]+(?::\\d+)?)/(?<owner>${NAME})/(?<repo>${NAME}?)(?:\\.git)?/?$`),
  new RegExp(`^(?:ssh://)?git@(?<host>[\\w.-]+)(?::\\d+/|:|/)(?<owner>${NAME})/(?<repo>${NAME}?)(?:\\.git)?/?$`),
];

/** Host and name of a repository by the address of a remote; `undefined` where it is none of GitHub's kind. */
export function parseRemoteAddress(
  address: string,
): { readonly host: string; readonly repository: Repository } | undefined {
  for (const pattern of ADDRESSES) {
    const { host, owner, repo } = pattern.exec(address)?.groups ?? {};
    if (host !== undefined && owner !== undefined && repo !== undefined && repo !== "") {
      return { host, repository: { owner, repo } };
    }
  }
  return undefined;
}

/**
 * The repository that `origin` of the clone names, with the person's own token: `GH_TOKEN`, `GITHUB_TOKEN`, or what `gh`
 * is logged in with.
 *
 * @throws `INPUT_INVALID` where the remote is none of GitHub's, or there is no token.
 */
export async function openGitHubRemote({ origin }: Clone, { env }: Pick<Terminal, "env">): Promise<GitHubRemote> {
  const parsed = origin === undefined ? undefined : parseRemoteAddress(origin);
  if (parsed === undefined) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `the remote origin (${origin ?? "there is none"}) is not a repository on GitHub`,
      hint: "Run this in a clone of the repository on GitHub, whose remote is called origin.",
    });
  }
  const { host, repository } = parsed;
  const token = env["GH_TOKEN"] ?? env["GITHUB_TOKEN"] ?? (await askGh(host, env));
  if (token === undefined || token.trim() === "") {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: "there is no token to speak to GitHub with",
      hint: "Set GH_TOKEN or GITHUB_TOKEN, or log in with `gh auth login`.",
    });
  }
  const apiUrl = env["GITHUB_API_URL"] ?? (host === "github.com" ? "https://api.github.com" : `https://${host}/api/v3`);
  return { repository, host, octokit: createJobOctokit({ token: token.trim(), apiUrl }) };
}

async function askGh(host: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    return (await promisify(execFile)("gh", ["auth", "token", "--hostname", host], { env, timeout: 10_000 })).stdout;
  } catch {
    return undefined;
  }
}
