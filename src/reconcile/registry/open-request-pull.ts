import { formatConfigIssue } from "../../core/config/config-issue.ts";
import { aliasPath } from "../../core/registry/alias-file.ts";
import { editAlias } from "../../core/registry/edit-alias.ts";
import {
  formatRequestMessage,
  type PromotionRequest,
  requestBranch,
  requestTitle,
} from "../../core/registry/promotion-request.ts";
import { type BranchPull, listPullsOfBranch, updatePull } from "../../github/branch-pulls.ts";
import { type CommitFacts, listCommits } from "../../github/commits.ts";
import { createFileCommit } from "../../github/create-commit.ts";
import { moveBranch } from "../../github/move-branch.ts";
import { createPullOnce } from "../create-pull-once.ts";
import { isSameText } from "../is-same-text.ts";
import type { Workplace } from "../workplace.ts";
import { readAliases } from "./read-aliases.ts";
import { readRequest } from "./read-request.ts";

export interface RequestWish {
  readonly request: PromotionRequest;
  readonly defaultBranch: string;
  /** Text of the pull request; asked for only where it is needed. */
  readonly renderBody: () => Promise<string>;
  /** Somebody asked for it now: then it does not matter that people closed an earlier one. */
  readonly explicit: boolean;
}

/** What became of a request. */
export type RequestOutcome =
  | { readonly kind: "opened" | "updated" | "kept"; readonly number: number }
  /** The default branch says so already. */
  | { readonly kind: "nothing" }
  /** People pushed to the branch: it is theirs now. */
  | { readonly kind: "hands-off"; readonly number: number | undefined }
  /** People closed the pull request for this very version. */
  | { readonly kind: "declined"; readonly number: number }
  /** One sentence that says what is in the way. */
  | { readonly kind: "refused"; readonly reason: string };

/** A branch that others move meanwhile is looked at anew so often. */
const LOOKS = 3;

/**
 * Makes the one pull request that moves an alias to a version: opened, brought up to date, or left alone where it is right,
 * where people took over or where they closed it. The branch is made anew from the default branch and changes one line.
 * Safe to repeat at any time.
 */
export async function openRequestPull(workplace: Workplace, wish: RequestWish): Promise<RequestOutcome> {
  for (let look = 1; look <= LOOKS; look++) {
    const outcome = await tryRequestPull(workplace, wish);
    if (outcome.kind !== "moved") return outcome;
  }
  return { kind: "refused", reason: `Somebody is moving ${requestBranch(wish.request)} at this moment.` };
}

async function tryRequestPull(
  workplace: Workplace,
  wish: RequestWish,
): Promise<RequestOutcome | { readonly kind: "moved" }> {
  const { octokit, repository, self } = workplace;
  const { request, defaultBranch } = wish;
  const branch = requestBranch(request);
  const [base] = await listCommits(octokit, repository, { ref: `heads/${defaultBranch}`, self, atMost: 1 });
  if (base === undefined) return { kind: "refused", reason: `There is no branch ${defaultBranch}.` };
  const file = await readAliases(workplace, request.model, base.sha);
  if ("issues" in file.parsed) {
    const [first] = file.parsed.issues;
    const path = aliasPath(request.model);
    return { kind: "refused", reason: first === undefined ? `${path} is not valid.` : formatConfigIssue(first, path) };
  }
  const pulls = await listPullsOfBranch(octokit, repository, branch, self);
  const open = pulls.find((pull) => pull.open);
  if (file.parsed.aliases.get(request.environment) === request.version) {
    if (open?.own === true) await closeOvertaken(workplace, open, request, branch);
    return { kind: "nothing" };
  }
  const [head] = await listCommits(octokit, repository, { ref: `heads/${branch}`, self, atMost: 1 });
  const refusal = await lookForPeople(workplace, wish, { pulls, head, base, branch });
  if (refusal !== undefined) return refusal;
  const text = editAlias(file.text, request.environment, request.version);
  const shows = head !== undefined && (await showsRequest(workplace, { request, head, base, text, branch }));
  if (!shows) {
    const message = formatRequestMessage(request);
    const path = aliasPath(request.model);
    const sha = await createFileCommit(octokit, repository, { parent: base.sha, tree: base.tree, path, text, message });
    if (!(await moveBranch(octokit, repository, { branch, from: head?.sha, to: sha }))) return { kind: "moved" };
  }
  const written = await writePull(workplace, wish, open);
  return written.kind === "kept" && !shows ? { ...written, kind: "updated" } : written;
}

interface Found {
  readonly pulls: readonly BranchPull[];
  readonly head: CommitFacts | undefined;
  readonly base: CommitFacts;
  readonly branch: string;
}

/** Whatever people did with the branch or its pull requests stands above what the App would do. */
async function lookForPeople(
  workplace: Workplace,
  { request, explicit }: RequestWish,
  { pulls, head, branch }: Found,
): Promise<RequestOutcome | undefined> {
  const open = pulls.find((pull) => pull.open);
  const [newest] = pulls;
  if (open !== undefined && !open.own) return { kind: "hands-off", number: open.number };
  // What was merged with somebody's commit on top is over; what was not is somebody's work.
  const over = open === undefined && newest?.merged === true && newest.headSha === head?.sha;
  if (head !== undefined && !head.own && !over) return { kind: "hands-off", number: (open ?? newest)?.number };
  if (explicit || open !== undefined || newest === undefined || newest.merged) return undefined;
  const declined = await readRequest(workplace, { headSha: newest.headSha, headRef: branch });
  return declined?.version === request.version ? { kind: "declined", number: newest.number } : undefined;
}

/** The branch asks for this version already, from an alias file that is still the default branch's. */
async function showsRequest(
  workplace: Workplace,
  {
    request,
    head,
    base,
    text,
    branch,
  }: Omit<Found, "pulls" | "head"> & {
    readonly request: PromotionRequest;
    readonly head: CommitFacts;
    readonly text: string;
  },
): Promise<boolean> {
  const [parent] = head.parents;
  const asked = head.own ? await readRequest(workplace, { headSha: head.sha, headRef: branch }) : undefined;
  if (asked === undefined || asked.version !== request.version || parent === undefined) return false;
  const there = await readAliases(workplace, request.model, head.sha);
  if (there.text !== text) return false;
  const before = await readAliases(workplace, request.model, parent);
  return before.text === (await readAliases(workplace, request.model, base.sha)).text;
}

async function writePull(
  workplace: Workplace,
  { request, defaultBranch, renderBody }: RequestWish,
  known: BranchPull | undefined,
): Promise<RequestOutcome & { readonly kind: "opened" | "updated" | "kept" }> {
  const { octokit, repository, log } = workplace;
  const branch = requestBranch(request);
  const title = requestTitle(request);
  const body = await renderBody();
  const wish = { branch, base: defaultBranch, title, body };
  const opened = await createPullOnce(workplace, wish, { known, counts: ({ own }) => own });
  if (opened.kind === "created") {
    log.info({ ...request, number: opened.number }, "promotion asked for");
    return { kind: "opened", number: opened.number };
  }
  const { pull } = opened;
  const same = pull.title === title && isSameText(pull.body, body);
  if (!same) await updatePull(octokit, repository, pull.number, { title, body });
  return { kind: same ? "kept" : "updated", number: pull.number };
}

/** Somebody moved the alias another way, so there is nothing left to merge. One that people pushed to is theirs to close. */
async function closeOvertaken(
  workplace: Workplace,
  { number, headSha }: BranchPull,
  request: PromotionRequest,
  branch: string,
): Promise<void> {
  const { octokit, repository, self, log } = workplace;
  const [head] = await listCommits(octokit, repository, { ref: headSha, self, atMost: 1 });
  const asked = await readRequest(workplace, { headSha, headRef: branch });
  if (head?.own !== true || asked?.version !== request.version) return;
  await updatePull(octokit, repository, number, { state: "closed" });
  log.info({ ...request, number }, "promotion closed: the alias is there already");
}
