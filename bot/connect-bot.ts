import type { Probot } from "probot";
import { PawlError } from "../src/core/errors.ts";
import { ADVISORY_NOTE } from "../src/core/report/advisory-note.ts";
import { type AppIdentity, readAppIdentity } from "../src/github/app-identity.ts";
import type { Octokit } from "../src/github/octokit.ts";
import type { Repository } from "../src/github/repository.ts";
import { isForbidden, isNotFound } from "../src/github/request-failure.ts";
import type { BotCredentials } from "./inputs.ts";

/** The bot on GitHub: who it is, and how it asks. */
export interface ConnectedBot {
  readonly self: AppIdentity;
  /** 0 with the job's own token: GitHub tells no number of it. */
  readonly installation: number;
  readonly connect: (installation?: number) => Promise<Octokit>;
  readonly checkNote: string | undefined;
}

/** The App whose tokens jobs get. Nobody else's App can have this slug: GitHub gives each to one App. */
const JOBS_APP = "github-actions";

export interface ConnectOptions {
  readonly credentials: BotCredentials;
  readonly repository: Repository;
  /** Whether the token's owner is asked for, which counts against the hour's limit. */
  readonly verifies: boolean;
}

/**
 * Finds out who the bot is.
 *
 * @throws `GITHUB_REFUSED` where the App is not installed on the repository, or the token is somebody else's.
 */
export async function connectBot(probot: Probot, options: ConnectOptions): Promise<ConnectedBot> {
  const { credentials, repository, verifies } = options;
  const octokit = await probot.auth();
  if (credentials.kind === "app") {
    const self = await readAppIdentity(octokit);
    const installation = await readInstallation(octokit, repository, self);
    const connect = (id?: number) => (id === undefined ? probot.auth() : probot.auth(id));
    return { self, installation, connect, checkNote: undefined };
  }
  const { data } = await octokit.rest.apps.getBySlug({ app_slug: JOBS_APP });
  if (data === null) throw new Error(`GET /apps/${JOBS_APP} answered without an App`);
  const self = { id: data.id, slug: JOBS_APP, login: `${JOBS_APP}[bot]` };
  if (verifies) await assertOwner(octokit, self);
  return { self, installation: 0, connect: async () => octokit, checkNote: ADVISORY_NOTE };
}

async function readInstallation(octokit: Octokit, { owner, repo }: Repository, { slug }: AppIdentity): Promise<number> {
  try {
    const { data } = await octokit.rest.apps.getRepoInstallation({ owner, repo });
    return data.id;
  } catch (error) {
    if (!isNotFound(error) && !isForbidden(error)) throw error;
    throw new PawlError({
      code: "GITHUB_REFUSED",
      message: `The App ${slug} is not installed on ${owner}/${repo}`,
      hint: "Install it there, on the App's page under Install App.",
      cause: error,
    });
  }
}

/** With a token of somebody else the bot would not know its own comments again, and write new ones each time. */
async function assertOwner(octokit: Octokit, self: AppIdentity): Promise<void> {
  const { viewer } = await octokit.graphql<{ readonly viewer: { readonly login: string } }>(
    "query { viewer { login } }",
  );
  if (viewer.login === self.login) return;
  throw new PawlError({
    code: "GITHUB_REFUSED",
    message: `The input github-token belongs to ${viewer.login}, not to this job`,
    hint: "Leave it out. An App is given with app-id and private-key.",
  });
}
