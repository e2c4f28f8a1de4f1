import type { DatasetPlan } from "../core/config/project-config.ts";
import type { LedgerEntry } from "../core/evidence/ledger-index.ts";
import { type BaselineQuestion, byAttempt, findPreceding, planEarlierCommits } from "./find-baseline.ts";
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
 * fingerprint that a pointer at the merge base names; else that of the nearest earlier commit of the base branch. The
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
  const fingerprint = await readFingerprintAt(workplace, dataset.path, question.mergeBase, algorithms);
  const same = fingerprint === undefined ? undefined : newestOfFingerprint(usable, fingerprint);
  if (same !== undefined) return { entry: same, isMergeBase: true };
  const earlier = planEarlierCommits(usable, question).map((commit) => ({ commit, isMergeBase: false }));
  const found = await findPreceding(workplace, earlier, question.mergeBase);
  const entry = found === undefined ? undefined : newest(usable.filter(({ commit }) => commit === found.commit));
  return entry === undefined ? undefined : { entry, isMergeBase: false };
}

/** A pull request's own earlier pushes are not its base: they may have been judged by the contract that it brings. */
function usableEntries(
  entries: readonly LedgerEntry[],
  { key }: Pick<DatasetPlan, "key">,
  { headSha, pullRequest }: DataBaseQuestion,
): readonly LedgerEntry[] {
  if (key === undefined) return [];
  return entries.filter(
    (entry) =>
      entry.kind === "data" &&
      entry.key === key &&
      entry.outcome === "succeeded" &&
      entry.commit !== headSha &&
      entry.pullRequest !== pullRequest,
  );
}

/** What reviewed code of the default branch said about the same bytes is worth more than what a branch said. */
export function newestOfFingerprint(entries: readonly LedgerEntry[], wanted: string): LedgerEntry | undefined {
  const same = entries.filter(({ fingerprint }) => fingerprint === wanted);
  return newest(same.filter(({ onDefaultBranch }) => onDefaultBranch)) ?? newest(same);
}

function newest(entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  return [...entries].sort(byAttempt)[0];
}
