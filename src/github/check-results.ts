import type { CheckFacts } from "../core/gate/gate-facts.ts";
import type { Octokit } from "./octokit.ts";
import type { Repository } from "./repository.ts";

interface Found extends CheckFacts {
  readonly id: number;
}

/** A commit with more results than this has them from a loop. */
const MAX_PAGES = 10;

/** Check runs and statuses of a commit, of whatever App: of each name and source the newest. */
export async function listCheckResults(
  octokit: Octokit,
  repository: Repository,
  headSha: string,
): Promise<readonly CheckFacts[]> {
  const found = [
    ...(await listCheckRuns(octokit, repository, headSha)),
    ...(await listStatuses(octokit, repository, headSha)),
  ];
  const newest = new Map<string, Found>();
  for (const result of found) {
    const source = `${result.app ?? ""}\n${result.name}`;
    const known = newest.get(source);
    if (known === undefined || known.id < result.id) newest.set(source, result);
  }
  return [...newest.values()]
    .map(({ name, app, status, conclusion }) => ({ name, app, status, conclusion }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.app ?? "").localeCompare(b.app ?? ""));
}

async function listCheckRuns(octokit: Octokit, { owner, repo }: Repository, ref: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  let pages = 0;
  for await (const { data } of octokit.paginate.iterator(octokit.rest.checks.listForRef, {
    owner,
    repo,
    ref,
    filter: "latest",
    per_page: 100,
  })) {
    for (const { id, name, app, status, conclusion } of data) {
      found.push({
        id,
        name,
        app: app?.slug ?? "",
        // GitHub has more words for "not yet": waiting, requested, pending.
        status: status === "completed" || status === "in_progress" ? status : "queued",
        conclusion: status === "completed" ? conclusion : null,
      });
    }
    pages += 1;
    if (pages >= MAX_PAGES) break;
  }
  return found;
}

async function listStatuses(octokit: Octokit, { owner, repo }: Repository, ref: string): Promise<readonly Found[]> {
  const statuses = await octokit.paginate(octokit.rest.repos.listCommitStatusesForRef, {
    owner,
    repo,
    ref,
    per_page: 100,
  });
  return statuses.map(({ id, context, state }) => ({
    id,
    name: context,
    app: undefined,
    status: state === "pending" ? ("in_progress" as const) : ("completed" as const),
    conclusion: state === "pending" ? null : state,
  }));
}
