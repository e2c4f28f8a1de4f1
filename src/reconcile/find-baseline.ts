import type { LedgerEntry } from "../core/evidence/ledger-index.ts";
import { isAncestor } from "../github/comparisons.ts";
import type { Workplace } from "./workplace.ts";

/** Entries of one commit that a pull request may be compared with. */
export interface BaselineCandidate {
  readonly commit: string;
  readonly isMergeBase: boolean;
  readonly run: LedgerEntry | undefined;
  readonly evaluation: LedgerEntry | undefined;
  /** Where documents have keys: the newest of each. */
  readonly keyed: readonly KeyedEntries[];
}

export interface KeyedEntries {
  readonly key: string;
  readonly run: LedgerEntry | undefined;
  readonly evaluation: LedgerEntry | undefined;
}

export interface BaselineQuestion {
  readonly mergeBase: string;
  readonly baseRef: string;
  readonly headSha: string;
}

/** Each earlier candidate costs a call, once. */
const MAX_ANCESTRY_QUESTIONS = 5;

/**
 * What a pull request of this model is compared with: the run of its merge base, else the nearest earlier one of the
 * base branch.
 */
export async function findBaseline(
  workplace: Workplace,
  entries: readonly LedgerEntry[],
  question: BaselineQuestion,
): Promise<BaselineCandidate | undefined> {
  return findPreceding(workplace, planBaseline(entries, question), question.mergeBase);
}

/** The first candidate that is the merge base or really precedes it, as git says. */
export async function findPreceding<Candidate extends Pick<BaselineCandidate, "commit" | "isMergeBase">>(
  workplace: Workplace,
  candidates: readonly Candidate[],
  mergeBase: string,
): Promise<Candidate | undefined> {
  for (const candidate of candidates.slice(0, MAX_ANCESTRY_QUESTIONS)) {
    if (candidate.isMergeBase || (await precedes(workplace, candidate.commit, mergeBase))) return candidate;
  }
  return undefined;
}

/** Candidates in the order in which they are preferred; whether one really precedes the merge base, git has to say. */
export function planBaseline(
  entries: readonly LedgerEntry[],
  question: BaselineQuestion,
): readonly BaselineCandidate[] {
  const { mergeBase } = question;
  const usable = entries.filter(
    ({ outcome, kind }) => outcome === "succeeded" && (kind === "run" || kind === "evaluation"),
  );
  const commits = [mergeBase, ...planEarlierCommits(usable, question)];
  return commits
    .map((commit) => toCandidate(usable, commit, commit === mergeBase))
    .filter(({ run, evaluation }) => run !== undefined || evaluation !== undefined);
}

/** Commits of the base branch itself that have one of these entries, but for the merge base; the newest entry first. */
export function planEarlierCommits(
  entries: readonly LedgerEntry[],
  { mergeBase, baseRef, headSha }: BaselineQuestion,
): readonly string[] {
  const ofBase = entries
    .filter((entry) => entry.commit !== mergeBase && entry.commit !== headSha && isOfBranch(entry, baseRef))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  return [...new Set(ofBase.map(({ commit }) => commit))];
}

/** Made of the branch's own code. A pull request's run has the name of its head branch and does not count. */
export function isOfBranch({ branch, pullRequest, workflowRun }: LedgerEntry, baseRef: string): boolean {
  return branch === baseRef && pullRequest === undefined && !workflowRun.event.startsWith("pull_request");
}

function toCandidate(entries: readonly LedgerEntry[], commit: string, isMergeBase: boolean): BaselineCandidate {
  const here = entries.filter((entry) => entry.commit === commit);
  const keys = [...new Set(here.flatMap(({ key }) => key ?? []))].sort();
  const keyed = keys.map((key) => ({ key, ...newestPair(here.filter((entry) => entry.key === key)) }));
  return { commit, isMergeBase, ...newestPair(here), keyed };
}

/** The newest run, and its evaluation. */
function newestPair(here: readonly LedgerEntry[]): Pick<BaselineCandidate, "run" | "evaluation"> {
  const run = newest(here.filter(({ kind }) => kind === "run"));
  const evaluations = here.filter(({ kind }) => kind === "evaluation");
  const ofRun = evaluations.filter(({ workflowRun, key }) => workflowRun.id === run?.workflowRun.id && key === run.key);
  return { run, evaluation: newest(ofRun) ?? newest(evaluations) };
}

/** Of a matrix the document without a key speaks for the model; of several the last one made. */
function newest(entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  const unkeyed = entries.filter(({ key }) => key === undefined);
  return [...(unkeyed.length > 0 ? unkeyed : entries)].sort(byAttempt)[0];
}

/** Newest workflow run first, of one workflow run the last attempt. */
export function byAttempt(a: Pick<LedgerEntry, "workflowRun">, b: Pick<LedgerEntry, "workflowRun">): number {
  return b.workflowRun.id - a.workflowRun.id || b.workflowRun.attempt - a.workflowRun.attempt;
}

async function precedes(
  { octokit, repository, memory }: Workplace,
  ancestor: string,
  commit: string,
): Promise<boolean> {
  const key = `${ancestor}...${commit}`;
  const known = memory.ancestry.get(key);
  if (known !== undefined) return known;
  const answer = await isAncestor(octokit, repository, ancestor, commit);
  memory.ancestry.set(key, answer);
  return answer;
}
