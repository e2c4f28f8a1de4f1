import { PawlError } from "../core/errors.ts";
import { aliasPath } from "../core/registry/alias-file.ts";
import { editAlias } from "../core/registry/edit-alias.ts";
import type { PackageState } from "../core/registry/package-reader.ts";
import { escapeMarkdown } from "../core/report/escape-markdown.ts";
import { readBranchHead } from "../github/branch-head.ts";
import { createPull } from "../github/branch-pulls.ts";
import { readFileAt } from "../github/contents.ts";
import { createFileCommit } from "../github/create-commit.ts";
import { moveBranch } from "../github/move-branch.ts";
import type { CloneBranch } from "./clone/open-clone.ts";
import type { GitHubRemote } from "./github-remote.ts";

/** An alias that is to go back to an earlier holder. */
export interface RollbackPlan {
  readonly model: string;
  readonly environment: string;
  readonly version: number;
  readonly holder: number | undefined;
  readonly digest: string;
  /** `ghcr.io/acme/late-flights@sha256:…`, or the address of an adopted version. */
  readonly reference: string;
  readonly base: Pick<CloneBranch, "name">;
  /** `41 days`. */
  readonly served: string;
  readonly state: PackageState;
  /** When the registry was asked: ISO 8601, UTC. */
  readonly now: string;
  readonly reason: string | undefined;
}

/** Branch of a person's rollback; the App has branches of its own. */
function branchOf({ model, environment, version }: RollbackPlan): string {
  return `rollback/${model}/${environment}-to-${String(version)}`;
}

function titleOf({ model, environment, version }: RollbackPlan): string {
  return `Roll ${environment} of ${model} back to ${String(version)}`;
}

export interface OpenedRollback {
  readonly number: number;
  readonly url: string;
  /** It was open before, and is as it was: a new commit would take its approvals away. */
  readonly already: boolean;
}

/**
 * Opens the pull request with the person's own token: the branch is made from the default branch as it is now, and one line
 * changes. Where one is open, that is the one.
 *
 * @throws `INPUT_INVALID` where the default branch names that version already; `GITHUB_REFUSED` where its branch cannot be moved.
 */
export async function openRollback(
  { octokit, repository }: GitHubRemote,
  plan: RollbackPlan,
  description: string,
): Promise<OpenedRollback> {
  const { owner, repo } = repository;
  const { data } = await octokit.rest.repos.get({ owner, repo });
  const base = data.default_branch;
  const head = await octokit.rest.repos.getBranch({ owner, repo, branch: base });
  const { sha, commit } = head.data.commit;
  const path = aliasPath(plan.model);
  const bytes = await readFileAt(octokit, repository, path, sha);
  const before = bytes === undefined ? undefined : Buffer.from(bytes).toString("utf8");
  const text = editAlias(before, plan.environment, plan.version);
  if (text === before) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `${path} of ${base} names version ${String(plan.version)} for ${plan.environment} already`,
      hint: "`pawl status` says what is deployed.",
    });
  }
  const branch = branchOf(plan);
  const pulls = await octokit.rest.pulls.list({ owner, repo, state: "open", head: `${owner}:${branch}`, base });
  const open = pulls.data.find(({ head: { ref } }) => ref === branch);
  if (open !== undefined) return { number: open.number, url: open.html_url, already: true };
  // What an earlier rollback to this version left, whose pull request is over.
  const from = await readBranchHead(octokit, repository, branch);
  const message = `${titleOf(plan)}\n`;
  const made = await createFileCommit(octokit, repository, { parent: sha, tree: commit.tree.sha, path, text, message });
  if (!(await moveBranch(octokit, repository, { branch, from, to: made }))) {
    throw new PawlError({
      code: "GITHUB_REFUSED",
      message: `somebody is moving branch ${branch} at this moment, and nothing was changed`,
      hint: "Look at the branch, and ask again.",
    });
  }
  const reason = plan.reason === undefined ? "" : `\n\nReason: ${escapeMarkdown(plan.reason, 500)}`;
  const body = `**Rollback.** ${escapeMarkdown(description, 1000)}${reason}\n`;
  const number = await createPull(octokit, repository, { branch, base, title: titleOf(plan), body });
  return { number, url: `${data.html_url}/pull/${String(number)}`, already: false };
}

/** The same by hand, with git alone. */
export function rollbackByHand(plan: RollbackPlan): string {
  const path = aliasPath(plan.model);
  const branch = branchOf(plan);
  return [
    `git fetch origin && git switch --create ${branch} ${plan.base.name}`,
    `# Write into ${path} the line: ${plan.environment}: ${String(plan.version)}`,
    `git commit --message ${JSON.stringify(titleOf(plan))} ${path} && git push origin ${branch}`,
    "# Then open the pull request, or merge as your branch protection allows. The App records it when it is back,",
    "# and deploys it if its check had passed before the merge, or once somebody entitled says /pawl confirm.",
    `# Until then deploy this by hand: ${plan.reference}`,
  ].join("\n");
}
