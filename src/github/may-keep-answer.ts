import type { Repository } from "./repository.ts";

/** Of a repository, what not everybody is told who may read it. */
const FOR_WRITERS = /^\/(collaborators|teams|installation|hooks|keys|invitations)(\/|\?|$)/;

/**
 * Whether an answer may be kept where everybody can read it who may read the repository: a pull request of a fork can restore
 * what a job of the default branch put into the cache of GitHub Actions. So what only an App, or whoever may write, is told
 * is never kept: members of teams, what somebody may do, other private repositories, and a token to clone with.
 *
 * @param options `seesOthers`: the token may see private repositories beside this one, as an App's may and a job's may not.
 */
export function mayKeepAnswer(
  apiUrl: string,
  { owner, repo }: Repository,
  { seesOthers }: { readonly seesOthers: boolean },
): (url: string, body: string) => boolean {
  const own = `${apiUrl}/repos/${owner}/${repo}`.toLowerCase();
  return (url, body) => {
    const asked = url.toLowerCase();
    const rest = asked.startsWith(own) ? asked.slice(own.length) : undefined;
    const isOwn = rest !== undefined && /^(\/|\?|$)/.test(rest) && !FOR_WRITERS.test(rest);
    const isOfApp = asked.startsWith(`${apiUrl}/apps/`.toLowerCase());
    const isDefault = !seesOthers && asked.startsWith(`${apiUrl}/repos/${owner}/.github/contents/`.toLowerCase());
    return (isOwn || isOfApp || isDefault) && !/"temp_clone_token":"[^"]/.test(body);
  };
}
