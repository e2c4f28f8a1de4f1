import { type PromotionRequest, parseRequestMessage, requestBranch } from "../../core/registry/promotion-request.ts";
import { listCommits } from "../../github/commits.ts";
import { listMergeCommits } from "../../github/merge-commits.ts";
import type { Workplace } from "../workplace.ts";

/** People may put so many commits on top of the App's, by the button "Update branch" or by hand. */
const MAX_COMMITS = 30;

/**
 * What the App's own commit on the branch of one of its pull requests asks for; `undefined` where there is none, whatever
 * the messages of others' commits say. Asked for once: commits never change.
 */
export async function readRequest(
  workplace: Workplace,
  { headSha, headRef }: { readonly headSha: string; readonly headRef: string },
): Promise<PromotionRequest | undefined> {
  const { octokit, repository, self, memory } = workplace;
  const key = `${headSha} ${headRef}`;
  const known = memory.requests.get(key);
  if (known !== undefined) return known.request;
  const commits = await listCommits(octokit, repository, { ref: headSha, self, atMost: MAX_COMMITS });
  const requests = commits
    .filter(({ own }) => own)
    .flatMap(({ sha, message }) => ({ sha, request: parseRequestMessage(message) }))
    .filter(({ request }) => request !== undefined && requestBranch(request) === headRef);
  const merged = requests.length === 0 ? new Set<string>() : await listMergeCommits(octokit, repository, headRef);
  const request = requests.find(({ sha }) => !merged.has(sha))?.request;
  if (commits.length > 0) memory.requests.set(key, { request });
  return request;
}
