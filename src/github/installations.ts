import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

export interface InstalledRepository extends Repository {
  readonly id: number;
  readonly defaultBranch: string;
  /** Changes with every push; undefined where nothing was ever pushed. */
  readonly pushedAt: string | undefined;
}

/** Ids of the installations that are not suspended; `octokit` authenticates as the App itself. */
export async function listInstallations(octokit: Octokit): Promise<readonly number[]> {
  const installations = await octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100 });
  return installations
    .filter(({ suspended_at: suspended }) => suspended === null || suspended === undefined)
    .map(({ id }) => id);
}

/** Repositories of an installation that can be written to; `octokit` authenticates as the installation. */
export async function listInstalledRepositories(octokit: Octokit): Promise<readonly InstalledRepository[]> {
  const found: InstalledRepository[] = [];
  for await (const { data } of octokit.paginate.iterator(octokit.rest.apps.listReposAccessibleToInstallation, {
    per_page: 100,
  })) {
    for (const { id, owner, name, default_branch, pushed_at, archived, disabled } of data) {
      if (archived === true || disabled === true) continue;
      found.push({
        id,
        owner: owner.login,
        repo: name,
        defaultBranch: default_branch,
        pushedAt: pushed_at ?? undefined,
      });
    }
  }
  return found;
}

/** One repository, as {@link listInstalledRepositories} lists it; `octokit` may read it. */
export async function readInstalledRepository(
  octokit: Octokit,
  { owner, repo }: Repository,
): Promise<InstalledRepository> {
  const { data } = await octokit.rest.repos.get({ owner, repo });
  const { id, name, default_branch: defaultBranch, pushed_at: pushedAt } = data;
  return { id, owner: data.owner.login, repo: name, defaultBranch, pushedAt: pushedAt ?? undefined };
}
