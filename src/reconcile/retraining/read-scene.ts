import type { ModelPlan } from "../../core/config/project-config.ts";
import { findLiving } from "../../core/retraining/living-record.ts";
import { type RetrainingRecord, retrainingBranch } from "../../core/retraining/retraining.ts";
import type { PullFacts, RetrainingFacts } from "../../core/retraining/retraining-facts.ts";
import { parseRetrainingMessage } from "../../core/retraining/retraining-message.ts";
import { type BranchPull, listPullsOfBranch } from "../../github/branch-pulls.ts";
import { listCommits } from "../../github/commits.ts";
import { readMonitoring } from "../monitoring/read-monitoring.ts";
import { readLedger } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";
import { claimKey, countLiving } from "./change-record.ts";
import type { ModelScene, RetrainingPlace } from "./place.ts";
import { readBranchFacts } from "./read-branch-facts.ts";
import { readGpuHours } from "./read-gpu-hours.ts";
import { readRetraining } from "./read-retraining.ts";
import { readTrainingFacts } from "./read-training-facts.ts";

export interface SceneWish {
  readonly request: RetrainingFacts["request"];
  /** Nothing of GitHub's is needed to see that nothing is to be done, and most of the time nothing is. */
  readonly withBranch: boolean;
}

/** Everything that the decision about one model's retraining is made from. */
export async function readScene(
  workplace: Workplace,
  place: RetrainingPlace,
  plan: ModelPlan,
  { request, withBranch }: SceneWish,
): Promise<ModelScene> {
  const { octokit, repository, self } = workplace;
  const { project, defaultBranch } = place;
  const retraining = await readRetraining(workplace, plan.name);
  const record = findLiving(retraining);
  const { windows } = await readMonitoring(workplace, plan.name);
  const ledger = await readLedger(workplace);
  const names = project.models.map(({ name }) => name);
  const facts: RetrainingFacts = {
    model: plan.name,
    policy: plan.retrain,
    gone: !names.includes(plan.name),
    windows,
    windowMs: plan.drift?.windowMs,
    labelDelayMs: plan.labels?.delayMs ?? 0,
    retraining,
    living: ledger === undefined ? 0 : await countLiving(workplace, ledger, names),
    gpuHours: plan.retrain?.gpuHoursPerMonth === undefined ? 0 : await readGpuHours(workplace, retraining),
    request,
    branch: undefined,
    pull: undefined,
    claimedElsewhere: record !== undefined && isClaimedElsewhere(workplace, plan.name, record),
    training: undefined,
    now: workplace.now(),
  };
  if (record === undefined && !withBranch) return { ...place, plan, facts, base: undefined, pulls: [] };
  const pulls = await listPullsOfBranch(octokit, repository, retrainingBranch(plan.name), self);
  const [base] = await listCommits(octokit, repository, { ref: `heads/${defaultBranch}`, self, atMost: 1 });
  const branch =
    base === undefined ? undefined : await readBranchFacts(workplace, { plan, defaultBranch, base, pulls, record });
  const pull = record === undefined ? undefined : await findPull(workplace, record, plan.name, pulls);
  const training =
    record === undefined || record.state === "hands-off" || pull?.state !== "open"
      ? undefined
      : await readTrainingFacts(workplace, { plan, project, defaultBranch, record });
  return { ...place, plan, facts: { ...facts, branch, pull, training }, base, pulls };
}

/** So long a replica gets to do what it claimed; a crash costs so long. */
const CLAIM_MS = 60_000;

function isClaimedElsewhere({ memory, now }: Workplace, model: string, record: RetrainingRecord): boolean {
  const { pullRequest, counter, openedAt } = record;
  const own = memory.ownClaims.get(claimKey(model, counter)) === true;
  return pullRequest === undefined && !own && Date.parse(now()) - Date.parse(openedAt) < CLAIM_MS;
}

/** By its number; before that is on record, the App's open one, or one for this record that people closed or merged at once. */
async function findPull(
  { octokit, repository, self }: Workplace,
  record: RetrainingRecord,
  model: string,
  pulls: readonly BranchPull[],
): Promise<PullFacts | undefined> {
  const { pullRequest } = record;
  if (pullRequest !== undefined) return toFacts(pulls.find(({ number }) => number === pullRequest));
  const [newest] = pulls.filter(({ own }) => own);
  if (newest === undefined || newest.open) return undefined;
  const [head] = await listCommits(octokit, repository, { ref: newest.headSha, self, atMost: 1 });
  const trailer = head?.own === true ? parseRetrainingMessage(head.message) : undefined;
  return trailer?.model === model && trailer.counter === record.counter ? toFacts(newest) : undefined;
}

function toFacts(pull: BranchPull | undefined): PullFacts | undefined {
  if (pull === undefined) return undefined;
  return { number: pull.number, state: pull.open ? "open" : pull.merged ? "merged" : "closed" };
}
