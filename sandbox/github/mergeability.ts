import { isAncestor, readCommit } from "./git/read-history.ts";
import { mergeTree, writeCommit } from "./git/write-history.ts";
import { gitHubSignature, signatureOf } from "./render/account.ts";
import { type Demands, demandsOn } from "./rules/demands.ts";
import type { Pull, Repository, Review } from "./state.ts";

export type Mergeability = "clean" | "conflict" | "blocked" | "draft" | "closed";

/** Computes the test merge when base or head moved, and says what stands in the way of merging. */
export async function pullMergeability(repository: Repository, pull: Pull): Promise<Mergeability> {
  if (pull.state === "closed") return "closed";
  await refreshTestMerge(repository, pull);
  if (pull.testMerge?.conflict === true) return "conflict";
  if (pull.draft) return "draft";
  return (await whyBlocked(repository, pull)) === undefined ? "clean" : "blocked";
}

/** Keeps `refs/pull/<n>/merge` and `mergeCommitSha` true for the present base and head; a conflict keeps the last one. */
export async function refreshTestMerge(repository: Repository, pull: Pull): Promise<void> {
  if (pull.state === "closed") return;
  const { git } = repository;
  const base = git.refs.get(`refs/heads/${pull.baseRef}`);
  const head = pull.headSha;
  if (base === undefined || (pull.testMerge?.base === base && pull.testMerge.head === head)) return;
  const tree = await mergeTree(git, base, head);
  pull.testMerge = { base, head, conflict: tree === undefined };
  if (tree === undefined) return;

  // dated like the head, so that the same merge is the same commit
  const date = (await readCommit(git, head))?.committer.date ?? pull.createdAt;
  const sha = writeCommit(git, {
    tree,
    parents: [base, head],
    message: `Merge ${head} into ${base}`,
    author: signatureOf(pull.user, date),
    committer: gitHubSignature(date),
  });
  const ref = `refs/pull/${String(pull.number)}/merge`;
  await git.moveRef(ref, sha, git.refs.get(ref));
  pull.mergeCommitSha = sha;
}

/**
 * GitHub's sentence about the first demand that a merge would break now, or `undefined`.
 *
 * @param isWaived Demands that whoever merges need not meet; without it none is waived.
 */
export async function whyBlocked(
  repository: Repository,
  pull: Pull,
  isWaived: (demands: Demands) => boolean = () => false,
): Promise<string | undefined> {
  for (const demands of demandsOn(repository, pull.baseRef)) {
    const why = isWaived(demands) ? undefined : await whyUnmet(repository, pull, demands);
    if (why !== undefined) return why;
  }
  return undefined;
}

async function whyUnmet(
  repository: Repository,
  pull: Pull,
  { reviews, checks, strict }: Demands,
): Promise<string | undefined> {
  if (reviews !== undefined) {
    const latest = latestReviews(repository, pull);
    if (latest.some(({ state }) => state === "CHANGES_REQUESTED")) return "Changes requested";
    const approvals = latest.filter(({ state }) => state === "APPROVED").length;
    if (approvals < reviews.count) {
      const needed = reviews.count;
      return `At least ${String(needed)} approving review${needed === 1 ? " is" : "s are"} required by reviewers with write access.`;
    }
  }
  const missing = checks
    .map((check) => explainCheck(repository, pull.headSha, check))
    .filter((why) => why !== undefined);
  if (missing.length === 1 && missing[0] !== undefined) return missing[0];
  if (missing.length > 1)
    return `${String(missing.length)} of ${String(checks.length)} required status checks have not succeeded: ${missing.join(" ")}`;
  const base = repository.git.refs.get(`refs/heads/${pull.baseRef}`);
  if (strict && base !== undefined && !(await isAncestor(repository.git, base, pull.headSha))) {
    return "Head branch is out of date with the base branch.";
  }
  return undefined;
}

/** Each reviewer's last review that counts, by people who may write. */
function latestReviews(repository: Repository, pull: Pull): readonly Review[] {
  const latest = new Map<number, Review>();
  for (const review of repository.reviews.values()) {
    if (review.pullNumber !== pull.number || review.user.id === pull.user.id || review.state === "COMMENTED") continue;
    const role = review.user.id === repository.owner.id ? "admin" : repository.collaborators.get(review.user.id);
    if (role === "admin" || role === "maintain" || role === "write") latest.set(review.user.id, review);
  }
  return [...latest.values()];
}

const PASSING: ReadonlySet<string | null> = new Set(["success", "neutral", "skipped"]);

function explainCheck(
  repository: Repository,
  sha: string,
  { context, appId }: { readonly context: string; readonly appId: number | null },
): string | undefined {
  const named = (repository.checkRunsBySha.get(sha) ?? []).filter(({ name }) => name === context);
  const fromApp = named.filter(({ app }) => appId === null || appId === -1 || app.id === appId);
  const status = repository.statuses.get(sha)?.findLast((candidate) => candidate.context === context);
  if (named.length > 0 && fromApp.length === 0) {
    return `Required status check "${context}" was not set by the expected GitHub App.`;
  }
  const run = fromApp.at(-1);
  const runPasses = run === undefined || (run.status === "completed" && PASSING.has(run.conclusion));
  const statusPasses = status === undefined || status.state === "success";
  if (run === undefined && (status === undefined || (appId !== null && appId !== -1))) {
    return `Required status check "${context}" is expected.`;
  }
  if (runPasses && statusPasses) return undefined;
  const waiting = run === undefined ? status?.state === "pending" : run.status !== "completed";
  return waiting
    ? `Required status check "${context}" is in progress.`
    : `Required status check "${context}" is failing.`;
}
