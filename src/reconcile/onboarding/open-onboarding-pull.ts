import type { OnboardingPlan } from "../../core/onboarding/plan-onboarding.ts";
import {
  ONBOARDING_BRANCH,
  ONBOARDING_TITLE,
  renderOnboardingBody,
} from "../../core/onboarding/render-onboarding-body.ts";
import { type BranchPull, updatePull } from "../../github/branch-pulls.ts";
import type { CommitFacts } from "../../github/commits.ts";
import { createFilesCommit } from "../../github/create-commit.ts";
import { moveBranch } from "../../github/move-branch.ts";
import { createPullOnce } from "../create-pull-once.ts";
import { isSameText } from "../is-same-text.ts";
import { readRepository } from "../registry/read-repository.ts";
import type { Workplace } from "../workplace.ts";
import type { OnboardingOutcome } from "./onboarding-outcome.ts";

export interface OnboardingWish {
  readonly plan: OnboardingPlan;
  readonly defaultBranch: string;
  /** The default branch's newest commit. */
  readonly base: CommitFacts;
  readonly askedBy: string | undefined;
  /** Where the branch stands; undefined: there is none. */
  readonly from: string | undefined;
  /** The App's own pull request that is open. */
  readonly open: BranchPull | undefined;
}

/** Makes the branch anew from the default branch and opens its pull request, or brings it up to date. Safe to repeat. */
export async function openOnboardingPull(workplace: Workplace, wish: OnboardingWish): Promise<OnboardingOutcome> {
  const { octokit, repository } = workplace;
  const { plan, base, from } = wish;
  const { config, codeOwners } = plan;
  const files = new Map([[config.path, config.text]]);
  if (codeOwners.text !== undefined) files.set(codeOwners.path, codeOwners.text);
  const message = `Configure Pawl for ${plan.project.model.value}\n`;
  const sha = await createFilesCommit(octokit, repository, { parent: base.sha, tree: base.tree, files, message });
  if (!(await moveBranch(octokit, repository, { branch: ONBOARDING_BRANCH, from, to: sha }))) return { kind: "later" };
  return writePull(workplace, wish);
}

async function writePull(
  workplace: Workplace,
  { plan, defaultBranch, askedBy, open: known }: OnboardingWish,
): Promise<OnboardingOutcome> {
  const { octokit, repository, log } = workplace;
  const { url: repositoryUrl } = await readRepository(workplace);
  const body = renderOnboardingBody(plan, { repositoryUrl, askedBy });
  const wish = { branch: ONBOARDING_BRANCH, base: defaultBranch, title: ONBOARDING_TITLE, body };
  const opened = await createPullOnce(workplace, wish, { known, counts: ({ own }) => own });
  if (opened.kind === "created") {
    log.info({ ...repository, number: opened.number }, "onboarding pull request opened");
    return { kind: "opened", number: opened.number };
  }
  const { number, body: text } = opened.pull;
  if (!isSameText(text, body)) await updatePull(octokit, repository, number, { body });
  return { kind: known === undefined ? "opened" : "updated", number };
}
