import { type PromotionRequest, parseRequestMessage } from "../../core/registry/promotion-request.ts";
import { readCommit } from "../../github/commits.ts";
import type { Workplace } from "../workplace.ts";

/**
 * What the App's own commit at the head of a pull request asks for; `undefined` where the head is somebody else's commit,
 * whatever its message says. Asked for once: a commit never changes.
 */
export async function readRequest(workplace: Workplace, headSha: string): Promise<PromotionRequest | undefined> {
  const { octokit, repository, self, memory } = workplace;
  const known = memory.requests.get(headSha);
  if (known !== undefined) return known.request;
  const commit = await readCommit(octokit, repository, headSha, self);
  const request = commit?.own === true ? parseRequestMessage(commit.message) : undefined;
  if (commit !== undefined) memory.requests.set(headSha, { request });
  return request;
}
