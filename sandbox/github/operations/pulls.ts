import { ApiError, validationFailed } from "../api-error.ts";
import { emitRepositoryEvent } from "../events/repository-event.ts";
import { listCommits, mergeBase } from "../git/read-history.ts";
import { refreshTestMerge } from "../mergeability.ts";
import { renderPull } from "../render/pull.ts";
import { demandsOn } from "../rules/demands.ts";
import type { Account, Json, Pull, Repository } from "../state.ts";
import { queuePullRuns } from "../workflows/queue-runs.ts";
import { newId, timestamp, type World } from "../world.ts";
import { emitReview } from "./comments.ts";

/** Who acts. What a job's own token does starts no workflows. */
export interface Actor {
  readonly account: Account;
  readonly startsWorkflows: boolean;
}

export interface NewPull {
  readonly title: string;
  readonly body: string | null;
  readonly headRepository: Repository;
  readonly headRef: string;
  readonly baseRef: string;
  readonly draft: boolean;
  readonly maintainerCanModify: boolean;
}

/** Opens a pull request. @throws ApiError 422 for unknown branches, no commits between them, or a second one. */
export async function openPull(world: World, repository: Repository, wanted: NewPull, actor: Actor): Promise<Pull> {
  const { headRepository, headRef, baseRef } = wanted;
  const headSha = headRepository.git.refs.get(`refs/heads/${headRef}`);
  const baseSha = repository.git.refs.get(`refs/heads/${baseRef}`);
  if (baseSha === undefined) throw validationFailed("PullRequest", "base", "invalid");
  if (headSha === undefined) throw validationFailed("PullRequest", "head", "invalid");
  await fetchHead(repository, headRepository, headSha);
  await assertMergeable(repository, wanted, { baseSha, headSha });

  const at = timestamp(world);
  const pull: Pull = {
    id: newId(world),
    number: repository.nextNumber,
    user: actor.account,
    createdAt: at,
    updatedAt: at,
    title: wanted.title,
    body: wanted.body,
    state: "open",
    labels: [],
    assignees: [],
    edits: [],
    stateReason: null,
    closedAt: null,
    locked: false,
    headRepository,
    headRef,
    headSha,
    baseRef,
    baseSha,
    draft: wanted.draft,
    merged: false,
    mergedAt: null,
    mergedBy: undefined,
    mergeCommitSha: null,
    testMerge: undefined,
    requestedReviewers: new Map(),
    requestedTeams: new Map(),
    maintainerCanModify: wanted.maintainerCanModify,
  };
  repository.nextNumber += 1;
  repository.pulls.set(pull.number, pull);
  repository.issues.set(pull.number, pull);
  await repository.git.moveRef(`refs/pull/${String(pull.number)}/head`, headSha, undefined);
  await announce(world, repository, pull, "opened", actor);
  return pull;
}

async function fetchHead(repository: Repository, from: Repository, sha: string): Promise<void> {
  if (from.id === repository.id || (await repository.git.read(sha)) !== undefined) return;
  await repository.git.git(["fetch", "--quiet", "--no-tags", from.git.folder, sha]);
}

async function assertMergeable(
  repository: Repository,
  { headRepository, headRef, baseRef }: NewPull,
  { baseSha, headSha }: { baseSha: string; headSha: string },
): Promise<void> {
  const twin = [...repository.pulls.values()].find(
    (pull) =>
      pull.state === "open" &&
      pull.headRepository.id === headRepository.id &&
      pull.headRef === headRef &&
      pull.baseRef === baseRef,
  );
  const fail = (message: string): ApiError =>
    new ApiError(422, "Validation Failed", { errors: [{ resource: "PullRequest", code: "custom", message }] });
  if (twin !== undefined) throw fail(`A pull request already exists for ${headRepository.owner.login}:${headRef}.`);
  if ((await mergeBase(repository.git, baseSha, headSha)) === undefined) {
    throw fail(`The ${headRef} branch has no history in common with ${baseRef}`);
  }
  const commits = await listCommits(repository.git, { from: baseSha, to: headSha, limit: 1 });
  if (commits.length === 0) throw fail(`No commits between ${baseRef} and ${headRef}`);
}

/** Sends `pull_request.<action>` and, where GitHub would, queues the workflow runs of it. */
export async function announce(
  world: World,
  repository: Repository,
  pull: Pull,
  action: string,
  { account, startsWorkflows }: Actor,
  extra: Json = {},
): Promise<void> {
  await refreshTestMerge(repository, pull);
  const payload = {
    action,
    number: pull.number,
    pull_request: await renderPull(world, repository, pull),
    ...extra,
  };
  emitRepositoryEvent(world, repository, { name: "pull_request", sender: account, payload });
  if (startsWorkflows) await queuePullRuns(world, repository, { pull, action, payload, sender: account });
}

/** The head branch of an open pull request moved to `after`. */
export async function synchronizePulls(
  world: World,
  repository: Repository,
  pull: Pull,
  after: string,
  actor: Actor,
): Promise<void> {
  const before = pull.headSha;
  await fetchHead(repository, pull.headRepository, after);
  pull.headSha = after;
  pull.baseSha = repository.git.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha;
  pull.updatedAt = timestamp(world);
  await repository.git.moveRef(`refs/pull/${String(pull.number)}/head`, after, before);
  if (demandsOn(repository, pull.baseRef).some(({ reviews }) => reviews?.dismissStale === true)) {
    for (const review of repository.reviews.values()) {
      if (review.pullNumber !== pull.number || review.state !== "APPROVED") continue;
      review.state = "DISMISSED";
      emitReview(world, repository, pull, { review, action: "dismissed", sender: actor.account });
    }
  }
  await announce(world, repository, pull, "synchronize", actor, { before, after });
}

/** Closes without merging. */
export async function closePull(world: World, repository: Repository, pull: Pull, sender: Account): Promise<void> {
  if (pull.state === "closed") return;
  pull.state = "closed";
  pull.closedAt = timestamp(world);
  pull.updatedAt = pull.closedAt;
  const startsWorkflows = sender.id !== world.actionsApp.bot.id;
  await announce(world, repository, pull, "closed", { account: sender, startsWorkflows });
}

/** Opens again what was closed without a merge. @throws ApiError 422 when the head branch is gone. */
export async function reopenPull(world: World, repository: Repository, pull: Pull, actor: Actor): Promise<void> {
  if (pull.state === "open") return;
  const head = pull.headRepository.git.refs.get(`refs/heads/${pull.headRef}`);
  if (pull.merged || head === undefined)
    throw validationFailed("PullRequest", "state", "invalid", "state cannot be changed.");
  pull.state = "open";
  pull.closedAt = null;
  pull.headSha = head;
  pull.updatedAt = timestamp(world);
  await announce(world, repository, pull, "reopened", actor);
}

/** Changes title, body or base, and tells what they were before. */
export async function editPull(
  world: World,
  repository: Repository,
  pull: Pull,
  { title, body, base }: { title?: string | undefined; body?: string | null | undefined; base?: string | undefined },
  actor: Actor,
): Promise<void> {
  const changes: Record<string, Json> = {};
  if (title !== undefined && title !== pull.title) {
    changes["title"] = { from: pull.title };
    pull.title = title;
  }
  if (body !== undefined && body !== pull.body) {
    changes["body"] = { from: pull.body ?? "" };
    pull.body = body;
    pull.edits.push({ editor: actor.account, at: timestamp(world) });
  }
  if (base !== undefined && base !== pull.baseRef) {
    const sha = repository.git.refs.get(`refs/heads/${base}`);
    if (sha === undefined) throw validationFailed("PullRequest", "base", "invalid");
    changes["base"] = { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } };
    pull.baseRef = base;
    pull.baseSha = sha;
    pull.testMerge = undefined;
  }
  if (Object.keys(changes).length === 0) return;
  pull.updatedAt = timestamp(world);
  await announce(world, repository, pull, "edited", actor, { changes });
}
