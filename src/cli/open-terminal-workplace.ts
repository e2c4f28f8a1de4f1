import { setTimeout as sleep } from "node:timers/promises";
import { LEDGER_BRANCH } from "../core/evidence/ledger-index.ts";
import type { AppIdentity } from "../github/app-identity.ts";
import { isNotFound, statusOf } from "../github/request-failure.ts";
import { createRepositoryMemory } from "../reconcile/memory.ts";
import type { Workplace } from "../reconcile/workplace.ts";
import type { GitHubRemote } from "./github-remote.ts";
import { openTerminalPackages } from "./open-terminal-packages.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The repository as the App's own code sees it, with the person's token: for commands that read. Nothing may be written with
 * it that the App would take for its own.
 */
export function openTerminalWorkplace(
  { octokit, repository }: GitHubRemote,
  terminal: Terminal,
  app: AppIdentity | undefined,
): Workplace {
  const tell = (_fields: object, message: string) => terminal.tell(terminal.style.quiet(message));
  const nothing = () => undefined;
  return {
    octokit,
    repository,
    self: app ?? { id: 0, slug: "", login: "" },
    memory: createRepositoryMemory(),
    now: () => new Date().toISOString(),
    pause: (milliseconds) => sleep(milliseconds),
    log: { debug: nothing, info: nothing, warn: tell, error: tell },
    packages: openTerminalPackages(terminal),
  };
}

/** The App that keeps this repository's ledger; `undefined` where there is no ledger yet, or GitHub does not say whose it is. */
export async function findLedgerApp({ octokit, repository }: GitHubRemote): Promise<AppIdentity | undefined> {
  try {
    const { data } = await octokit.rest.repos.listCommits({ ...repository, sha: LEDGER_BRANCH, per_page: 20 });
    const made = data.find(({ author, commit }) => author?.type === "Bot" && commit.verification?.verified === true);
    const login = made?.author?.login;
    if (login === undefined || !login.endsWith("[bot]")) return undefined;
    const slug = login.slice(0, -"[bot]".length);
    const app = await octokit.rest.apps.getBySlug({ app_slug: slug });
    return app.data === null ? undefined : { id: app.data.id, slug, login };
  } catch (error) {
    if (isNotFound(error) || statusOf(error) === 409) return undefined;
    throw error;
  }
}
