import { ApiError } from "../api-error.ts";
import { readCommit } from "../git/read-history.ts";
import { mergeTree, writeCommit } from "../git/write-history.ts";
import { pullMergeability, whyBlocked } from "../mergeability.ts";
import { gitHubSignature, signatureOf } from "../render/account.ts";
import type { Pull, Repository } from "../state.ts";
import { timestamp, type World } from "../world.ts";
import { type Actor, announce } from "./pulls.ts";
import { moveRef } from "./pushes.ts";

export interface MergeWish {
  readonly method: "merge" | "squash" | "rebase";
  readonly title: string | undefined;
  readonly message: string | undefined;
  /** The head that the caller looked at. */
  readonly sha: string | undefined;
}

/** Merges into the base branch. @throws ApiError 405 when a rule or a conflict is in the way, 409 when head moved. */
export async function mergePull(
  world: World,
  repository: Repository,
  pull: Pull,
  wish: MergeWish,
  actor: Actor,
): Promise<string> {
  const mergeability = await pullMergeability(repository, pull);
  if (wish.sha !== undefined && wish.sha !== pull.headSha) {
    throw new ApiError(409, "Head branch was modified. Review and try the merge again.");
  }
  if (mergeability === "draft") throw new ApiError(405, "Pull Request is still a draft");
  if (mergeability === "conflict" || mergeability === "closed")
    throw new ApiError(405, "Pull Request is not mergeable");
  const blocked = await whyBlocked(repository, pull, (demands) => demands.isWaivedFor(world, actor.account));
  if (blocked !== undefined) throw new ApiError(405, blocked);

  const ref = `refs/heads/${pull.baseRef}`;
  const before = repository.git.refs.get(ref);
  const tree = before === undefined ? undefined : await mergeTree(repository.git, before, pull.headSha);
  if (before === undefined || tree === undefined) throw new ApiError(405, "Pull Request is not mergeable");
  const sha = await writeMerge(world, repository, pull, { wish, before, tree, actor });
  // GitHub reports the closing before the push to the base branch
  markMerged(world, pull, sha, actor);
  if (!(await moveRef(world, repository, { ref, before, after: sha }, actor))) {
    pull.merged = false;
    pull.state = "open";
    throw new ApiError(409, "Base branch was modified. Review and try the merge again.");
  }
  await announce(world, repository, pull, "closed", actor);
  return sha;
}

async function writeMerge(
  world: World,
  repository: Repository,
  pull: Pull,
  { wish, before, tree, actor }: { wish: MergeWish; before: string; tree: string; actor: Actor },
): Promise<string> {
  const date = timestamp(world);
  const number = String(pull.number);
  const from = `${pull.headRepository.owner.login}/${pull.headRef}`;
  const merge = wish.method === "merge";
  const title = wish.title ?? (merge ? `Merge pull request #${number} from ${from}` : `${pull.title} (#${number})`);
  const message = wish.message ?? (merge ? pull.title : "");
  const head = await readCommit(repository.git, pull.headSha);
  const author = signatureOf(merge ? actor.account : pull.user, date);
  const sha = writeCommit(repository.git, {
    tree,
    parents: merge ? [before, pull.headSha] : [before],
    message: message === "" ? title : `${title}\n\n${message}`,
    author: wish.method === "rebase" && head !== undefined ? head.author : author,
    committer: gitHubSignature(date),
  });
  repository.signed.add(sha);
  return sha;
}

function markMerged(world: World, pull: Pull, sha: string, { account }: Actor): void {
  pull.merged = true;
  pull.state = "closed";
  pull.mergedAt = timestamp(world);
  pull.closedAt = pull.mergedAt;
  pull.updatedAt = pull.mergedAt;
  pull.mergedBy = account;
  pull.mergeCommitSha = sha;
}
