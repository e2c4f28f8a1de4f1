import { type JudgedMoves, parseJudgedMoves } from "../../core/deployment/judged-moves.ts";
import { kindOfMove } from "../../core/deployment/kind-of-move.ts";
import type { FoundMove } from "../../core/deployment/plan-moves.ts";
import type { MoveFacts } from "../../core/deployment/record-moves.ts";
import { toSafeLabel, toSafeText } from "../../core/evidence/limits.ts";
import { PROMOTION_CHECK } from "../../core/gate/render-promotion-check.ts";
import { findVersion } from "../../core/registry/find-version.ts";
import type { PromotionRequest } from "../../core/registry/promotion-request.ts";
import type { Registry } from "../../core/registry/registry.ts";
import type { MainlineCommit } from "../../github/mainline.ts";
import { type CheckOutcome, findMergedPull, type MergedPull, readOwnCheck } from "../../github/merged-pulls.ts";
import { listReviews, newestReviews } from "../../github/reviews.ts";
import { readRequest } from "../registry/read-request.ts";
import type { Workplace } from "../workplace.ts";

type JudgedCheck = CheckOutcome & { readonly judged: JudgedMoves | undefined };

/** How a commit came to the default branch, and what was said about it before. */
interface Arrival {
  readonly pull: MergedPull | undefined;
  /** What the App's check said when it was merged, of the head and of the merge group; not what it said later. */
  readonly checks: readonly JudgedCheck[];
  readonly approvedBy: readonly string[];
  readonly request: PromotionRequest | undefined;
}

/** Reads how moves came about: each commit is looked at once. */
export function createMoveFactsReader(workplace: Workplace, defaultBranch: string) {
  const arrivals = new Map<string, Promise<Arrival>>();
  return async (
    registry: Registry,
    move: FoundMove,
    commit: MainlineCommit | undefined,
  ): Promise<FoundMove & MoveFacts> => {
    const known = arrivals.get(move.commit);
    const arrival = known ?? readArrival(workplace, move.commit, defaultBranch);
    arrivals.set(move.commit, arrival);
    return { ...move, ...describeMove(registry, move, await arrival, { commit, now: workplace.now() }) };
  };
}

async function readArrival(workplace: Workplace, commit: string, defaultBranch: string): Promise<Arrival> {
  const { octokit, repository, self } = workplace;
  const pull = await findMergedPull(octokit, repository, { commit, base: defaultBranch });
  if (pull === undefined) return { pull, checks: [], approvedBy: [], request: undefined };
  const { number, headSha, headRef, mergedAt } = pull;
  const checks: JudgedCheck[] = [];
  // A merge queue merges the very commit that was judged last, when the head's check may know of a base that is gone.
  for (const sha of new Set([headSha, commit])) {
    const check = await readOwnCheck(octokit, repository, { headSha: sha, name: PROMOTION_CHECK, self });
    if (check === undefined || isLater(check, mergedAt)) continue;
    checks.push({ ...check, judged: parseJudgedMoves(check.summary) });
  }
  const reviews = newestReviews(await listReviews(octokit, repository, number));
  return {
    pull,
    checks,
    approvedBy: reviews
      .filter(({ state, submittedAt }) => state === "approved" && Date.parse(submittedAt) <= Date.parse(mergedAt))
      .map(({ author }) => author),
    request: await readRequest(workplace, { headSha, headRef }),
  };
}

/** What a check said after the merge nobody can have relied on. Both times are GitHub's. */
function isLater({ completedAt }: CheckOutcome, mergedAt: string): boolean {
  return completedAt === undefined || Date.parse(completedAt) > Date.parse(mergedAt);
}

function describeMove(
  registry: Registry,
  move: FoundMove,
  { pull, checks, approvedBy, request }: Arrival,
  { commit, now }: { readonly commit: MainlineCommit | undefined; readonly now: string },
): MoveFacts {
  const { environment, from, to } = move;
  const found = checks.map((check) => ({ check, judged: findJudged(registry, move, check) }));
  const passed = found.find(({ check, judged }) => check.conclusion === "success" && judged?.verdict === "pass");
  const { check, judged } = passed ?? found.find((one) => one.judged !== undefined) ?? {};
  const isRegistered = to === undefined || findVersion(registry, to) !== undefined;
  const isApproved = passed !== undefined && isRegistered && !hasCounted(registry, move, pull);
  const standing = !isApproved ? "unverified" : judged?.glass === undefined ? "approved" : "break-glass";
  const asked = request?.model === registry.model && request.environment === environment ? request : undefined;
  const reason = judged?.glass ?? asked?.reason;
  return {
    kind: to === undefined ? "removal" : kindOfMove(registry, { environment, from, to }),
    standing,
    movedAt: pull?.mergedAt ?? toInstant(commit?.committedAt, now),
    ...(pull === undefined ? {} : { pullRequest: pull.number }),
    by: toSafeLabel(pull?.mergedBy ?? commit?.author ?? "somebody unknown", 100),
    ...(asked?.requestedBy === undefined ? {} : { requestedBy: asked.requestedBy }),
    approvedBy: approvedBy.slice(0, 100),
    ...(reason === undefined ? {} : { reason: toSafeText(reason, 500) }),
    ...(check?.judged === undefined || judged === undefined
      ? {}
      : {
          gate: {
            verdict: judged.verdict,
            text: toSafeText(check.text, MAX_GATE_TEXT),
            policy: check.judged.policy,
          },
        }),
  };
}

/** What a check said about this very move, to this very digest: a ledger that was rebuilt may number versions anew. */
function findJudged(registry: Registry, { environment, from, to }: FoundMove, { judged }: JudgedCheck) {
  const digest = findVersion(registry, to)?.digest;
  return judged?.moves.find(
    (one) =>
      one.model === registry.model &&
      one.environment === environment &&
      one.from === from &&
      one.to === to &&
      (one.digest === undefined || one.digest === digest),
  );
}

/** A verdict lets an alias move once: a branch that is forced back to where it was merged brings it no second time. */
function hasCounted(
  { promotions }: Registry,
  { environment, commit }: FoundMove,
  pull: MergedPull | undefined,
): boolean {
  return promotions.some(
    (one) => one.environment === environment && (one.commit === commit || one.pullRequest === pull?.number),
  );
}

/** What the record of a promotion keeps of the tree. */
const MAX_GATE_TEXT = 60_000;

/** Whoever commits writes the time; only GitHub's form of it is believed to be one. */
function toInstant(text: string | undefined, now: string): string {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) || time > Date.parse(now) ? now : new Date(time).toISOString();
}
