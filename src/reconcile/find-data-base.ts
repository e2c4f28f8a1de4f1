import type { DatasetPlan } from "../core/config/project-config.ts";
import type { LedgerEntry } from "../core/evidence/ledger-index.ts";
import { type BaselineQuestion, byAttempt, findPreceding, isOfBranch, planEarlierCommits } from "./find-baseline.ts";
import { readDataLock } from "./read-data-lock.ts";
import { readFingerprintAt } from "./read-fingerprint.ts";
import type { Workplace } from "./workplace.ts";

export interface DataBase {
  readonly entry: LedgerEntry;
  /** It describes the very data of the merge base: it was made there, or its fingerprint is the one that is recorded there. */
  readonly isMergeBase: boolean;
}

export interface DataBaseQuestion extends BaselineQuestion {
  readonly pullRequest: number;
}

/**
 * What the data of a pull request are compared with: the evidence of its merge base; else evidence of data with the
 * fingerprint that a pointer or a dvc.lock at the merge base names; else that of the nearest earlier commit of the base branch. The
 * base's data themselves are not needed.
 */
export async function findDataBase(
  workplace: Workplace,
  entries: readonly LedgerEntry[],
  dataset: Pick<DatasetPlan, "key" | "path">,
  question: DataBaseQuestion,
): Promise<DataBase | undefined> {
  const usable = usableEntries(entries, dataset, question);
  const atMergeBase = newest(usable.filter(({ commit }) => commit === question.mergeBase));
  if (atMergeBase !== undefined) return { entry: atMergeBase, isMergeBase: true };
  const algorithms = new Set(usable.flatMap(({ fingerprint }) => fingerprint?.split(":")[0] ?? []));
  const fingerprint =
    (await readFingerprintAt(workplace, dataset.path, question.mergeBase, algorithms)) ??
    (algorithms.has("md5") ? await readDataLock(workplace, dataset.path, question.mergeBase) : undefined);
  const same = planSameData(usable, fingerprint, question);
  const [reviewed] = same;
  if (reviewed !== undefined && isOfBranch(reviewed, question.baseRef)) return { entry: reviewed, isMergeBase: true };
  const merged = await findPreceding(workplace, same.map(toCandidate), question.mergeBase);
  if (merged !== undefined) return { entry: merged.entry, isMergeBase: true };
  const earlier = planEarlierCommits(usable, question).flatMap(
    (commit) => newest(usable.filter((entry) => entry.commit === commit)) ?? [],
  );
  const before = await findPreceding(workplace, earlier.map(toCandidate), question.mergeBase);
  return before === undefined ? undefined : { entry: before.entry, isMergeBase: false };
}

function toCandidate(entry: LedgerEntry) {
  return { commit: entry.commit, isMergeBase: false, entry };
}

/** A pull request's own earlier pushes are not its base: they may have been judged by the contract that it brings. */
export function usableEntries(
  entries: readonly LedgerEntry[],
  { key }: Pick<DatasetPlan, "key">,
  { headSha, pullRequest }: Pick<DataBaseQuestion, "headSha" | "pullRequest">,
): readonly LedgerEntry[] {
  if (key === undefined) return [];
  // What a drift check validated is a window of the feed, not the data of the commit that it ran on.
  const checks = new Set(entries.flatMap(({ kind, workflowRun }) => (kind === "drift" ? workflowRun.id : [])));
  return entries.filter(
    (entry) =>
      entry.kind === "data" &&
      entry.key === key &&
      !checks.has(entry.workflowRun.id) &&
      entry.outcome === "succeeded" &&
      entry.commit !== headSha &&
      entry.pullRequest !== pullRequest,
  );
}

/**
 * Evidence of data with this fingerprint in the order in which it is preferred: first what the base branch's own code
 * said. What another branch said counts once it is merged: a pull request could otherwise choose its own yardstick.
 */
export function planSameData(
  entries: readonly LedgerEntry[],
  wanted: string | undefined,
  { baseRef }: Pick<BaselineQuestion, "baseRef">,
): readonly LedgerEntry[] {
  const same = entries.filter(({ fingerprint }) => fingerprint !== undefined && fingerprint === wanted).sort(byAttempt);
  return [
    ...same.filter((entry) => isOfBranch(entry, baseRef)),
    ...same.filter((entry) => !isOfBranch(entry, baseRef)),
  ];
}

function newest(entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  return [...entries].sort(byAttempt)[0];
}
