import { matchDataset } from "../../core/config/match-dataset.ts";
import { matchPaths } from "../../core/config/match-paths.ts";
import type { ModelPlan } from "../../core/config/project-config.ts";
import { type RetrainingRecord, retrainingBranch } from "../../core/retraining/retraining.ts";
import type { BranchFacts } from "../../core/retraining/retraining-facts.ts";
import { parseRetrainingMessage, type RetrainingTrailer } from "../../core/retraining/retraining-message.ts";
import type { BranchPull } from "../../github/branch-pulls.ts";
import { type CommitFacts, listCommits } from "../../github/commits.ts";
import { listFilesBetween } from "../../github/comparisons.ts";
import { isOnBranch } from "../is-on-branch.ts";
import type { Workplace } from "../workplace.ts";
import { isPushedByTraining } from "./is-pushed-by-training.ts";

/** A training commits a pointer or two; more on top of the App's commit is somebody's work. */
const MAX_COMMITS = 6;

export interface BranchQuestion {
  readonly plan: ModelPlan;
  readonly defaultBranch: string;
  /** Newest commit of the default branch. */
  readonly base: CommitFacts;
  /** From this branch, newest first. */
  readonly pulls: readonly BranchPull[];
  /** Undefined: none is living. */
  readonly record: RetrainingRecord | undefined;
}

/** The retraining branch as it is; undefined where there is none. What commits of others say of themselves counts for nothing. */
export async function readBranchFacts(
  workplace: Workplace,
  question: BranchQuestion,
): Promise<BranchFacts | undefined> {
  const { octokit, repository, self } = workplace;
  const { plan, base, record, pulls } = question;
  const ref = `heads/${retrainingBranch(plan.name)}`;
  const commits = await listCommits(octokit, repository, { ref, self, atMost: MAX_COMMITS });
  const [head] = commits;
  if (head === undefined) return undefined;
  const foreign = {
    sha: head.sha,
    by: head.author,
    counter: undefined,
    window: undefined,
    beganAt: undefined,
    onTop: 0,
    baseMoved: true,
  };
  // A branch has one open pull request to a base: where it is not ours, neither is the branch.
  if (pulls.some(({ open, own }) => open && !own)) return { ...foreign, hand: "people" };
  const ours = findOurs(commits, plan.name);
  const onTop = ours === undefined ? [] : commits.slice(0, commits.indexOf(ours.commit));
  const trained = record?.runs.some(
    ({ commit }) => commit === ours?.commit.sha || onTop.some(({ sha }) => sha === commit),
  );
  const [parent] = ours?.commit.parents ?? [];
  const isChain = ours !== undefined && parent !== undefined && isLinear([...onTop, ours.commit]);
  const hand = isChain ? await whoseIsOnTop(workplace, question, { ours: ours.commit, onTop, trained }) : "people";
  if (!isChain || hand === "people") {
    const over = await isOver(workplace, question, head);
    return { ...foreign, hand: over ? "app" : "people" };
  }
  return {
    sha: head.sha,
    by: head.author,
    hand,
    counter: ours.trailer.counter,
    window: ours.trailer.window,
    beganAt: parent,
    onTop: onTop.length,
    baseMoved: await hasBaseMoved(workplace, plan, { from: parent, to: base.sha }),
  };
}

/** Only a training that there was can have pushed something. */
async function whoseIsOnTop(
  workplace: Workplace,
  { plan, pulls, record }: BranchQuestion,
  {
    ours,
    onTop,
    trained,
  }: { readonly ours: CommitFacts; readonly onTop: readonly CommitFacts[]; readonly trained: boolean | undefined },
): Promise<BranchFacts["hand"]> {
  if (onTop.length === 0) return "app";
  const pull = pulls.find(({ number }) => number === record?.pullRequest);
  if (trained !== true || pull === undefined) return "people";
  return isPushedByTraining(workplace, {
    model: plan.name,
    workflowFile: plan.retrain?.workflow ?? plan.workflow,
    onTop: onTop.map(({ sha }) => sha),
    ours: ours.sha,
    changedAt: pull.updatedAt,
  });
}

/** The App's newest commit that says what it is for. The signature is looked at, not the name. */
function findOurs(
  commits: readonly CommitFacts[],
  model: string,
): { readonly commit: CommitFacts; readonly trailer: RetrainingTrailer } | undefined {
  for (const commit of commits) {
    const trailer = commit.own ? parseRetrainingMessage(commit.message) : undefined;
    if (trailer?.model === model) return { commit, trailer };
  }
  return undefined;
}

/** Each commit stands on the next alone: nobody merged anything into it. */
function isLinear(commits: readonly CommitFacts[]): boolean {
  return commits.every(({ parents }, index) => {
    const below = commits[index + 1];
    return parents.length === 1 && (below === undefined || parents[0] === below.sha);
  });
}

/** What was merged with somebody's commit on top is over; what was not is somebody's work. */
async function isOver(
  workplace: Workplace,
  { pulls, defaultBranch, record }: BranchQuestion,
  head: CommitFacts,
): Promise<boolean> {
  if (record?.pullRequest !== undefined) return false;
  const [newest] = pulls;
  if (newest?.merged === true && newest.headSha === head.sha) return true;
  return isOnBranch(workplace, head.sha, defaultBranch);
}

/**
 * Whether what the retraining is made of changed on the base: a change elsewhere is no reason to train again, and a busy
 * repository would never come to an end.
 */
async function hasBaseMoved(
  { octokit, repository, memory }: Workplace,
  plan: ModelPlan,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  if (from === to) return false;
  const key = `${plan.name} ${from}...${to}`;
  const known = memory.movedBases.get(key);
  if (known !== undefined) return known;
  const files = await listFilesBetween(octokit, repository, { base: from, head: to });
  const moved = files === undefined || isMadeOf(plan, files);
  memory.movedBases.set(key, moved);
  return moved;
}

function isMadeOf(plan: ModelPlan, files: readonly string[]): boolean {
  const { paths, evaluationPaths, evaluationData, data, retrain, workflow } = plan;
  const named = [
    ...(retrain?.edits.map(({ file }) => file) ?? []),
    `.github/workflows/${retrain?.workflow ?? workflow}`,
  ];
  return (
    [paths, evaluationPaths, evaluationData, named].some((globs) => matchPaths(globs, files).length > 0) ||
    data.some((dataset) => {
      const { touchedFiles, contractChanged } = matchDataset(dataset, files);
      return contractChanged || touchedFiles.length > 0;
    })
  );
}
