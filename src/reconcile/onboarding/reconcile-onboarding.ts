import { CONFIG_FILE } from "../../core/config/parse-project-config.ts";
import { hasPermission } from "../../core/gate/entitled.ts";
import { showsMachineLearning } from "../../core/onboarding/detect-project.ts";
import { planOnboarding } from "../../core/onboarding/plan-onboarding.ts";
import { ONBOARDING_BRANCH } from "../../core/onboarding/render-onboarding-body.ts";
import { type BranchPull, listPullsOfBranch } from "../../github/branch-pulls.ts";
import { type CommitFacts, listCommits } from "../../github/commits.ts";
import { readFileAt } from "../../github/contents.ts";
import { deleteBranch } from "../../github/delete-branch.ts";
import { readPermission } from "../../github/permissions.ts";
import { type RepositoryState, readRepositoryState } from "../../github/repository-state.ts";
import type { Workplace } from "../workplace.ts";
import type { OnboardingOutcome } from "./onboarding-outcome.ts";
import { openOnboardingPull } from "./open-onboarding-pull.ts";
import { readProjectSource } from "./read-project-source.ts";

export interface OnboardingRequest {
  readonly defaultBranch: string;
  /** Who installed the App, as far as that is known. */
  readonly installedBy: string | undefined;
  /** Who asked for it by a command; undefined: nobody did, so it is done once and for fitting repositories alone. */
  readonly askedBy: string | undefined;
  /** Asked right before something is written: false leaves it for later. */
  readonly mayOpen: () => boolean;
}

/**
 * Opens the one pull request that brings a configuration to a repository without one. Unasked only where something trains,
 * and never a second time, whatever became of the first: that is found by its branch, so nothing has to be remembered. A
 * branch whose pull request is over is deleted. Safe to repeat.
 */
export async function reconcileOnboarding(
  workplace: Workplace,
  request: OnboardingRequest,
): Promise<OnboardingOutcome> {
  const { octokit, repository, self } = workplace;
  const { defaultBranch, askedBy } = request;
  const pulls = await listPullsOfBranch(octokit, repository, ONBOARDING_BRANCH, self);
  const [head] = await listCommits(octokit, repository, { ref: `heads/${ONBOARDING_BRANCH}`, self, atMost: 1 });
  const open = pulls.find((pull) => pull.open);
  const tidied = open === undefined && (await tidy(workplace, pulls[0], head));
  if ((await readFileAt(octokit, repository, CONFIG_FILE, defaultBranch)) !== undefined) return { kind: "configured" };
  const [newest] = pulls;
  if (askedBy === undefined && newest !== undefined) return standing(open, newest);
  if (open !== undefined && (!open.own || head?.own === false)) return { kind: "hands-off", number: open.number };
  const isTheirs = open === undefined && head !== undefined && !isOver(newest, head) && !head.own;
  if (isTheirs) return { kind: "hands-off", number: undefined };
  return openFor(workplace, request, { open, from: tidied ? undefined : head?.sha });
}

function standing(open: BranchPull | undefined, newest: BranchPull): OnboardingOutcome {
  if (open === undefined) return { kind: "over", number: newest.number };
  return open.own ? { kind: "kept", number: open.number } : { kind: "hands-off", number: open.number };
}

/** Its pull request was merged or closed as the branch is now. */
function isOver(newest: BranchPull | undefined, head: CommitFacts): boolean {
  return newest !== undefined && !newest.open && newest.headSha === head.sha && (newest.merged || head.own);
}

/** The App's branch goes when its pull request is over; what people pushed to it and did not merge stays. True: it went. */
async function tidy(
  { octokit, repository, log }: Workplace,
  newest: BranchPull | undefined,
  head: CommitFacts | undefined,
): Promise<boolean> {
  if (newest === undefined || head === undefined || !newest.own || !isOver(newest, head)) return false;
  await deleteBranch(octokit, repository, ONBOARDING_BRANCH);
  log.info({ ...repository, number: newest.number }, "onboarding branch deleted: its pull request is over");
  return true;
}

async function openFor(
  workplace: Workplace,
  { defaultBranch, installedBy, askedBy, mayOpen }: OnboardingRequest,
  { open, from }: { readonly open: BranchPull | undefined; readonly from: string | undefined },
): Promise<OnboardingOutcome> {
  const { octokit, repository, self } = workplace;
  const state = await readRepositoryState(octokit, repository);
  if (state.archived) return unsuitable("The repository is archived.");
  if (state.fork && askedBy === undefined) return unsuitable("The repository is a fork.");
  const [base] = await listCommits(octokit, repository, { ref: `heads/${defaultBranch}`, self, atMost: 1 });
  if (base === undefined) return unsuitable(`There is no commit on ${defaultBranch} yet.`);
  const source = await readProjectSource(workplace, base.sha);
  if (source === undefined)
    return unsuitable("The repository has more files than GitHub lists; `pawl init` works on a clone.");
  const person = await findOwner(workplace, [askedBy, installedBy], state);
  const plan = planOnboarding(source, { defaultBranch, person });
  if (askedBy === undefined && (!showsMachineLearning(source) || plan.project.training === undefined)) {
    return unsuitable("Nothing in it trains a model, as far as can be seen.");
  }
  if (!mayOpen()) return { kind: "later" };
  return openOnboardingPull(workplace, { plan, defaultBranch, base, askedBy, from, open });
}

function unsuitable(reason: string): OnboardingOutcome {
  return { kind: "unsuitable", reason };
}

/** The first who may write, for only such are code owners; else the person whose repository it is. */
async function findOwner(
  { octokit, repository }: Workplace,
  candidates: readonly (string | undefined)[],
  { person }: RepositoryState,
): Promise<string | undefined> {
  for (const login of candidates) {
    if (login !== undefined && hasPermission(await readPermission(octokit, repository, login), "write")) return login;
  }
  return person;
}
